import Evidence
import Findings
import Linting
import RuleEngine

/// The rules that a check runs: its options override the configurations.
struct CheckSelection {
  private let selected: [String]
  private let ignored: [String]
  private var settings: [(rule: String, setting: RuleSelection.Setting)] = []
  private var suppressions = SuppressionOptions()

  /// The selection of a call.
  ///
  /// - Parameters:
  ///   - options: The options of the call.
  ///   - workspaces: The repository with each of its configurations.
  /// - Throws: That there is no such rule or severity.
  init(_ options: CheckOptions, _ workspaces: [Workspace]) throws(UsageError) {
    let rules = workspaces.flatMap(\.rules)
    selected = try RuleSelectors(options.select, among: rules).texts
    ignored = try RuleSelectors(options.ignore, among: rules).texts
    suppressions.areHonoured = !options.noIgnores
    suppressions.requiresReason = options.requireReasons
    for text in options.severity { settings += try Self.settings(text, rules) }
  }

  /// The linter of a configuration.
  ///
  /// - Throws: That a rule cannot be prepared.
  func linter(_ workspace: Workspace) throws(UsageError) -> Linter {
    var selection = workspace.selection()
    selection.selected = selected
    selection.ignored = ignored
    for (rule, setting) in settings {
      selection.settings[rule] = setting
      selection.pinned.insert(rule)
    }
    return try workspace.linter(selection, suppressions: suppressions)
  }

  /// The severity of a rule, or of all whose IDs begin alike, as `RULE=LEVEL`.
  private static func settings(
    _ text: String,
    _ rules: [RuleDefinition]
  ) throws(UsageError) -> [(rule: String, setting: RuleSelection.Setting)] {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2 else {
      throw UsageError(message: "--severity takes RULE=LEVEL, not \(text)")
    }
    let isOne = { (rule: RuleDefinition) in rule.id == parts[0] || rule.name == parts[0] }
    let named = rules.filter { isOne($0) || RuleGroup.contains($0.id, in: parts[0]) }
    guard !named.isEmpty else {
      throw .unknownRule(parts[0], among: rules)
    }
    if parts[1] == "off" { return named.map { ($0.id, .off) } }
    guard let severity = Severity(rawValue: parts[1]) else {
      throw UsageError(message: "\(parts[1]) is not a severity: error, warning, info or off")
    }
    return named.map { ($0.id, isOne($0) ? .severity(severity) : .severityIfOn(severity)) }
  }
}
