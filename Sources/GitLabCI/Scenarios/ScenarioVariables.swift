import RegularExpressions
package import TextFormats

extension Scenario {
  /// The value of a variable that GitLab sets before any job is made; nil for a name that it does
  /// not set.
  package func predefined(_ name: String, _ project: ProjectFacts) -> ConditionValue? {
    ScenarioVariables(scenario: self, project: project).value(name)
  }
}

/// The variables that GitLab itself sets for a run.
///
/// Source: GitLab 18.9, `lib/gitlab/ci/variables/builder.rb` and `builder/pipeline.rb`,
/// `app/models/project.rb`, `app/models/ci/build.rb`, `app/models/merge_request.rb`.
package struct ScenarioVariables {
  let scenario: Scenario
  let project: ProjectFacts
  let context: VariableContext
  let job: JobAttributes

  /// The variables of a run.
  ///
  /// - Parameters:
  ///   - scenario: The pipeline scenario.
  ///   - project: The known facts of the project.
  ///   - context: Where they are looked up.
  ///   - job: The job, where there is one.
  package init(
    scenario: Scenario,
    project: ProjectFacts,
    context: VariableContext = .seed,
    job: JobAttributes = JobAttributes()
  ) {
    self.scenario = scenario
    self.project = project
    self.context = context
    self.job = job
  }

  /// A variable's value; nil for a name that GitLab does not set, `null` for one that it does not
  /// set here.
  package func value(_ name: String) -> ConditionValue? {
    guard PredefinedVariables.contains(name) else { return nil }
    if let value = availability(name) { return value }
    if let value = jobValue(name) { return value }
    if name.hasPrefix("CI_MERGE_REQUEST_") { return mergeRequest(name) }
    if name.hasPrefix("CI_EXTERNAL_PULL_REQUEST_") {
      return scenario.source == "external_pull_request_event" ? known(name) : .null
    }
    if name.hasPrefix("CI_UPSTREAM_") {
      return ["pipeline", "parent_pipeline"].contains(scenario.source) ? known(name) : .null
    }
    return pipelineValue(name) ?? projectValue(name) ?? serverValue(name) ?? known(name)
  }

  /// A variable's text, with parts that may be known only when the pipeline runs; nil when it is
  /// not set here or nothing is known of it.
  package func partialText(_ name: String) -> PartialText? {
    switch value(name) {
    case .string(let text)?: return PartialText(text)
    case .named?, .oneOf?: break
    default: return nil
    }
    switch name {
    case "CI_PIPELINE_ID", "CI_PIPELINE_IID", "CI_JOB_ID", "CI_PROJECT_ID", "CI_RUNNER_ID",
      "CI_PROJECT_NAMESPACE_ID", "CI_MERGE_REQUEST_ID", "CI_MERGE_REQUEST_IID",
      "CI_MERGE_REQUEST_DIFF_ID", "CI_MERGE_REQUEST_PROJECT_ID",
      "CI_MERGE_REQUEST_SOURCE_PROJECT_ID", "CI_NODE_INDEX", "CI_CONCURRENT_ID",
      "CI_CONCURRENT_PROJECT_ID", "CI_UPSTREAM_PIPELINE_ID", "CI_UPSTREAM_PROJECT_ID",
      "CI_UPSTREAM_JOB_ID", "GITLAB_USER_ID", "CI_ENVIRONMENT_ID":
      return PartialText([.digits])
    case "CI_COMMIT_SHA", "CI_COMMIT_BEFORE_SHA", "CI_MERGE_REQUEST_DIFF_BASE_SHA":
      return PartialText([.hex(40)])
    case "CI_COMMIT_SHORT_SHA": return PartialText([.hex(8)])
    default: return PartialText([.some])
    }
  }

  // MARK: Availability

  /// `null` for a variable that does not exist in this context.
  private func availability(_ name: String) -> ConditionValue? {
    let isMissing: Bool
    switch context {
    case .include:
      isMissing =
        PredefinedVariables.persisted.contains(name) || PredefinedVariables.ofRunner.contains(name)
        || name.hasPrefix("CI_RUNNER_") || name.hasPrefix("CI_JOB_") || name.hasPrefix("CI_NODE_")
        || name.hasPrefix("CI_ENVIRONMENT_") || name.hasPrefix("GITLAB_USER_")
        || [
          "CI_PIPELINE_CREATED_AT", "CI_PIPELINE_NAME", "CI_PIPELINE_TRIGGERED",
          "CI_TRIGGER_SHORT_TOKEN",
        ].contains(name)
    case .workflow:
      isMissing =
        PredefinedVariables.persisted.contains(name) || PredefinedVariables.ofRunner.contains(name)
        || name.hasPrefix("CI_RUNNER_") || context.removes(name)
        || name.hasPrefix("CI_ENVIRONMENT_")
        || ["CI_PIPELINE_CREATED_AT", "CI_PIPELINE_NAME", "CI_NODE_INDEX"].contains(name)
    case .seed:
      isMissing =
        PredefinedVariables.persisted.contains(name) || PredefinedVariables.ofRunner.contains(name)
        || name.hasPrefix("CI_RUNNER_")
        || ["CI_PIPELINE_CREATED_AT", "CI_PIPELINE_NAME"].contains(name)
    case .scoped:
      isMissing =
        PredefinedVariables.persisted.contains(name) || PredefinedVariables.ofRunner.contains(name)
    case .job: isMissing = false
    }
    return isMissing ? .null : nil
  }

  // MARK: The job

  private func jobValue(_ name: String) -> ConditionValue? {
    switch name {
    case "CI_JOB_NAME": return job.name.map(ConditionValue.string) ?? some(name)
    case "CI_JOB_NAME_SLUG":
      return job.name.map { .string(Self.slug($0)) } ?? some(name)
    case "CI_JOB_GROUP_NAME":
      return job.name.map { .string(Self.groupName(of: $0)) } ?? some(name)
    case "CI_JOB_STAGE": return job.stage.map(ConditionValue.string) ?? some(name)
    case "CI_JOB_MANUAL": return job.isManual.map { $0 ? .string("true") : .null } ?? .unknown
    case "CI_NODE_TOTAL": return job.nodeTotal.map { .string(String($0)) } ?? some(name)
    case "CI_NODE_INDEX":
      guard job.isParallel else { return .null }
      return job.nodeIndex.map { .string(String($0)) } ?? some(name)
    case let name where name.hasPrefix("CI_ENVIRONMENT_"): return environment(name)
    default: return nil
    }
  }

  private func environment(_ name: String) -> ConditionValue {
    if case .none = job.environment { return .null }
    switch name {
    case "CI_ENVIRONMENT_NAME":
      guard case .named(let partial) = job.environment, let text = partial.text else {
        return some(name)
      }
      return .string(text)
    case "CI_ENVIRONMENT_ACTION": return .string(job.action)
    case "CI_ENVIRONMENT_TIER": return job.tier.map(ConditionValue.string) ?? some(name)
    case "CI_ENVIRONMENT_URL": return job.url.map(ConditionValue.string) ?? .null
    default: return known(name)
    }
  }

  // MARK: The pipeline

  private func pipelineValue(_ name: String) -> ConditionValue? {
    switch name {
    case "CI", "GITLAB_CI": .string("true")
    case "CI_SERVER": .string("yes")
    case "CI_SERVER_NAME": .string("GitLab")
    case "CI_TEMPLATE_REGISTRY_HOST": .string("registry.gitlab.com")
    case "CI_PIPELINE_SOURCE": .string(scenario.source)
    case "CI_DEFAULT_BRANCH": project.defaultBranch.map(ConditionValue.string) ?? defaultName
    case "CI_DEFAULT_BRANCH_SLUG":
      project.defaultBranch.map { .string(Self.slug($0)) } ?? some(name)
    case "CI_COMMIT_BRANCH": isBranch ? refName : .null
    case "CI_COMMIT_TAG": scenario.isTag ? refName : .null
    case "CI_COMMIT_REF_NAME": refName
    case "CI_COMMIT_REF_SLUG":
      (scenario.refName ?? project.defaultBranch).map { .string(Self.slug($0)) }
        ?? some("CI_DEFAULT_BRANCH_SLUG")
    case "CI_COMMIT_REF_PROTECTED":
      project.isProtected(scenario).map { .string($0 ? "true" : "false") } ?? some(name)
    case "CI_COMMIT_MESSAGE_IS_TRUNCATED": .oneOf(["false", "true"])
    case "CI_COMMIT_TAG_MESSAGE": scenario.isTag ? .unknown : .null
    case "CI_PIPELINE_SCHEDULE_DESCRIPTION": scenario.source == "schedule" ? some(name) : .null
    case "CI_PIPELINE_TRIGGERED", "CI_TRIGGER_SHORT_TOKEN":
      scenario.source == "trigger"
        ? name == "CI_PIPELINE_TRIGGERED" ? .string("true") : some(name) : .null
    case "CHAT_CHANNEL", "CHAT_INPUT", "CHAT_USER_ID":
      scenario.source == "chat" ? some(name) : .null
    case "CI_RELEASE_NAME", "CI_RELEASE_DESCRIPTION": scenario.isTag ? .unknown : .null
    case "TRIGGER_PAYLOAD": scenario.source == "trigger" ? .unknown : .null
    case "CI_OPEN_MERGE_REQUESTS": scenario.isTag ? .null : .unknown
    // A cluster or an agent sets it.
    case "KUBECONFIG": context == .include ? .null : .unknown
    default: nil
    }
  }

  private var isBranch: Bool { !scenario.isTag && scenario.mergeRequest == nil }

  private var refName: ConditionValue {
    guard let name = scenario.refName ?? project.defaultBranch else { return defaultName }
    return .string(name)
  }

  /// The default branch by any name: it is the default branch, and no other one is.
  private var defaultName: ConditionValue {
    let others = Scenario.builtIn(defaultBranch: nil).compactMap(\.refName)
    return .named("CI_DEFAULT_BRANCH", isNot: others)
  }

  /// A value that is there, not blank, and known only when the pipeline runs.
  private func some(_ name: String) -> ConditionValue {
    .named(name, isNot: [])
  }

  /// The value of a variable that nothing more is known of.
  private func known(_ name: String) -> ConditionValue {
    PredefinedVariables.isAlwaysSet(name) ? some(name) : .unknown
  }

  private func mergeRequest(_ name: String) -> ConditionValue {
    guard let request = scenario.mergeRequest else { return .null }
    switch name {
    case "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": return refName
    case "CI_MERGE_REQUEST_TARGET_BRANCH_NAME":
      return project.defaultBranch.map(ConditionValue.string) ?? defaultName
    case "CI_MERGE_REQUEST_TARGET_BRANCH_PROTECTED":
      return project.isProtected(.defaultBranch(project.defaultBranch))
        .map { .string($0 ? "true" : "false") } ?? some(name)
    case "CI_MERGE_REQUEST_SOURCE_BRANCH_PROTECTED":
      guard request == .sameProject else { return some(name) }
      return project.isProtected(scenario.ref).map { .string($0 ? "true" : "false") } ?? some(name)
    case "CI_MERGE_REQUEST_PROJECT_PATH":
      return project.path.map(ConditionValue.string) ?? some("CI_PROJECT_PATH")
    case "CI_MERGE_REQUEST_PROJECT_ID":
      return projectValue("CI_PROJECT_ID") ?? some("CI_PROJECT_ID")
    case "CI_MERGE_REQUEST_PROJECT_URL":
      return projectValue("CI_PROJECT_URL") ?? some("CI_PROJECT_URL")
    case "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": return ofSource("CI_PROJECT_ID", name, request)
    case "CI_MERGE_REQUEST_SOURCE_PROJECT_PATH":
      guard request == .fork, let path = project.path else {
        return ofSource("CI_PROJECT_PATH", name, request)
      }
      return .string(Self.fork(of: path))
    case "CI_MERGE_REQUEST_SOURCE_PROJECT_URL": return ofSource("CI_PROJECT_URL", name, request)
    // Which one depends on the project's settings.
    case "CI_MERGE_REQUEST_EVENT_TYPE":
      return .oneOf(["detached", "merged_result", "merge_train"])
    case "CI_MERGE_REQUEST_DESCRIPTION_IS_TRUNCATED", "CI_MERGE_REQUEST_DRAFT",
      "CI_MERGE_REQUEST_SQUASH_ON_MERGE":
      return .oneOf(["false", "true"])
    default: return known(name)
    }
  }

  /// A fact of the source project: that of the project, or in a fork certainly another one.
  private func ofSource(
    _ own: String,
    _ name: String,
    _ request: Scenario.MergeRequest
  ) -> ConditionValue {
    let value = projectValue(own) ?? some(own)
    guard request == .fork else { return value }
    guard case .string(let text) = value else { return .named(name, isNot: ["$\(own)"]) }
    return .named(name, isNot: [text])
  }

  /// The path of a fork: in a namespace of its own, under the same name.
  package static func fork(of path: String) -> String {
    "fork/\(path.split(separator: "/").last ?? "")"
  }

  // MARK: Project and server

  private func projectValue(_ name: String) -> ConditionValue? {
    switch name {
    case "CI_PROJECT_ID": return project.id.map { .string(String($0)) } ?? some(name)
    case "CI_CONFIG_PATH": return project.rootFile.map(ConditionValue.string) ?? some(name)
    default: break
    }
    guard let path = project.path else { return nil }
    let parts = path.split(separator: "/").map(String.init)
    switch name {
    case "CI_PROJECT_PATH": return .string(path)
    case "CI_PROJECT_NAME": return parts.last.map(ConditionValue.string)
    case "CI_PROJECT_NAMESPACE": return .string(parts.dropLast().joined(separator: "/"))
    case "CI_PROJECT_NAMESPACE_SLUG":
      return .string(Self.slug(parts.dropLast().joined(separator: "/")))
    case "CI_PROJECT_ROOT_NAMESPACE": return parts.first.map(ConditionValue.string)
    case "CI_PROJECT_PATH_SLUG": return .string(Self.slug(path))
    case "CI_PROJECT_URL": return project.serverURL.map { .string("\($0)/\(path)") }
    default: return nil
    }
  }

  private func serverValue(_ name: String) -> ConditionValue? {
    guard let url = project.serverURL else { return nil }
    let parts = url.split(separator: "/").map(String.init)
    guard parts.count > 1 else { return nil }
    let host = parts[1].split(separator: ":").map(String.init)
    switch name {
    case "CI_SERVER_URL": return .string(url)
    case "CI_SERVER_FQDN": return .string(parts[1...].joined(separator: "/"))
    case "CI_SERVER_HOST": return host.first.map(ConditionValue.string)
    case "CI_SERVER_PROTOCOL": return .string(String(parts[0].dropLast()))
    case "CI_SERVER_PORT":
      return .string(host.count > 1 ? host[1] : parts[0] == "http:" ? "80" : "443")
    case "CI_API_V4_URL": return .string("\(url)/api/v4")
    case "CI_API_GRAPHQL_URL": return .string("\(url)/api/graphql")
    default: return nil
    }
  }

  /// The name of a job without what distinguishes the parallel jobs of one.
  ///
  /// Source: GitLab 18.9, `lib/gitlab/utils/job.rb`.
  private static func groupName(of name: String) -> String {
    guard let range = parallelEnding?.firstMatch(in: name) else { return ASCII.trimmed(name) }
    return ASCII.trimmed(String(name[..<range.lowerBound] + name[range.upperBound...]))
  }

  private static let parallelEnding = try? Pattern(
    #"(?:[\x08\s:]+(?:\[.*\]|\d+[\s:/\\]+\d+)){1,3}\s*\z"#
  )

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
