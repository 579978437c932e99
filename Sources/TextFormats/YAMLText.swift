/// JSON written as YAML in block style, for people.
package struct YAMLText {
  /// Texts that some reader of YAML takes for a truth value, a number or nothing.
  private static let words: Set<String> = [
    "y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", ".nan", ".inf",
  ]

  private let bytes: [UInt8]
  private var index = 0
  private var text = ""

  private init(_ json: String) {
    bytes = Array(json.utf8)
  }

  /// Rewrites a JSON document.
  ///
  /// - Parameter json: A valid document, such as `JSONText` writes.
  /// - Returns: The same values in the same order, as YAML.
  package static func render(json: String) -> String {
    var writer = Self(json)
    writer.value(depth: 0, isNested: false)
    return writer.text
  }

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  /// Rewrites the next value.
  ///
  /// - Parameters:
  ///   - depth: The number of collections around it.
  ///   - isNested: Whether something is before it on the line.
  ///   - isItem: Whether that is the dash of a list, after which a mapping can begin.
  private mutating func value(depth: Int, isNested: Bool, isItem: Bool = false) {
    skipSpace()
    switch next {
    case UInt8(ascii: "\""): string(depth: depth, isNested: isNested)
    case UInt8(ascii: "{"): collection(until: UInt8(ascii: "}"), depth, isNested, isItem)
    case UInt8(ascii: "["): collection(until: UInt8(ascii: "]"), depth, isNested, isItem)
    default: text += "\(isNested ? " " : "")\(scalar())\n"
    }
  }

  /// Rewrites a text; one of several lines as a literal block where it can be one.
  private mutating func string(depth: Int, isNested: Bool) {
    let start = index
    let text = scalar()
    guard isNested, let lines = Self.lines(bytes[start..<index]) else {
      self.text += "\(isNested ? " " : "")\(text)\n"
      return
    }
    let breaks = lines.reversed().prefix { $0.isEmpty }.count
    self.text += breaks == 0 ? " |-\n" : breaks == 1 ? " |\n" : " |+\n"
    for line in lines.dropLast(breaks > 0 ? 1 : 0) {
      self.text += line.isEmpty ? "\n" : String(repeating: "  ", count: depth) + line + "\n"
    }
  }

  /// The lines of a quoted text; nil when it has only one, or characters that a block cannot hold.
  private static func lines(_ quoted: ArraySlice<UInt8>) -> [String]? {
    let lines = String(decoding: quoted.dropFirst().dropLast(), as: UTF8.self)
      .replacing("\\\\", with: "\u{0}").replacing("\\\"", with: "\"")
      .replacing("\\t", with: "\t").split(separator: "\\n", omittingEmptySubsequences: false)
    guard lines.count > 1, lines[0].first.map({ $0 != " " && $0 != "\t" }) ?? false,
      lines.allSatisfy({ !$0.contains("\\") && $0.unicodeScalars.allSatisfy(isPrintable) })
    else { return nil }
    return lines.map { String($0).replacing("\u{0}", with: "\\") }
  }

  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\t" || scalar == "\u{0}" || (" "..."~").contains(scalar)
      || scalar.value > 0xA0
        && ![0x2028, 0x2029, 0xFEFF].contains(scalar.value)
  }

  private mutating func collection(
    until end: UInt8,
    _ depth: Int,
    _ isNested: Bool,
    _ isItem: Bool
  ) {
    let isObject = end == UInt8(ascii: "}")
    index += 1
    skipSpace()
    if next == end {
      index += 1
      text += "\(isNested ? " " : "")\(isObject ? "{}" : "[]")\n"
      return
    }
    if isNested, !isItem { text += "\n" }
    var isFirst = isItem
    repeat {
      skipSpace()
      text += isFirst ? " " : String(repeating: "  ", count: depth)
      isFirst = false
      if isObject {
        text += "\(scalar()):"
        skipSpace()
        index += 1
      } else {
        text += "-"
      }
      value(depth: depth + 1, isNested: true, isItem: !isObject)
      skipSpace()
      index += 1
    } while index <= bytes.count && bytes[index - 1] == UInt8(ascii: ",")
  }

  /// A text, number or word; a text that YAML could read as something else stays in quotes.
  private mutating func scalar() -> String {
    let start = index
    guard next == UInt8(ascii: "\"") else {
      let end = Set(",]}: \n".utf8)
      while let byte = next, !end.contains(byte) { index += 1 }
      return String(decoding: bytes[start..<index], as: UTF8.self)
    }
    index += 1
    while let byte = next, byte != UInt8(ascii: "\"") {
      index += byte == UInt8(ascii: "\\") ? 2 : 1
    }
    index = min(index + 1, bytes.count)
    let quoted = bytes[start..<index]
    let text = String(decoding: quoted.dropFirst().dropLast(), as: UTF8.self)
      .replacing("\\\"", with: "\"")
    return Self.isPlain(text) ? text : String(decoding: quoted, as: UTF8.self)
  }

  /// Whether no reader of YAML takes an unquoted text for anything but itself.
  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.utf8.first, text.utf8.last != UInt8(ascii: " "), !text.hasSuffix(":"),
      ASCII.isLetter(first) || "_/$".utf8.contains(first) || startsWithDot(text)
    else { return false }
    return !text.contains(": ") && !text.contains(" #") && !words.contains(text.lowercased())
      && text.utf8.allSatisfy { (0x20..<0x7F).contains($0) && $0 != UInt8(ascii: "\\") }
  }

  /// Whether a text begins like the name of a hidden job or a path, and not like a number.
  private static func startsWithDot(_ text: String) -> Bool {
    let second = text.utf8.dropFirst().first
    return text.hasPrefix(".")
      && second.map { ASCII.isLetter($0) || $0 == UInt8(ascii: "/") } ?? false
  }

  private mutating func skipSpace() {
    while next == UInt8(ascii: " ") || next == UInt8(ascii: "\n") { index += 1 }
  }
}
