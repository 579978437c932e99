package import Files
import RegularExpressions
package import YAMLSyntax

/// Decides `only` and `except`, and what holds for a job with none of them.
package struct RefPolicy {
  /// The refs of jobs without rules, unless the pipeline has `workflow:rules`.
  private static let defaultRefs = ["branches", "tags"]

  let tree: NodeTree
  let scenario: Scenario
  let project: ProjectFacts
  let budget: Budget
  /// Whether a job with no policy and no rules is included; nil when that is not known.
  private var includesByDefault: Bool?

  /// A policy.
  ///
  /// - Parameters:
  ///   - tree: The tree of the pipeline.
  ///   - scenario: The pipeline scenario.
  ///   - project: The known facts of the project.
  ///   - budget: The run's budget.
  package init(
    tree: NodeTree,
    scenario: Scenario,
    project: ProjectFacts,
    budget: Budget
  ) {
    self.tree = tree
    self.scenario = scenario
    self.project = project
    self.budget = budget
    includesByDefault = nil
    includesByDefault = any(Self.defaultRefs)
  }

  /// Whether a job without `rules` is included; nil when that is not known.
  ///
  /// - Parameters:
  ///   - job: The job's mapping.
  ///   - hasWorkflowRules: Whether the pipeline has `workflow:rules`, which drop the defaults.
  ///   - variable: The value of a variable when jobs are made.
  /// - Returns: All of `only` and none of `except` must hold.
  package func includes(
    _ job: NodeID,
    hasWorkflowRules: Bool,
    variable: @escaping (String) -> ConditionValue
  ) -> Bool? {
    let only = tree.present(.only, in: job)
    let except = tree.present(.except, in: job)
    if only == nil, except == nil { return hasWorkflowRules ? true : includesByDefault }
    var answers: [Bool?] = []
    if let only {
      answers.append(holds(only, isOnly: true, variable))
    } else if !hasWorkflowRules {
      answers.append(includesByDefault)
    }
    if let except { answers.append(holds(except, isOnly: false, variable).map { !$0 }) }
    if answers.contains(false) { return false }
    return answers.contains(nil) ? nil : true
  }

  /// A policy's specifications: all of `only` must hold, one of `except` is enough.
  private func holds(
    _ policy: NodeID,
    isOnly: Bool,
    _ variable: @escaping (String) -> ConditionValue
  ) -> Bool? {
    guard tree.kind(policy) == .mapping else { return any(texts(policy)) }
    var answers: [Bool?] = []
    if let refs = tree.present(.refs, in: policy) {
      answers.append(any(texts(refs)))
    } else if isOnly {
      answers.append(includesByDefault)
    }
    if let variables = tree.present(.variables, in: policy) {
      let conditions = texts(variables).map { text -> Bool? in
        guard let condition = try? Condition(text) else { return false }
        return condition.holds(variable: variable, budget: budget)
      }
      answers.append(Self.any(conditions))
    }
    if tree.present(.changes, in: policy) != nil {
      answers.append(scenario.mayHaveChanges ? nil : true)
    }
    if tree.present(.kubernetes, in: policy) != nil { answers.append(nil) }
    return isOnly ? Self.all(answers) : Self.any(answers)
  }

  private func texts(_ node: NodeID) -> [String] {
    guard tree.kind(node) == .sequence else { return [tree.rubyText(node)] }
    return tree.items(node).map { tree.rubyText($0.value) }
  }

  private func any(_ refs: [String]) -> Bool? {
    var isKnown = true
    for ref in refs {
      switch matches(ref) {
      case true?: return true
      case nil: isKnown = false
      case false?: break
      }
    }
    return isKnown ? false : nil
  }

  private static func any(_ answers: [Bool?]) -> Bool? {
    if answers.contains(true) { return true }
    return answers.contains(nil) ? nil : false
  }

  private static func all(_ answers: [Bool?]) -> Bool? {
    if answers.contains(false) { return false }
    return answers.contains(nil) ? nil : true
  }

  // MARK: Refs

  private func matches(_ written: String) -> Bool? {
    var pattern = written
    if let at = written.utf8.firstIndex(of: UInt8(ascii: "@")) {
      let path = String(written[written.index(after: at)...])
      guard let own = project.path else { return nil }
      guard own == path else { return false }
      pattern = String(written[..<at])
    }
    let isMergeRequest = scenario.mergeRequest != nil
    if pattern == "branches", !scenario.isTag, !isMergeRequest { return true }
    if pattern == "tags", scenario.isTag { return true }
    let source =
      scenario.source.hasSuffix("_event") ? String(scenario.source.dropLast(6)) : scenario.source
    if pattern == source || pattern == source + "s" || pattern == source + "es" { return true }
    // A name or a pattern is compared with the ref in branch and tag pipelines only.
    if isMergeRequest { return false }
    guard let ref = scenario.refName ?? project.defaultBranch else {
      return isKeyword(pattern) ? false : nil
    }
    if let pattern = try? RubyPattern(Array(pattern.utf8)[...]) {
      return pattern.pattern.matches(ref, within: budget)
    }
    return pattern == ref
  }

  /// Names of pipeline sources, which the default branch is not called.
  private func isKeyword(_ text: String) -> Bool {
    [
      "branches", "tags", "merge_requests", "schedules", "web", "api", "triggers", "pushes",
      "pipelines", "chat",
      "external", "external_pull_requests",
    ].contains(text)
  }
}
