import TextFormats

/// Compares a file's values with its schema.
///
/// Reports unknown, missing and mistyped values with their positions, and continues to find the
/// next one.
package struct SchemaReader {
  /// The file, by the path that is shown.
  package let path: String
  /// The IDs and names of all rules.
  package let rules: [String]
  /// The problems found so far.
  package private(set) var problems: [ConfigurationProblem] = []

  /// A reader of one file.
  package init(path: String, rules: [String] = []) {
    self.path = path
    self.rules = rules
  }

  /// More problems than these are not reported: a file that has them is not what it should be.
  private static let problemLimit = 100
  /// The maximum length of a name or a value in a message.
  private static let messageLimit = 1_000
  /// The maximum number of unknown keys that are compared with ours, in a file that may have any.
  private static let guessLimit = 1_000

  private var guesses = 0
  /// Whether further problems are not reported.
  private var isFull: Bool { problems.count > Self.problemLimit }

  /// Adds a problem.
  package mutating func report(_ message: String, at place: DocumentLocation) {
    guard problems.count <= Self.problemLimit else { return }
    var message = TerminalText.prefix(of: message, Self.messageLimit)
    if problems.count == Self.problemLimit {
      message = "there are more than \(Self.problemLimit) mistakes; the others are not shown"
    }
    problems.append(ConfigurationProblem(path: path, place: place, message: message))
  }

  /// Reads the valid parts of a value.
  ///
  /// - Parameters:
  ///   - value: The value.
  ///   - type: Its schema.
  ///   - what: The owner of the value, as messages name it.
  /// - Returns: The value without the parts that are problems; nil when nothing is left.
  package mutating func read(
    _ value: DocumentValue,
    as type: SettingType,
    of what: String
  ) -> DocumentValue? {
    switch type {
    case .anything: return value
    case .text(let format): return text(value, format, what)
    case .flag where value.bool != nil: return value
    case .integer where value.integer != nil: return value
    case .variableValue:
      if value.text != nil { return value }
      guard case .integer(let digits) = value.content else { break }
      return DocumentValue(content: .text(digits), place: value.place)
    case .list(let type):
      guard case .list(let elements) = value.content else { break }
      return DocumentValue(
        content: .list(
          elements.compactMap { isFull ? nil : read($0, as: type, of: "each entry of \(what)") }
        ),
        place: value.place
      )
    case .group(let group):
      guard case .mapping(let members) = value.content else {
        report("\(group.name) must be a mapping, not \(value.kindWords)", at: value.place)
        return nil
      }
      return read(members, at: value.place, as: group)
    case .table(let keys, let values):
      guard case .mapping(let members) = value.content else { break }
      return table(members, at: value.place, keys, values, what)
    case .oneOf(let types):
      guard let type = choose(among: types, for: value) else { break }
      return read(value, as: type, of: what)
    case .flag, .integer: break
    }
    reportType(value, type, what)
    return nil
  }

  private mutating func reportType(_ value: DocumentValue, _ type: SettingType, _ what: String) {
    let quotes =
      switch (type, value.content) {
      case (.text, .bool), (.text, .number), (.text, .integer), (.variableValue, .bool),
        (.variableValue, .number):
        "; put it in quotes"
      default: ""
      }
    report("\(what) must be \(type.words), not \(value.kindWords)\(quotes)", at: value.place)
  }

  private mutating func text(
    _ value: DocumentValue,
    _ format: TextFormat,
    _ what: String
  ) -> DocumentValue? {
    guard let text = Self.text(of: value, format) else {
      reportType(value, .text(format), what)
      return nil
    }
    if let problem = format.problem(with: text, of: what, rules: rules, beside: problems.count) {
      report(problem, at: value.place)
      return nil
    }
    return DocumentValue(content: .text(text), place: value.place)
  }

  /// `off` without quotes is a boolean to YAML 1.1, and a severity to everybody else.
  private static func text(of value: DocumentValue, _ format: TextFormat) -> String? {
    if case .severity = format, case .bool(false, let written) = value.content,
      written.lowercased() == "off"
    {
      return "off"
    }
    return value.text
  }

  // MARK: Mappings

  private mutating func read(
    _ members: [DocumentMember],
    at place: DocumentLocation,
    as group: SettingGroup
  ) -> DocumentValue {
    var read: [DocumentMember] = []
    var misspelt: Set<String> = []
    let given = Set(members.lazy.map(\.key))
    let missing = group.keys.map(\.key).filter { !given.contains($0) }
    for member in members where !isFull {
      guard let setting = group.keys.first(where: { $0.key == member.key }) else {
        if let meant = reportUnknown(member, missing, in: group) { misspelt.insert(meant) }
        continue
      }
      guard !member.value.isNull else { continue }
      let what = "\"\(setting.key)\""
      guard let value = self.read(member.value, as: setting.type, of: what) else { continue }
      read.append(DocumentMember(key: member.key, keyPlace: member.keyPlace, value: value))
    }
    for setting in group.keys where setting.isRequired && !misspelt.contains(setting.key) {
      let value = members.first { $0.key == setting.key }?.value
      if value?.isNull ?? true { report("\(group.name) needs \"\(setting.key)\"", at: place) }
    }
    return DocumentValue(content: .mapping(read), place: place)
  }

  /// Reports an unknown key.
  ///
  /// - Returns: The missing key that was probably meant.
  private mutating func reportUnknown(
    _ member: DocumentMember,
    _ missing: [String],
    in group: SettingGroup
  ) -> String? {
    guesses += 1
    if group.allowsOtherKeys, guesses > Self.guessLimit { return nil }
    let meant = Spelling.closest(to: member.key, among: missing, beside: problems.count)
    if group.allowsOtherKeys, meant == nil { return nil }
    let hint =
      meant == nil
      ? "; it knows \(group.keys.map(\.key).joined(separator: ", "))" : Spelling.suggestion(meant)
    report("unknown key \"\(member.key)\" in \(group.name)\(hint)", at: member.keyPlace)
    return meant
  }

  private mutating func table(
    _ members: [DocumentMember],
    at place: DocumentLocation,
    _ keys: TextFormat,
    _ values: SettingType,
    _ what: String
  ) -> DocumentValue {
    var read: [DocumentMember] = []
    for member in members where !isFull {
      let key = "each key of \(what)"
      if let problem = keys.problem(with: member.key, of: key, rules: rules, beside: problems.count)
      {
        report(problem, at: member.keyPlace)
        continue
      }
      let what = "\"\(member.key)\""
      guard let value = self.read(member.value, as: values, of: what) else { continue }
      read.append(DocumentMember(key: member.key, keyPlace: member.keyPlace, value: value))
    }
    return DocumentValue(content: .mapping(read), place: place)
  }

  // MARK: Alternatives

  private func choose(among types: [SettingType], for value: DocumentValue) -> SettingType? {
    let fitting = types.filter { type in
      switch type {
      case .text(let format): Self.text(of: value, format) != nil
      case .list:
        if case .list = value.content { true } else { false }
      case .group:
        if case .mapping = value.content { true } else { false }
      default: false
      }
    }
    let complete = fitting.first { type in
      guard case .group(let group) = type else { return true }
      return group.keys.allSatisfy { !$0.isRequired || value[$0.key] != nil }
    }
    return complete ?? fitting.last
  }
}
