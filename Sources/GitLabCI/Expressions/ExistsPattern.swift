import Files
import RegularExpressions

/// A pattern of `rules:exists`: Ruby's `File.fnmatch?` for paths, with dot files and braces.
///
/// `*` and `?` stay inside one folder, `**/` is any folders or none, `[a-z]` and `[^a]` are one
/// character, `{a,b}` is either, and a backslash takes the meaning off the next character.
/// Source: GitLab, `lib/gitlab/ci/build/rules/rule/clause/exists.rb`.
struct ExistsPattern {
  /// More alternatives than this are not written out.
  private static let expansionLimit = 200
  /// The steps of a wildcard that take as long as one character of a pattern with braces.
  private static let stepsPerCharacter = 16

  /// An alternative of the braces.
  private struct Alternative {
    /// The bytes before the first wildcard, with which nearly all paths differ.
    let prefix: [UInt8]
    let pattern: Pattern
  }

  private let alternatives: [Alternative]

  /// Reads a pattern; nil when its braces stand for too many, or when that takes more than the run
  /// may spend.
  init?(_ text: String, within budget: Budget) {
    guard let texts = Self.expanded(Array(text.unicodeScalars), within: budget) else {
      return nil
    }
    var alternatives: [Alternative] = []
    for alternative in texts {
      // A pattern that fnmatch cannot read matches nothing.
      guard let expression = Self.expression(alternative) else { continue }
      guard let pattern = try? Pattern(expression, options: .dotMatchesNewline),
        budget.spend(pattern.compilationWork, on: .patternSteps)
      else { return nil }
      alternatives.append(Alternative(prefix: Self.prefix(alternative), pattern: pattern))
    }
    self.alternatives = alternatives
  }

  /// Whether a whole path matches; not when that takes more than the run may spend.
  func matches(_ path: String, within budget: Budget) -> Bool {
    guard budget.spend(alternatives.count, on: .patternSteps) else { return false }
    return alternatives.contains { alternative in
      path.utf8.starts(with: alternative.prefix)
        && alternative.pattern.wholeMatch(path, within: budget)
    }
  }

  /// The bytes of a pattern without braces before its first wildcard.
  private static func prefix(_ text: [Unicode.Scalar]) -> [UInt8] {
    let literal = text.prefix { !"*?[\\".unicodeScalars.contains($0) }
    return Array(String(String.UnicodeScalarView(literal)).utf8)
  }

  /// Whether a pattern is a plain path.
  static func isPlain(_ text: String) -> Bool {
    !text.contains { "*?[{".contains($0) }
  }

  /// Whether only files outside all folders can match a pattern, so that GitLab compares no others.
  static func isTopLevel(_ text: String) -> Bool {
    !text.utf8.contains(UInt8(ascii: "/")) && !text.contains("**")
  }

  /// The ending of the files that a pattern such as `**/*.tf` matches; nil for other patterns.
  ///
  /// GitLab does not count these as comparisons.
  static func ending(_ text: String) -> String? {
    let nested = "**/*"
    guard text.hasPrefix(nested) else { return nil }
    let ending = String(text.dropFirst(nested.count))
    return ending.hasPrefix(".") && isPlain(ending) && isTopLevel(ending) ? ending : nil
  }

  // MARK: Braces

  /// The texts that the braces of a pattern stand for.
  private static func expanded(
    _ text: [Unicode.Scalar],
    within budget: Budget
  ) -> [[Unicode.Scalar]]? {
    guard text.contains("{") else { return [text] }
    guard budget.spend(stepsPerCharacter * text.count, on: .wildcardSteps) else { return nil }
    guard let braces = braces(in: text) else { return [text] }
    // Ruby gives up a pattern with a brace that is not closed.
    guard let end = braces.end else { return [] }
    var result: [[Unicode.Scalar]] = []
    for choice in braces.choices {
      let whole = text[..<braces.start] + choice + text[(end + 1)...]
      guard let rest = expanded(Array(whole), within: budget) else { return nil }
      result += rest
      guard result.count <= expansionLimit else { return nil }
    }
    return result
  }

  private struct Braces {
    var start: Int
    /// Nil when they are not closed.
    var end: Int?
    var choices: [[Unicode.Scalar]]
  }

  /// The first braces, with the texts between their own commas.
  private static func braces(in text: [Unicode.Scalar]) -> Braces? {
    var depth = 0
    var start = 0
    var choices: [[Unicode.Scalar]] = [[]]
    var index = 0
    while index < text.count {
      let character = text[index]
      let isEscaped = character == "\\" && index + 1 < text.count
      if character == "{" {
        depth += 1
        if depth == 1 {
          start = index
          choices = [[]]
          index += 1
          continue
        }
      } else if character == "}", depth > 0 {
        depth -= 1
        if depth == 0 { return Braces(start: start, end: index, choices: choices) }
      } else if character == ",", depth == 1 {
        choices.append([])
        index += 1
        continue
      }
      if depth > 0 { choices[choices.count - 1] += text[index...(isEscaped ? index + 1 : index)] }
      index += isEscaped ? 2 : 1
    }
    return depth > 0 ? Braces(start: start, end: nil, choices: []) : nil
  }

  // MARK: Characters

  /// A pattern without braces as a regular expression; nil when a bracket is not closed.
  private static func expression(_ text: [Unicode.Scalar]) -> String? {
    var result = ""
    var index = 0
    var isSegmentStart = true
    while index < text.count {
      let character = text[index]
      if isSegmentStart, text[index...].starts(with: "**/".unicodeScalars) {
        result += "(?:[^/]*/)*"
        index += 3
        continue
      }
      isSegmentStart = character == "/"
      switch character {
      case "*": result += "[^/]*"
      case "?": result += "[^/]"
      case "[":
        guard let (set, end) = bracket(text, at: index) else { return nil }
        result += set
        index = end
      case "\\":
        index += 1
        if index < text.count { result += quoted(text[index]) }
      default: result += quoted(character)
      }
      index += 1
    }
    return result
  }

  /// A bracket as a set of RE2 that never holds a slash, and the index of its end; nil for one that no
  /// character is in.
  private static func bracket(_ text: [Unicode.Scalar], at start: Int) -> (String, Int)? {
    var index = start + 1
    let isNegated = index < text.count && (text[index] == "!" || text[index] == "^")
    if isNegated { index += 1 }
    var members = ""
    while index < text.count, text[index] != "]" {
      guard let first = member(text, &index) else { return nil }
      var last = first
      if index + 1 < text.count, text[index] == "-", text[index + 1] != "]" {
        index += 1
        guard let end = member(text, &index) else { return nil }
        last = end
      }
      if first <= last { members += set(first...last) }
    }
    guard index < text.count, isNegated || !members.isEmpty else { return nil }
    return (isNegated ? "[^/\(members)]" : "[\(members)]", index)
  }

  /// The next character of a bracket; a backslash takes the meaning off it.
  private static func member(_ text: [Unicode.Scalar], _ index: inout Int) -> Unicode.Scalar? {
    if text[index] == "\\" { index += 1 }
    guard index < text.count else { return nil }
    defer { index += 1 }
    return text[index]
  }

  /// Characters without the slash, as a part of a set of RE2.
  private static func set(_ range: ClosedRange<Unicode.Scalar>) -> String {
    let (first, last) = (range.lowerBound, range.upperBound)
    guard range.contains("/") else {
      return first == last ? quoted(first) : "\(quoted(first))-\(quoted(last))"
    }
    return (first < "/" ? set(first...".") : "") + (last > "/" ? set("0"...last) : "")
  }

  private static func quoted(_ character: Unicode.Scalar) -> String {
    "\\.+*?()|[]{}^$-&~".unicodeScalars.contains(character) ? "\\\(character)" : String(character)
  }
}
