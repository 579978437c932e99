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
    let names = [
      "project_path", "project_id", "ref_type", "ref", "ref_protected", "deployment_tier",
      "job_project_path", "job_project_id", "source_project_path", "source_project_id",
    ]
    for name in names {
      if let text = component(name)?.text { others[name] = text }
    }
    return others
  }

  /// `sub`: the components that the project is set to, joined; nil when nothing is known of one.
  var value: PartialText? {
    var result = PartialText("")
    var isFirst = true
    for name in components {
      guard let value = component(name) else { return nil }
      result.append(.literal("\(isFirst ? "" : ":")\(name):"))
      result.append(value)
      isFirst = false
    }
    return result
  }

  /// The components of `sub` that are not known.
  var unknownComponents: [String] { components.filter { component($0)?.text == nil } }

  /// The components that the job's `sub` has.
  private var components: [String] {
    let all = judged.evidence.gitLab.subjectComponents ?? ["project_path", "ref_type", "ref"]
    guard job.environment == nil else { return all }
    // Only jobs with an environment have these claims.
    return all.filter { $0 != "environment_protected" && $0 != "deployment_tier" }
  }

  private var isFork: Bool { scenario.mergeRequest == .fork }

  private func component(_ name: String) -> PartialText? {
    switch name {
    case "project_path": projectPath
    case "project_id": isFork && !namesParent ? nil : project.id.map { PartialText(String($0)) }
    case "job_project_path": project.path.map { PartialText($0) }
    case "job_project_id": project.id.map { PartialText(String($0)) }
    case "source_project_path":
      project.path.map { PartialText(isFork ? ScenarioVariables.fork(of: $0) : $0) }
    case "source_project_id": isFork ? nil : project.id.map { PartialText(String($0)) }
    case "ref_type": PartialText(scenario.isTag ? "tag" : "branch")
    case "ref":
      (scenario.refName ?? project.defaultBranch).map { PartialText($0) } ?? PartialText([.some])
    case "ref_protected":
      project.isProtected(scenario).map { PartialText($0 ? "true" : "false") }
    case "deployment_tier": tier
    default: nil
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
