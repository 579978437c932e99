import RegularExpressions

/// A piece of an expression.
struct ConditionToken {
  enum Kind {
    case value(Condition.Value)
    case binary(Condition.Operator)
    case open
    case close
  }

  var kind: Kind
  var range: Range<Int>
}

/// Splits an expression into its pieces, in the order in which GitLab tries them.
struct ConditionLexer {
  /// GitLab's loop runs 100 times and needs the last round to see that nothing is left.
  private static let limit = 99

  private let text: ArraySlice<UInt8>
  private var position: Int

  init(_ text: ArraySlice<UInt8>) {
    self.text = text
    position = text.startIndex
  }

  /// All pieces.
  mutating func tokens() throws(ConditionError) -> [ConditionToken] {
    var tokens: [ConditionToken] = []
    skipSpaces()
    while position < text.endIndex {
      let start = position
      guard let kind = try token() else {
        throw error(start, "\"\(word(at: start))\" is not valid in a condition")
      }
      guard tokens.count < Self.limit else {
        throw error(start, "the condition has more than \(Self.limit) parts")
      }
      tokens.append(ConditionToken(kind: kind, range: offset(start)..<offset(position)))
      skipSpaces()
    }
    guard !tokens.isEmpty else { throw error(text.startIndex, "the condition is empty") }
    return tokens
  }

  private mutating func token() throws(ConditionError) -> ConditionToken.Kind? {
    switch text[position] {
    case UInt8(ascii: "("): return advance(1, .open)
    case UInt8(ascii: ")"): return advance(1, .close)
    case UInt8(ascii: "$"): return dollar()
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return string()
    case UInt8(ascii: "/"): return try pattern()
    default: break
    }
    if starts("null") { return advance(4, .value(.null)) }
    if starts("true"), isWordEnd(4) { return advance(4, .value(.boolean(true))) }
    if starts("false"), isWordEnd(5) { return advance(5, .value(.boolean(false))) }
    if starts("==") { return advance(2, .binary(.equals)) }
    if starts("=~") { return advance(2, .binary(.matches)) }
    if starts("!=") { return advance(2, .binary(.notEquals)) }
    if starts("!~") { return advance(2, .binary(.notMatches)) }
    if starts("&&") { return advance(2, .binary(.and)) }
    if starts("||") { return advance(2, .binary(.or)) }
    return nil
  }

  private mutating func dollar() -> ConditionToken.Kind? {
    if let input = input() { return .value(.input(input)) }
    let name = text[(position + 1)...].prefix(while: Self.isWord)
    guard !name.isEmpty else { return nil }
    position = name.endIndex
    return .value(.variable(String(decoding: name, as: UTF8.self)))
  }

  /// `$[[ inputs.NAME ]]`, which GitLab knows since 18.7.
  private mutating func input() -> String? {
    guard starts("$[[") else { return nil }
    var rest = text[(position + 3)...].drop(while: Self.isSpace)
    guard rest.starts(with: "inputs.".utf8) else { return nil }
    rest = rest.dropFirst(7)
    let name = rest.prefix { Self.isWord($0) || $0 == UInt8(ascii: "-") }
    rest = text[name.endIndex...].drop(while: Self.isSpace)
    guard !name.isEmpty, rest.starts(with: "]]".utf8) else { return nil }
    position = rest.startIndex + 2
    return String(decoding: name, as: UTF8.self)
  }

  private mutating func string() -> ConditionToken.Kind? {
    let quote = text[position]
    let rest = text[(position + 1)...]
    guard let end = rest.firstIndex(where: { $0 == quote || $0 == UInt8(ascii: "\n") }),
      text[end] == quote
    else { return nil }
    position = end + 1
    return .value(.string(String(decoding: rest[..<end], as: UTF8.self)))
  }

  private mutating func pattern() throws(ConditionError) -> ConditionToken.Kind? {
    guard let end = PatternScanner.end(in: text[position...]) else { return nil }
    let written = text[position..<end]
    var unescaped: [UInt8] = []
    for byte in written {
      // A slash that is escaped for GitLab is an ordinary character to RE2.
      if byte == UInt8(ascii: "/"), unescaped.last == UInt8(ascii: "\\") { unescaped.removeLast() }
      unescaped.append(byte)
    }
    do throws(PatternError) {
      guard let pattern = try RubyPattern(unescaped[...]) else { return nil }
      position = end
      return .value(.pattern(pattern))
    } catch {
      throw self.error(position, "the pattern is not valid: \(error.message)")
    }
  }

  // MARK: Characters

  private mutating func advance(
    _ count: Int,
    _ kind: ConditionToken.Kind
  ) -> ConditionToken.Kind {
    position += count
    return kind
  }

  private func starts(_ text: StaticString) -> Bool {
    self.text[position...].starts(with: text.description.utf8)
  }

  private func isWordEnd(_ distance: Int) -> Bool {
    let next = position + distance
    return next >= text.endIndex || !Self.isWord(text[next])
  }

  private mutating func skipSpaces() {
    position = text[position...].drop(while: Self.isSpace).startIndex
  }

  private func offset(_ index: Int) -> Int {
    index - text.startIndex
  }

  private func error(_ index: Int, _ message: String) -> ConditionError {
    ConditionError(offset: offset(index), message: message)
  }

  private func word(at index: Int) -> String {
    let rest = text[index...].prefix { !Self.isSpace($0) }
    return String(String(decoding: rest, as: UTF8.self).prefix(40))
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}

/// Finds the end of a pattern as the regular expression `/([^/]|\\/)+[^\\]/[ismU]*` does, which is
/// not the obvious place: `/a//` is one pattern, and `/a/` is none.
private enum PatternScanner {
  private static let slash = UInt8(ascii: "/")
  private static let backslash = UInt8(ascii: "\\")

  static func end(in text: ArraySlice<UInt8>) -> Int? {
    guard text.first == slash, text.count >= 4 else { return nil }
    let start = text.startIndex + 1
    // For each place, where the closing slash is when the repeated group has come that far; the
    // choice of the longer way before the shorter one is that of a backtracking matcher.
    var ends = [Int?](repeating: nil, count: text.count + 2)
    func reached(_ index: Int) -> Int? {
      ends[index - text.startIndex]
    }
    /// Where the character begins that a byte belongs to.
    func character(_ index: Int, in text: ArraySlice<UInt8>) -> Int {
      var index = index
      while index > start, text[index] & 0xC0 == 0x80 { index -= 1 }
      return index
    }
    for index in stride(from: text.endIndex - 1, through: start, by: -1) {
      let byte = text[index]
      let next = index + 1 < text.endIndex ? text[index + 1] : nil
      var end = byte == slash ? nil : reached(index + 1)
      if end == nil, byte == backslash, next == slash { end = reached(index + 2) }
      if end == nil, byte != backslash, next == slash, character(index, in: text) > start {
        end = index + 1
      }
      ends[index - text.startIndex] = end
    }
    guard let close = reached(start) else { return nil }
    let flags = text[(close + 1)...].prefix { "ismU".utf8.contains($0) }
    return flags.endIndex
  }
}
