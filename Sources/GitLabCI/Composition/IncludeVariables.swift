import ShellSyntax

/// The variables that an include's paths and rules see, as far as they are known before a run.
///
/// GitLab gives them those of the project, its groups and the instance with scope `*`, and the
/// predefined ones of the project and the pipeline; not those that the YAML defines.
package struct IncludeVariables: Sendable {
  /// The values that are known.
  package var values: [String: String] = [:]
  /// Variables that exist, their values not known or not the same in each run.
  package var others: Set<String> = []
  /// Whether there are no further variables in the project's settings.
  package var isClosed = false
  /// The run that is composed; nil for what holds in all runs.
  package var run: Run?

  /// The treatment of includes whose rules are undecided.
  package var undecided = Undecided.possible

  /// The treatment of includes whose rules are undecided.
  package enum Undecided: Sendable {
    /// Their files are read; what GitLab refuses in them is not certain.
    case possible
    /// They are left out, as in the runs in which their rules do not hold.
    case leftOut
    /// They are included, as in the runs in which their rules hold.
    case included
  }

  /// A run, as far as it decides about includes.
  package struct Run: Sendable {
    /// The pipeline scenario.
    package let scenario: Scenario
    /// The facts about the project.
    package let project: ProjectFacts

    /// A run.
    package init(scenario: Scenario, project: ProjectFacts) {
      self.scenario = scenario
      self.project = project
    }
  }

  /// The variables that have the same value in each pipeline.
  private static let constants = ["CI": "true", "GITLAB_CI": "true"]

  /// No facts.
  package init() {}

  /// A variable's value in a condition.
  func value(_ name: String) -> ConditionValue {
    if let value = values[name] ?? Self.constants[name] { return .string(value) }
    if others.contains(name) { return .unknown }
    if let run {
      let variables = ScenarioVariables(
        scenario: run.scenario,
        project: run.project,
        context: .include
      )
      if let value = variables.value(name) { return value }
    }
    let isUndefined = isClosed && !PredefinedVariables.contains(name)
    return isUndefined ? .null : .unknown
  }

  /// A text with expanded variables, undefined ones as nothing; nil when that is not known.
  func expanded(_ text: String) -> String? {
    VariableReference.expanding(text) { name in
      switch value(name) {
      case .string(let text): text
      case .null: ""
      default: nil
      }
    }
  }

  /// A text with the variables replaced whose values are known, and whether others are left in it.
  ///
  /// GitLab leaves those that do not exist.
  func expandedWhereKnown(_ text: String) -> (text: String, isOpen: Bool) {
    var isOpen = false
    let expanded = VariableReference.expandingReferences(text) { name in
      switch value(name) {
      case .string(let text): return text
      case .null: return nil
      default:
        isOpen = true
        return nil
      }
    }
    return (expanded, isOpen)
  }
}
