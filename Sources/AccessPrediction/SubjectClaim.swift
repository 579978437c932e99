import AzureFederation
import Evidence
import GitLabCI
import ShellSyntax
import TextFormats
import YAMLSyntax

/// The `sub` claim of a run's ID tokens, and the claims that it is made of.
///
/// Source: GitLab 18.9, `lib/gitlab/ci/jwt_v2.rb`, `lib/gitlab/ci/jwt.rb`,
/// `lib/json_web_token/user_project_token_claims.rb`; GitLab 19 for `project_id`, `job_project_…`
/// and `source_project_…`.
struct SubjectClaim {
  let judged: JudgedPipeline
  let job: Job
  let scenario: Scenario
  let project: ProjectFacts
  /// `deployment_tier` of the job's environment; nil when it is not known.
  let tier: PartialText?

  /// The claims by name that are known.
  var others: [String: String] {
    var others: [String: String] = [:]
    for component in SubjectComponent.allCases {
      if let text = value(of: component)?.text { others[component.rawValue] = text }
    }
    return others
  }

  /// `sub`: the components that the project is set to, joined; nil when nothing is known of one.
  var value: PartialText? {
    var result = PartialText("")
    var isFirst = true
    for name in components {
      guard let value = value(ofComponent: name) else { return nil }
      result.append(.literal("\(isFirst ? "" : ":")\(name):"))
      result.append(value)
      isFirst = false
    }
    return result
  }

  /// The components of `sub` that are not known.
  var unknownComponents: [String] {
    components.filter { value(ofComponent: $0)?.text == nil }
  }

  /// The components that the job's `sub` has.
  private var components: [String] {
    let all = judged.evidence.gitLab.subjectComponents ?? SubjectComponent.defaultNames
    guard job.environment == nil else { return all }
    return all.filter { SubjectComponent(rawValue: $0)?.needsEnvironment != true }
  }

  private func value(ofComponent name: String) -> PartialText? {
    SubjectComponent(rawValue: name).flatMap(value)
  }

  private var isFork: Bool { scenario.mergeRequest == .fork }

  private func value(of component: SubjectComponent) -> PartialText? {
    switch component {
    case .projectPath: projectPath
    case .projectID: isFork && !namesParent ? nil : project.id.map { PartialText(String($0)) }
    case .jobProjectPath: project.path.map { PartialText($0) }
    case .jobProjectID: project.id.map { PartialText(String($0)) }
    case .sourceProjectPath:
      project.path.map { PartialText(isFork ? ScenarioVariables.fork(of: $0) : $0) }
    case .sourceProjectID: isFork ? nil : project.id.map { PartialText(String($0)) }
    case .refType: PartialText(scenario.isTag ? "tag" : "branch")
    case .ref:
      (scenario.refName ?? project.defaultBranch).map { PartialText($0) } ?? PartialText([.some])
    case .refProtected:
      project.isProtected(scenario).map { PartialText($0 ? "true" : "false") }
    case .environmentProtected: nil
    case .deploymentTier: tier
    }
  }

  /// The project that the token names: in a merge request from a fork the fork, the parent before
  /// GitLab 18.2.2.
  private var projectPath: PartialText? {
    guard isFork else { return project.path.map { PartialText($0) } }
    if judged.evidence.gitLab.version == "18.2" { return nil }
    return project.path.map { PartialText(namesParent ? $0 : ScenarioVariables.fork(of: $0)) }
  }

  /// Whether the token of a fork's merge request names the parent project.
  private var namesParent: Bool {
    guard let version = judged.evidence.gitLab.version.flatMap({ ReleaseNumber($0) }) else {
      return false
    }
    return version < ReleaseNumber(18, 2, 2)
  }
}
