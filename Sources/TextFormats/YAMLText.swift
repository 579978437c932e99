/// JSON written as YAML in block style, for people.
package struct YAMLText {
  /// Texts that some reader of YAML takes for a truth value, a number or nothing.
  private static let words: Set<String> = [
    "y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf",
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
  private mutating func value(depth: Int, isNested: Bool) {
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): collection(until: UInt8(ascii: "}"), depth, isNested)
    case UInt8(ascii: "["): collection(until: UInt8(ascii: "]"), depth, isNested)
    default: text += "\(isNested ? " " : "")\(scalar())\n"
    }
  }

  private mutating func collection(until end: UInt8, _ depth: Int, _ isNested: Bool) {
    let isObject = end == UInt8(ascii: "}")
    index += 1
    skipSpace()
    if next == end {
      index += 1
      text += "\(isNested ? " " : "")\(isObject ? "{}" : "[]")\n"
      return
    }
    if isNested { text += "\n" }
    repeat {
      skipSpace()
      text += String(repeating: "  ", count: depth)
      if isObject {
        text += "\(scalar()):"
        skipSpace()
        index += 1
      } else {
        text += "-"
      }
      value(depth: depth + 1, isNested: true)
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
    let plain = quoted.dropFirst().dropLast()
    return String(decoding: Self.isPlain(plain) ? plain : quoted, as: UTF8.self)
  }

  /// Whether no reader of YAML takes an unquoted text for anything but itself.
  private static func isPlain(_ text: ArraySlice<UInt8>) -> Bool {
    guard let first = text.first, first == UInt8(ascii: "_") || ASCII.isLetter(first) else {
      return false
    }
    let others = Set("_-./".utf8)
    return text.allSatisfy { ASCII.isLetter($0) || ASCII.isDigit($0) || others.contains($0) }
      && !words.contains(String(decoding: text, as: UTF8.self).lowercased())
  }

  private mutating func skipSpace() {
    while next == UInt8(ascii: " ") || next == UInt8(ascii: "\n") { index += 1 }
  }
}
