import AccessPrediction
import AzureFederation
import CommonExpressions
import Evidence
import GitLabCI
import TextFormats

enum ProjectField: Int, FactField {
  case path
  case issuer
  case version
  case runnerVersion
  case oldestVersion
  case oldestVersionNumber
  case tier
  case defaultBranch
  case protectedBranches
  case protectedTags
  case subClaim
  case observedSubClaim
  case overrideRole
  case cloud
  case place

  static let typeName = "project"

  var declaration: Field {
    switch self {
    case .path: .init("path", .string, "Its full path, such as `group/project`.")
    case .issuer: .init("issuer", .string, "The issuer of its ID tokens: the URL of GitLab.")
    case .version: .init("version", .string, "The version of GitLab.")
    case .runnerVersion: .init("runner_version", .string, "The version of the runner.")
    case .oldestVersion:
      .init("oldest_version", .string, "The older of the two versions, of those that are known.")
    case .oldestVersionNumber:
      .init(
        "oldest_version_number",
        .int,
        "That version as a number: a hundred times the major version, plus the minor one."
      )
    case .tier: .init("tier", .string, "`free`, `premium` or `ultimate`.")
    case .defaultBranch: .init("default_branch", .string, "The name of its default branch.")
    case .protectedBranches:
      .init("protected_branches", .list(.string), "Names and patterns of protected branches.")
    case .protectedTags:
      .init("protected_tags", .list(.string), "Names and patterns of protected tags.")
    case .subClaim:
      .init(
        "sub_claim",
        .list(.string),
        optional: true,
        "The components of the subject of its ID tokens, as configured; unset for GitLab's default."
      )
    case .observedSubClaim:
      .init(
        "observed_sub_claim",
        .list(.string),
        optional: true,
        "Those components as GitLab has them; unset when GitLab was not queried."
      )
    case .overrideRole:
      .init(
        "override_role",
        .string,
        "The lowest role that may set variables of a pipeline that it starts, such as `maintainer`."
      )
    case .cloud: .init("cloud", .string, "Microsoft's cloud, such as `public`.")
    case .place:
      .init("place", .place, optional: true, "Where `.akvlint.yml` describes the project.")
    }
  }
}

extension PipelineFacts {
  /// Whether more is known of the project than its address; otherwise rules about it have nothing
  /// to judge.
  var knowsProject: Bool {
    let gitLab = evidence.gitLab
    return gitLab.version != nil || gitLab.runnerVersion != nil || gitLab.tier != nil
      || gitLab.defaultBranch != nil || gitLab.protectedBranches != nil
      || gitLab.protectedTags != nil || gitLab.subjectComponents != nil
      || gitLab.overrideRole != nil || evidence.observations.subjectComponents != nil
  }

  func projectValue(_ field: ProjectField) -> Value? {
    let gitLab = evidence.gitLab
    switch field {
    case .path: return known(gitLab.projectPath, "the path of the project is unknown")
    case .issuer: return known(gitLab.issuer, "the URL of GitLab is unknown")
    case .version: return known(gitLab.version, MissingEvidence.version)
    case .runnerVersion:
      return known(gitLab.runnerVersion, "the version of the runner is unknown")
    case .oldestVersion: return known(oldestVersion?.text, MissingEvidence.version)
    case .oldestVersionNumber:
      return oldestVersion.map { .int(Int64($0.number)) }
        ?? .unknown(Unknown(MissingEvidence.version))
    case .tier: return known(gitLab.tier, MissingEvidence.tier)
    case .defaultBranch: return known(gitLab.defaultBranch, "the default branch is unknown")
    case .protectedBranches:
      return known(gitLab.protectedBranches, "the protected branches are unknown")
    case .protectedTags: return known(gitLab.protectedTags, "the protected tags are unknown")
    case .subClaim: return gitLab.subjectComponents.map(Self.list)
    case .observedSubClaim: return evidence.observations.subjectComponents.map(Self.list)
    case .overrideRole: return known(gitLab.overrideRole, MissingEvidence.overrideRole)
    case .cloud: return .string(evidence.cloud.rawValue)
    case .place: return place(of: gitLab.source)
    }
  }

  /// The older of the versions of GitLab and its runner, of those that are known.
  var oldestVersion: (text: String, number: Int)? {
    [evidence.gitLab.version, evidence.gitLab.runnerVersion]
      .compactMap { text in
        text.flatMap { text in
          ReleaseNumber(text).map { (text: text, number: $0.major * 100 + min($0.minor, 99)) }
        }
      }
      .min { $0.number < $1.number }
  }

  private func known(_ text: String?, _ reason: String) -> Value {
    text.map(Value.string) ?? .unknown(Unknown(reason))
  }

  private func known(_ texts: [String]?, _ reason: String) -> Value {
    texts.map(Self.list) ?? .unknown(Unknown(reason))
  }

  /// A list of texts.
  static func list(_ texts: [String]) -> Value { .list(texts.map(Value.string)) }

  // MARK: Required evidence

  /// The question that stays open because evidence is missing; nil when it is there.
  func question(lacking evidence: RequiredEvidence) -> UndecidedQuestion? {
    let gitLab = self.evidence.gitLab
    switch evidence {
    case .variables:
      guard judgedPredictions.isEmpty else { return nil }
      return question(azureSubjects, MissingEvidence.variables)
    case .credentials: return judgedPredictions.isEmpty ? credentialQuestion : nil
    case .version:
      return oldestVersion == nil ? question(azureSubjects, MissingEvidence.version) : nil
    case .tier:
      guard gitLab.tier == nil else { return nil }
      let jobs = subjects.filter { job in
        pipeline.jobs[job].secrets.contains { $0.provider != nil }
      }
      return question(jobs, MissingEvidence.tier)
    case .overrideRole:
      guard gitLab.overrideRole == nil else { return nil }
      return question(azureSubjects, MissingEvidence.overrideRole)
    }
  }

  /// The question about the jobs that send an ID token to Azure.
  func makeCredentialQuestion() -> UndecidedQuestion {
    let signingIn = subjects.filter { !usesAzure($0) && judged.mentionsSignIn($0) }
    return question((azureSubjects + signingIn).sorted(), MissingEvidence.credentials)
  }

  private func question(_ jobs: [Int], _ reason: String) -> UndecidedQuestion {
    UndecidedQuestion(jobs: jobs.map { pipeline.jobs[$0].symbol }, reason: reason)
  }
}
