import TextFormats

/// The required form of a text.
package enum TextFormat: Sendable {
  /// Any text.
  case any
  /// Any text that is not blank.
  case notBlank
  /// A GUID with dashes.
  case guid
  /// The URL of a GitLab instance.
  case instanceURL
  /// The full path of a GitLab project.
  case projectPath
  /// GitLab's version, at least major and minor.
  case gitLabVersion
  /// A path relative to the file that contains it.
  case relativePath
  /// The name of a CI/CD variable.
  case variableName
  /// The environments that get a CI/CD variable.
  case environmentScope
  /// A day such as `2026-11-23`.
  case day
  /// One of some words.
  case word([String])
  /// `error`, `warning`, `info` or `off`.
  case severity
  /// The ID or name of a rule, or the beginning of IDs.
  case rule
  /// The same, or `all`.
  case ruleOrAll

  /// The words that a severity may be.
  package static let severities = ["error", "warning", "info", "off"]

  /// The fault of a text, as a sentence.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - what: The owner of the value, such as `"client_id"`.
  ///   - rules: The IDs and names of all rules.
  ///   - count: The number of mistakes that are known beside this one.
  /// - Returns: nil when nothing is.
  func problem(
    with text: String,
    of what: String,
    rules: [String],
    beside count: Int
  ) -> String? {
    switch self {
    case .rule: Self.ruleProblem(text, rules, count)
    case .ruleOrAll: text == "all" ? nil : Self.ruleProblem(text, rules, count)
    default: problem(with: text).map { "\(what) \($0)" }
    }
  }

  private func problem(with text: String) -> String? {
    switch self {
    case .any, .rule, .ruleOrAll: return nil
    case .notBlank: return Self.isBlank(text) ? "must not be blank" : nil
    case .guid: return Self.guidProblem(text)
    case .instanceURL: return Self.instanceProblem(text)
    case .projectPath:
      return Self.isProjectPath(text)
        ? nil : "must be a project's full path such as group/project, not \"\(text)\""
    case .gitLabVersion:
      return Self.isVersion(text) ? nil : "must be a version such as 18.9, not \"\(text)\""
    case .relativePath:
      return Self.isRelativePath(text)
        ? nil : "must be a path relative to this file, not \"\(text)\""
    case .variableName:
      return (1...255).contains(text.utf8.count) && text.utf8.allSatisfy(Self.isWord)
        ? nil : "must be the name of a variable (letters, digits, _), not \"\(text)\""
    case .environmentScope:
      return !text.isEmpty && text.utf8.allSatisfy(Self.isScope)
        ? nil : "must be an environment's name or a pattern such as review/*, not \"\(text)\""
    case .day:
      return CalendarDay(text) == nil ? "must be a day such as 2026-11-23, not \"\(text)\"" : nil
    case .word(let words): return Self.choiceProblem(text, words)
    case .severity: return Self.choiceProblem(text, Self.severities)
    }
  }

  private static func guidProblem(_ text: String) -> String? {
    if GUID.isValid(text) { return nil }
    let hint = Spelling.suggestion(GUID.normalised(text))
    return "must be a GUID such as 11111111-2222-3333-4444-555555555555, not \"\(text)\"\(hint)"
  }

  /// It is compared with tokens' `iss` and with credentials, never called.
  private static func instanceProblem(_ text: String) -> String? {
    let scheme = ["https://", "http://"].first(where: text.hasPrefix)
    let rest = text.dropFirst(scheme?.count ?? 0)
    guard scheme != nil, let first = rest.first, first != "/",
      !rest.contains(where: { $0.isWhitespace || "?#@$\\".contains($0) })
    else { return "must be the instance's URL such as https://gitlab.com, not \"\(text)\"" }
    return nil
  }

  private static func choiceProblem(_ text: String, _ words: [String]) -> String? {
    if words.contains(text) { return nil }
    let hint = Spelling.suggestion(for: text, among: words)
    let list = words.dropLast().joined(separator: ", ") + " or " + (words.last ?? "")
    return "must be \(list), not \"\(text)\"\(hint)"
  }

  private static func ruleProblem(_ text: String, _ rules: [String], _ count: Int) -> String? {
    if rules.contains(where: { $0 == text || RuleGroup.contains($0, in: text) }) { return nil }
    guard count < Spelling.mistakeLimit else { return "unknown rule \"\(text)\"" }
    // Other IDs differ as little, and none of them is more likely meant.
    let isNumbered = rules.contains { withoutDigits($0) == withoutDigits(text) }
    let meant = isNumbered ? nil : Spelling.closest(to: text, among: rules)
    return "unknown rule \"\(text)\"\(Spelling.suggestion(meant))"
  }

  private static func withoutDigits(_ text: String) -> String {
    String(text.map { $0.isASCII && $0.isNumber ? "0" : $0 })
  }

  private static func isBlank(_ text: String) -> Bool {
    text.allSatisfy(\.isWhitespace)
  }

  private static func isProjectPath(_ text: String) -> Bool {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count >= 2
      && parts.allSatisfy { part in
        !part.isEmpty && part != "." && part != ".."
          && part.utf8.allSatisfy { isWord($0) || $0 == 0x2D || $0 == 0x2E }
      }
  }

  private static func isVersion(_ text: String) -> Bool {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, parts[0].utf8.allSatisfy(isDigit) else {
      return false
    }
    let rest = parts[1].utf8.drop(while: isDigit)
    guard rest.count < parts[1].utf8.count else { return false }
    return rest.isEmpty || rest.first == UInt8(ascii: ".") || rest.first == UInt8(ascii: "-")
  }

  private static func isRelativePath(_ text: String) -> Bool {
    !isBlank(text) && !text.hasPrefix("/") && !text.contains("://")
      && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte)
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    isDigit(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: "_")
  }

  /// Source: GitLab's pattern for environment scopes.
  private static func isScope(_ byte: UInt8) -> Bool {
    isWord(byte) || "/${}. -*".utf8.contains(byte)
  }
}
