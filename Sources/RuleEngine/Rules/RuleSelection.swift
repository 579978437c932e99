package import Findings

/// Which rules run, and how severe they are.
package struct RuleSelection: Sendable {
  /// The setting of one rule in the configuration or on the command line.
  package enum Setting: Hashable, Sendable {
    case off
    case severity(Severity)
  }

  /// The profile whose rules run when none are selected: the strict one has the recommended ones.
  package var profile = RuleDefinition.Profile.recommended
  /// Selectors of the only rules to run; empty for those of the profile.
  package var selected: [String] = []
  /// Selectors of rules not to run.
  package var ignored: [String] = []
  /// Settings by rule ID.
  package var settings: [String: Setting] = [:]

  /// The recommended rules with their own severities.
  package init() {}

  /// The severity with which a rule runs; nil when it does not.
  package func severity(of rule: RuleDefinition) -> Severity? {
    if ignored.contains(where: { Self.matches($0, rule) }) { return nil }
    let setting = settings[rule.id]
    if setting == .off { return nil }
    let isOn =
      selected.isEmpty
      ? rule.profile == .recommended || profile == .strict || setting != nil
      : selected.contains { Self.matches($0, rule) }
    guard isOn else { return nil }
    if case .severity(let severity)? = setting { return severity }
    return rule.severity
  }

  /// Whether a selector names a rule: its ID or name, the beginning of its ID (`AKV2`), a
  /// profile, or `all`.
  package static func matches(_ selector: String, _ rule: RuleDefinition) -> Bool {
    selector == rule.name || selector == rule.id || selector == "all"
      || selector == rule.profile.rawValue
      || (selector.hasPrefix("AKV") && rule.id.hasPrefix(selector))
  }
}
