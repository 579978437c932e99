/// The type of a value in a file.
///
/// The schemas of `.akvlint.yml` and of exports are values of this type, which one reader walks.
package indirect enum SettingType: Sendable {
  /// Text of some form.
  case text(TextFormat)
  /// True or false.
  case flag
  /// A whole number.
  case integer
  /// Text or a whole number, which is read as its decimal text: what GitLab takes as the value of
  /// a variable.
  case variableValue
  /// Anything.
  case anything
  /// A list with elements of one type.
  case list(SettingType)
  /// A mapping with known keys.
  case group(SettingGroup)
  /// A mapping with any keys of some form, and values of one type.
  case table(keys: TextFormat, values: SettingType)
  /// One of several, distinguished by their YAML kinds, groups by their required keys.
  case oneOf([SettingType])

  /// The expectation, in words that follow "must be ".
  var words: String {
    switch self {
    case .text: "text"
    case .flag: "true or false"
    case .integer: "a whole number"
    case .variableValue: "text or a whole number"
    case .anything: "anything"
    case .list: "a list"
    case .group, .table: "a mapping"
    case .oneOf(let types):
      types.map(\.words).reduce(into: [String]()) { words, word in
        if !words.contains(word) { words.append(word) }
      }.joined(separator: " or ")
    }
  }
}

/// A mapping with known keys.
package struct SettingGroup: Sendable {
  /// Its name in messages: `an identity`.
  package let name: String
  /// Its keys.
  package let keys: [Setting]
  /// Whether other keys are let pass, unless they look like a known one misspelt: services add
  /// keys to their answers, so exports would otherwise break with each release.
  package let allowsOtherKeys: Bool

  /// A group.
  package init(_ name: String, allowsOtherKeys: Bool = false, _ keys: [Setting]) {
    self.name = name
    self.keys = keys
    self.allowsOtherKeys = allowsOtherKeys
  }
}

/// One key of a mapping.
package struct Setting: Sendable {
  /// The key.
  package let key: String
  /// The type of its value; null equals omitting an optional key.
  package let type: SettingType
  /// Whether it must be there.
  package let isRequired: Bool
  /// Its meaning, in one sentence.
  package let summary: String

  /// A key.
  package init(_ key: String, _ type: SettingType, required: Bool = false, _ summary: String) {
    self.key = key
    self.type = type
    isRequired = required
    self.summary = summary
  }
}
