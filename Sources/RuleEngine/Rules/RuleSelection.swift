package import Evidence
package import Findings

/// Which rules run, and how severe they are.
package struct RuleSelection: Sendable {
  /// The setting of one rule in the configuration or on the command line.
  package enum Setting: Hashable, Sendable {
    case off
    /// The severity, with which the rule runs in any profile.
    case severity(Severity)
    /// The severity if the rule runs anyway: that of a group of rules.
    case severityIfOn(Severity)

    /// The setting of a configuration; nil when it sets neither.
    package init?(_ setting: Configuration.RuleSetting) {
      if setting.isOff {
        self = .off
      } else if let severity = setting.severity.flatMap(Severity.init(rawValue:)) {
        self = setting.isOfGroup ? .severityIfOn(severity) : .severity(severity)
      } else {
        return nil
      }
    }
  }

  /// The profile whose rules run when none are selected: the strict one has the recommended ones.
  package var profile = RuleDefinition.Profile.recommended
  /// Selectors of the only rules to run; empty for those of the profile.
  package var selected: [String] = []
  /// Selectors of rules not to run.
  package var ignored: [String] = []
  /// Settings by rule ID.
  package var settings: [String: Setting] = [:]
  /// IDs of the rules whose setting counts for all files.
  package var pinned: Set<String> = []

  /// The recommended rules with their own severities.
  package init() {}

  /// The severity with which a rule runs; nil when it does not.
  package func severity(of rule: RuleDefinition) -> Severity? {
    guard admits(rule) else { return nil }
    var isOn = !selected.isEmpty || rule.profile == .recommended || profile == .strict
    var severity = rule.severity
    switch settings[rule.id] {
    case .off where names(rule) && !pinned.contains(rule.id): isOn = true
    case .off: return nil
    case .severity(let own):
      isOn = true
      severity = own
    case .severityIfOn(let own): severity = own
    case nil: break
    }
    return isOn ? severity : nil
  }

  /// Whether a rule is among those that may run at all.
  func admits(_ rule: RuleDefinition) -> Bool {
    !ignored.contains { Self.matches($0, rule) }
      && (selected.isEmpty || selected.contains { Self.matches($0, rule) })
  }

  /// Whether a rule is selected by its own ID or name: no configuration turns it off then.
  func names(_ rule: RuleDefinition) -> Bool {
    selected.contains(rule.id) || selected.contains(rule.name)
  }

  /// Whether a selector names a rule: its ID or name, the beginning of its ID (`AKV2`), a
  /// profile, or `all`.
  package static func matches(_ selector: String, _ rule: RuleDefinition) -> Bool {
    selector == rule.name || selector == rule.id || selector == "all"
      || selector == rule.profile.rawValue || RuleGroup.contains(rule.id, in: selector)
  }
}
