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

  /// Nothing is known.
  package init() {}

  /// A variable's value in a condition.
  func value(_ name: String) -> ConditionValue {
    if let value = values[name] { return .string(value) }
    let isUndefined = isClosed && !others.contains(name) && !PredefinedVariables.contains(name)
    return isUndefined ? .null : .unknown
  }

  /// A text with its variables put in, undefined ones as nothing; nil when that is not known.
  func expanded(_ text: String) -> String? {
    VariableReference.expanding(text) { name in
      switch value(name) {
      case .string(let text): text
      case .null: ""
      default: nil
      }
    }
  }
}
