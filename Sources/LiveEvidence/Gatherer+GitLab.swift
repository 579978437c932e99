import Evidence

/// What GitLab and the issuer are asked.
extension Gatherer {
  /// All that GitLab knows about the project.
  func gitLab(_ targets: LiveTargets) async -> [Piece] {
    guard let host = access.gitLabHost, let path = targets.project else {
      let reason = "the instance or the project is not known; set AKVLINT_GITLAB_URL"
      return [.undecided(.gitlab, Undecidable(question: "GitLab", reason: reason))]
    }
    guard access.gitLabToken != nil else {
      let reason = "there is no token; set AKVLINT_GITLAB_TOKEN with the scope read_api"
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
    async let variables = piece(.gitlab) { evidence throws(Undecidable) in
      evidence.variables.items = try await client.variables(path)
      evidence.variables.isClosed = true
    }
    async let lint = piece(.gitlab) { evidence throws(Undecidable) in
      evidence.observations.lint = try await client.lint(path, ref: nil)
    }
    return await [project, version, tier, branches, tags, variables, lint]
  }

  /// What the issuer publishes.
  func issuer(_ issuer: String) async -> [Piece] {
    let client = IssuerClient(courier, date: date)
    return [
      await piece(.gitlab) { evidence throws(Undecidable) in
        evidence.observations.issuers = [try await client.issuer(issuer)]
      }
    ]
  }
}
