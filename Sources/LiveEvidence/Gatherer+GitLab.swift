import Evidence

/// The queries to GitLab and the issuer.
extension Gatherer {
  /// All of GitLab's facts about the project.
  func gitLab(_ targets: LiveTargets) async -> [Piece] {
    guard let host = access.gitLabHost, let path = targets.project else {
      let reason = "the instance or the project is not known; set AKVLINT_GITLAB_URL"
      return [.undecided(.gitlab, Undecidable(question: "GitLab", reason: reason))]
    }
    guard access.gitLabToken != nil else {
      let reason = "AKVLINT_GITLAB_TOKEN is not set; it needs the scope read_api"
      return [.undecided(.gitlab, Undecidable(question: "GitLab", reason: reason))]
    }
    let client = GitLabClient(courier, host: host, token: access.gitLabToken, date: date)
    async let project = piece(.gitlab) { evidence throws(Undecidable) in
      evidence.gitLab = try await client.project(path)
      evidence.observations.subjectComponents = evidence.gitLab.subjectComponents
    }
    async let version = piece(.gitlab) { evidence throws(Undecidable) in
      evidence.gitLab.version = try await client.version()
    }
    async let tier = piece(.gitlab) { evidence throws(Undecidable) in
      let root = path.split(separator: "/").first.map(String.init) ?? path
      evidence.gitLab.tier = try await client.tier(root)
    }
    async let branches = piece(.gitlab) { evidence throws(Undecidable) in
      evidence.gitLab.protectedBranches = try await client.protectedRefs(
        "protected_branches",
        of: path
      )
    }
    async let tags = piece(.gitlab) { evidence throws(Undecidable) in
      evidence.gitLab.protectedTags = try await client.protectedRefs("protected_tags", of: path)
    }
    async let variables = variables(path, client)
    async let lint = lint(path, targets, client)
    async let rootFile = rootFile(path, targets, client)
    let one = await [project, version, tier, branches, tags]
    return await one + variables + lint + rootFile
  }

  /// The instance that everybody shares, which has no variables of its own.
  private static let sharedInstance = "gitlab.com"

  /// The variables of the project, of its groups and, where that may be known, of the instance.
  private func variables(_ path: String, _ client: GitLabClient) async -> [Piece] {
    var pieces: [Piece] = []
    var evidence = ProjectEvidence()
    do throws(Undecidable) {
      evidence.variables.items = try await client.variables(path)
      let known = Set(evidence.variables.items.map(\.key))
      if let others = try await client.instanceVariables() {
        evidence.variables.items += others.filter { !known.contains($0.key) }
        evidence.variables.isClosed = true
      } else if access.gitLabHost == Self.sharedInstance {
        evidence.variables.isClosed = true
      } else {
        // One that is not listed may still be the whole instance's: nothing is called missing.
        pieces.append(
          .note("variables of the whole instance are not known: only administrators may list them")
        )
      }
    } catch {
      return [.undecided(.gitlab, error)]
    }
    return pieces + [.evidence(evidence)]
  }

  private func lint(
    _ path: String,
    _ targets: LiveTargets,
    _ client: GitLabClient
  ) async -> [Piece] {
    guard let question = targets.lint else { return [] }
    return [
      await piece(.gitlab) { evidence throws(Undecidable) in
        evidence.observations.lint = try await client.lint(question, of: path)
      }
    ]
  }

  /// Reports when the project runs another file than the ones that are checked.
  private func rootFile(
    _ path: String,
    _ targets: LiveTargets,
    _ client: GitLabClient
  ) async -> [Piece] {
    // When the project cannot be read, its own piece reports that.
    guard let file = try? await client.rootFile(path), !targets.rootFiles.isEmpty,
      !targets.rootFiles.contains(file)
    else { return [] }
    return [.note("the project's settings name \(file) as its pipeline, which was not looked at")]
  }

  /// Gathers the documents that the issuer publishes.
  func issuer(_ issuer: String) async -> [Piece] {
    let client = IssuerClient(courier, own: access.gitLabHost, date: date)
    return [
      await piece(.gitlab) { evidence throws(Undecidable) in
        evidence.observations.issuers = [try await client.issuer(issuer)]
      }
    ]
  }
}
