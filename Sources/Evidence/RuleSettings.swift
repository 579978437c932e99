package import YAMLSyntax

extension Configuration {
  /// The setting of a rule.
  package struct RuleSetting: Hashable, Sendable {
    /// `error`, `warning` or `info`; nil when the configuration leaves it, or turns the rule off.
    package var severity: String?
    /// Whether the rule is turned off.
    package var isOff: Bool
    /// Whether severity or `off` are those of a group of rules (`AKV2`), which turns on no rule that
    /// is off.
    package var isOfGroup: Bool
    /// The rule's parameters, not compared with what the rule declares.
    package var params: [String: Parameter]
    /// The key as it is written: an ID, a name or the beginning of IDs.
    package var key: String
    /// The configuration that sets severity or `off`.
    package var path: String
    /// Where the key is.
    package var span: TextSpan
    /// The profile that holds it; nil outside profiles.
    package var profile: String?

    /// Whether it sets the rule's severity, or turns it off.
    package var hasLevel: Bool { severity != nil || isOff }

    /// The setting with what it leaves to a farther one.
    func inheriting(_ other: Self) -> Self {
      var setting = hasLevel ? self : other
      setting.params = other.params.merging(params) { _, own in own }
      return setting
    }
  }

  /// The value of a rule's parameter.
  package struct Parameter: Hashable, Sendable {
    /// The value, with its location.
    package let value: DocumentValue
    /// The configuration that sets it.
    package let path: String
  }

  /// Settings of rules for some files.
  package struct PathSetting: Hashable, Sendable {
    /// The files, as a pattern.
    package let match: String
    /// IDs of the rules that are off; `all` for all of them.
    package let ignore: [String]
    /// Settings by rule ID.
    package let rules: [String: RuleSetting]
    /// The configuration that holds them.
    package let path: String
    /// Where they are.
    package let span: TextSpan

    /// Settings for some files.
    package init(
      match: String,
      ignore: [String],
      rules: [String: RuleSetting] = [:],
      path: String = "",
      span: TextSpan = .fileStart
    ) {
      self.match = match
      self.ignore = ignore
      self.rules = rules
      self.path = path
      self.span = span
    }
  }

  /// A profile that a configuration defines.
  package struct Profile: Hashable, Sendable {
    /// The profile that it starts from.
    package let base: String
    /// Settings by rule ID.
    package let rules: [String: RuleSetting]
    /// The configuration that defines it.
    package let path: String
    /// Where the name of its base is, or its own name.
    package let span: TextSpan
  }

  /// The choice of a profile.
  package struct ProfileChoice: Hashable, Sendable {
    /// The name.
    package let name: String
    /// The configuration that chooses it.
    package let path: String
    /// Where the name is.
    package let span: TextSpan
  }
}

/// The beginning of rules' IDs as a name for all of them, such as `AKV2` or `SHOP`.
package enum RuleGroup {
  /// Whether a rule belongs to a group.
  ///
  /// - Parameters:
  ///   - id: The rule's ID.
  ///   - group: The beginning of an ID; it has to hold all letters before the ID's number, so that
  ///     a misspelt ID is not taken for a group.
  /// - Returns: Whether the ID begins like this.
  package static func contains(_ id: String, in group: String) -> Bool {
    guard id.hasPrefix(group), id != group else { return false }
    let letters = id.prefix { !($0.isASCII && $0.isNumber) }
    let stem = letters.count == id.count ? letters : letters.trimmingSeparators
    return group.count >= stem.count
  }
}

extension Substring {
  fileprivate var trimmingSeparators: Substring {
    var text = self
    while text.last == "-" || text.last == "_" { text.removeLast() }
    return text
  }
}
