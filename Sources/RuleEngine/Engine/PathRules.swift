import Evidence
import Files
import Findings

/// The settings of rules for some files.
struct PathRules: Sendable {
  /// The settings for the files of a pattern.
  struct Entry {
    let pattern: PathPattern
    /// IDs of the rules that are off; `all` for all of them.
    let ignored: Set<String>
    /// Settings by rule ID.
    var rules: [String: Configuration.RuleSetting]
  }

  private(set) var entries: [Entry]

  /// The settings that a configuration has.
  ///
  /// - Parameters:
  ///   - settings: The settings, in their order.
  ///   - pinned: IDs of rules whose severity the command line sets, for all files.
  ///   - named: IDs of rules that the command line selects by their own names.
  init(
    _ settings: [Configuration.PathSetting],
    pinned: Set<String> = [],
    named: Set<String> = []
  ) {
    entries = settings.map { setting in
      var rules = setting.rules
      for id in pinned { rules[id]?.severity = nil }
      for id in pinned.union(named) { rules[id]?.isOff = false }
      return Entry(
        pattern: PathPattern(include: setting.match),
        ignored: Set(setting.ignore).subtracting(pinned).subtracting(named),
        rules: rules
      )
    }
  }

  /// Whether a rule that is off is on for some files.
  func turnsOn(_ rule: String) -> Bool {
    entries.contains { $0.rules[rule].map { $0.severity != nil && !$0.isOfGroup } ?? false }
  }

  /// The severity of a rule in a file; nil when it is off there.
  ///
  /// - Parameters:
  ///   - rule: The rule's ID.
  ///   - path: The file.
  ///   - general: Its severity in other files; nil when it is off there.
  ///   - budget: Takes what matching costs.
  /// - Returns: The severity.
  func severity(
    of rule: String,
    at path: String,
    general: Severity?,
    within budget: Budget
  ) -> Severity? {
    var severity = general
    for entry in entries {
      let isIgnored = entry.ignored.contains("all") || entry.ignored.contains(rule)
      let setting = entry.rules[rule]
      guard isIgnored || setting?.hasLevel ?? false,
        entry.pattern.matches(path, within: budget)
      else { continue }
      if isIgnored { return nil }
      guard let setting else { continue }
      if setting.isOff {
        severity = nil
      } else if general != nil || !setting.isOfGroup {
        severity = setting.severity.flatMap(Severity.init(rawValue:)) ?? severity
      }
    }
    return severity
  }

  /// The variants of a rule; nil when its parameters are the same in all files.
  func variants(of rule: RuleDefinition, severity: Severity) -> RuleVariants? {
    let own = entries.compactMap { entry -> RuleVariants.Entry? in
      guard let params = entry.rules[rule.id]?.params, !params.isEmpty else { return nil }
      return RuleVariants.Entry(pattern: entry.pattern, params: params.mapValues(\.value))
    }
    return own.isEmpty ? nil : RuleVariants(rule, severity: severity, entries: own)
  }
}
