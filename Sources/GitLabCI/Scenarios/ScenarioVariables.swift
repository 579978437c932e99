extension Scenario {
  /// The value of a variable that GitLab sets; nil for a name that it does not set.
  package func predefined(_ name: String, _ project: ProjectFacts) -> ConditionValue? {
    ScenarioVariables(scenario: self, project: project).value(name)
  }

  /// The path that the tokens of a run name: that of the project, or of the fork.
  package func tokenProjectPath(_ project: ProjectFacts) -> String? {
    project.path.map { mergeRequest == .fork ? ScenarioVariables.fork(of: $0) : $0 }
  }
}

/// The variables that GitLab itself sets for a run, before any job is made.
///
/// Source: GitLab 18.9, `lib/gitlab/ci/variables/builder/pipeline.rb`, `app/models/project.rb`.
package struct ScenarioVariables {
  let scenario: Scenario
  let project: ProjectFacts

  /// The variables of a run.
  package init(scenario: Scenario, project: ProjectFacts) {
    self.scenario = scenario
    self.project = project
  }

  /// A variable's value; nil for a name that GitLab does not set.
  package func value(_ name: String) -> ConditionValue? {
    guard PredefinedVariables.contains(name) else { return nil }
    if name.hasPrefix("CI_MERGE_REQUEST_") { return mergeRequest(name) }
    if name.hasPrefix("CI_EXTERNAL_PULL_REQUEST_") { return .null }
    switch name {
    case "CI", "GITLAB_CI", "CI_SERVER": return .string(name == "CI_SERVER" ? "yes" : "true")
    case "CI_PIPELINE_SOURCE": return .string(scenario.source)
    case "CI_DEFAULT_BRANCH": return project.defaultBranch.map(ConditionValue.string) ?? defaultName
    case "CI_COMMIT_BRANCH": return isBranch ? refName : .null
    case "CI_COMMIT_TAG": return scenario.isTag ? refName : .null
    case "CI_COMMIT_REF_NAME": return refName
    case "CI_COMMIT_REF_SLUG": return scenario.refName.map { .string(Self.slug($0)) } ?? some(name)
    case "CI_COMMIT_REF_PROTECTED":
      return project.isProtected(scenario).map { .string($0 ? "true" : "false") } ?? some(name)
    case "CI_COMMIT_TAG_MESSAGE": return scenario.isTag ? .unknown : .null
    case "CI_PIPELINE_SCHEDULE_DESCRIPTION":
      return scenario.source == "schedule" ? some(name) : .null
    case "CI_PIPELINE_TRIGGERED": return scenario.source == "trigger" ? .string("true") : .null
    case "CI_OPEN_MERGE_REQUESTS", "CI_DEPLOY_FREEZE", "CI_KUBERNETES_ACTIVE",
      "CI_COMMIT_DESCRIPTION", "CI_DEBUG_TRACE", "CI_DEBUG_SERVICES":
      return .unknown
    default: return projectValue(name) ?? serverValue(name) ?? some(name)
    }
  }

  private var isBranch: Bool { !scenario.isTag && scenario.mergeRequest == nil }

  private var refName: ConditionValue {
    guard let name = scenario.refName ?? project.defaultBranch else { return defaultName }
    return .string(name)
  }

  /// The default branch by whatever name: it is the default branch, and no other one is.
  private var defaultName: ConditionValue {
    let others = Scenario.builtIn(defaultBranch: nil).compactMap(\.refName)
    return .named("CI_DEFAULT_BRANCH", isNot: others)
  }

  /// A value that is there, not blank, and known only when the pipeline runs.
  private func some(_ name: String) -> ConditionValue {
    .named(name, isNot: [])
  }

  private func mergeRequest(_ name: String) -> ConditionValue {
    guard let request = scenario.mergeRequest else { return .null }
    switch name {
    case "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": return refName
    case "CI_MERGE_REQUEST_TARGET_BRANCH_NAME":
      return project.defaultBranch.map(ConditionValue.string) ?? defaultName
    case "CI_MERGE_REQUEST_PROJECT_PATH":
      return project.path.map(ConditionValue.string) ?? some("CI_PROJECT_PATH")
    case "CI_MERGE_REQUEST_SOURCE_PROJECT_PATH":
      let path = project.path.map { request == .fork ? Self.fork(of: $0) : $0 }
      let isSame = request == .sameProject
      return path.map(ConditionValue.string) ?? some(isSame ? "CI_PROJECT_PATH" : name)
    case "CI_MERGE_REQUEST_EVENT_TYPE": return .string("detached")
    case "CI_MERGE_REQUEST_APPROVED", "CI_MERGE_REQUEST_ASSIGNEES", "CI_MERGE_REQUEST_LABELS",
      "CI_MERGE_REQUEST_MILESTONE", "CI_MERGE_REQUEST_DESCRIPTION", "CI_MERGE_REQUEST_DRAFT":
      return .unknown
    default: return some(name)
    }
  }

  /// The path that stands for a fork: in a namespace of its own, under the same name.
  package static func fork(of path: String) -> String {
    "fork/\(path.split(separator: "/").last ?? "")"
  }

  private func projectValue(_ name: String) -> ConditionValue? {
    guard let path = project.path else { return nil }
    let parts = path.split(separator: "/").map(String.init)
    switch name {
    case "CI_PROJECT_PATH": return .string(path)
    case "CI_PROJECT_NAME": return parts.last.map(ConditionValue.string)
    case "CI_PROJECT_NAMESPACE": return .string(parts.dropLast().joined(separator: "/"))
    case "CI_PROJECT_ROOT_NAMESPACE": return parts.first.map(ConditionValue.string)
    case "CI_PROJECT_PATH_SLUG": return .string(Self.slug(path))
    default: return nil
    }
  }

  private func serverValue(_ name: String) -> ConditionValue? {
    guard let url = project.serverURL else { return nil }
    let parts = url.split(separator: "/").map(String.init)
    guard parts.count > 1 else { return nil }
    switch name {
    case "CI_SERVER_URL": return .string(url)
    case "CI_SERVER_FQDN": return .string(parts[1...].joined(separator: "/"))
    case "CI_SERVER_HOST": return parts[1].split(separator: ":").first.map { .string(String($0)) }
    case "CI_SERVER_PROTOCOL": return .string(String(parts[0].dropLast()))
    default: return nil
    }
  }

  /// GitLab's `slugify`: lower case, at most 63 characters, others than letters and digits as `-`.
  private static func slug(_ text: String) -> String {
    let characters = text.lowercased().unicodeScalars.map { scalar -> Character in
      ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) ? Character(scalar) : "-"
    }
    var slug = String(characters.prefix(63))
    while slug.hasPrefix("-") { slug.removeFirst() }
    while slug.hasSuffix("-") { slug.removeLast() }
    return slug
  }
}
