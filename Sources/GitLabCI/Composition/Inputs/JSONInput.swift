import YAMLSyntax

/// Values of inputs that are given as JSON in a text: `"[1, 2]"`, `" 7 "`, `"true"`.
///
/// Source: GitLab 18.9, `lib/ci/inputs/base_input.rb`, `lib/gitlab/json.rb`, and what Oj 3.16 takes
/// in the mode `rails` (`ext/oj/parse.c`): comments before the end of the value, and control characters
/// in strings.
struct JSONInput {
  /// More levels than this no input needs.
  private static let depthLimit = 100

  private var rest: Substring.UTF8View
  private let location: Location
  /// Whether it holds a number whose text in Ruby is not modelled.
  private var isUnknown = false

  /// The value that a text is in JSON; nil when it is not JSON.
  static func value(_ text: String, at location: Location, in tree: inout NodeTree) -> NodeID? {
    // To Oj, which is written in C, a NUL ends the text.
    let bytes = text[...].utf8.prefix { $0 != 0 }
    var reader = Self(rest: bytes, location: location)
    guard let value = reader.value(&tree, depth: 0) else { return nil }
    reader.skipWhiteSpace()
    guard reader.rest.isEmpty else { return nil }
    return reader.isUnknown ? tree.makeUnknown(at: location) : value
  }

  private init(rest: Substring.UTF8View, location: Location) {
    self.rest = rest
    self.location = location
  }

  private mutating func skipWhiteSpace() {
    rest = rest.drop { " \t\n\r\u{C}".utf8.contains($0) }
  }

  /// Skips what may be between the parts of a value.
  private mutating func skipSpace() {
    skipWhiteSpace()
    while skipComment() { skipWhiteSpace() }
  }

  private mutating func skipComment() -> Bool {
    if take(word: "//") {
      rest = rest.drop { !"\n\r\u{C}".utf8.contains($0) }
      return true
    }
    guard take(word: "/*") else { return false }
    while !rest.isEmpty, !take(word: "*/") { rest.removeFirst() }
    return true
  }

  private mutating func take(_ byte: Unicode.Scalar) -> Bool {
    skipSpace()
    guard rest.first == UInt8(ascii: byte) else { return false }
    rest.removeFirst()
    return true
  }

  private mutating func take(word: StaticString) -> Bool {
    guard rest.starts(with: word.description.utf8) else { return false }
    rest = rest.dropFirst(word.utf8CodeUnitCount)
    return true
  }

  private mutating func value(_ tree: inout NodeTree, depth: Int) -> NodeID? {
    guard depth < Self.depthLimit else { return nil }
    skipSpace()
    switch rest.first {
    case UInt8(ascii: "["): return array(&tree, depth)
    case UInt8(ascii: "{"): return object(&tree, depth)
    case UInt8(ascii: "\""): return string().map { tree.makeScalar($0, at: location) }
    default: break
    }
    for word: StaticString in ["true", "false"] where take(word: word) {
      return tree.makeScalar(word.description, kind: .bool, at: location)
    }
    if take(word: "null") { return tree.makeScalar("", kind: .null, at: location) }
    switch JSONNumber.read(&rest) {
    case .integer(let text)?: return tree.makeScalar(text, kind: .int, at: location)
    case .float(let text)?: return tree.makeScalar(text, kind: .float, at: location)
    case .decimal?:
      isUnknown = true
      return tree.makeUnknown(at: location)
    case nil: return nil
    }
  }

  private mutating func array(_ tree: inout NodeTree, _ depth: Int) -> NodeID? {
    guard take("[") else { return nil }
    var items: [Item] = []
    if take("]") { return tree.makeSequence(items, at: location) }
    repeat {
      guard let value = value(&tree, depth: depth + 1) else { return nil }
      items.append(Item(value: value))
    } while take(",")
    return take("]") ? tree.makeSequence(items, at: location) : nil
  }

  private mutating func object(_ tree: inout NodeTree, _ depth: Int) -> NodeID? {
    guard take("{") else { return nil }
    var entries: [Entry] = []
    if take("}") { return tree.makeMapping(entries, at: location) }
    repeat {
      skipSpace()
      guard let name = string(), take(":"), let value = value(&tree, depth: depth + 1) else {
        return nil
      }
      let key = tree.makeScalar(name, at: location)
      let entry = Entry(key: tree.symbol(ofKey: key), keyNode: key, value: value)
      if let place = entries.firstIndex(where: { $0.key == entry.key }) {
        entries[place] = entry
      } else {
        entries.append(entry)
      }
    } while take(",")
    return take("}") ? tree.makeMapping(entries, at: location) : nil
  }

  private mutating func string() -> String? {
    guard rest.first == UInt8(ascii: "\"") else { return nil }
    rest.removeFirst()
    var result: [UInt8] = []
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: result, as: UTF8.self)
      case UInt8(ascii: "\\"):
        guard let escape = rest.popFirst(), append(escape, to: &result) else { return nil }
      default: result.append(byte)
      }
    }
    return nil
  }

  private mutating func append(_ escape: UInt8, to result: inout [UInt8]) -> Bool {
    switch escape {
    case UInt8(ascii: "b"): result.append(0x08)
    case UInt8(ascii: "f"): result.append(0x0C)
    case UInt8(ascii: "n"): result.append(0x0A)
    case UInt8(ascii: "r"): result.append(0x0D)
    case UInt8(ascii: "t"): result.append(0x09)
    case UInt8(ascii: "u"):
      guard let scalar = codePoint() else { return false }
      result += String(Character(scalar)).utf8
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(escape)
    default: return false
    }
    return true
  }

  /// The character of a `\u`; a surrogate needs another escape after it, whatever that one is.
  private mutating func codePoint() -> Unicode.Scalar? {
    guard let code = hexadecimal() else { return nil }
    guard (0xD800...0xDFFF).contains(code) else { return Unicode.Scalar(code) }
    guard take(word: "\\u"), let low = hexadecimal() else { return nil }
    return Unicode.Scalar(0x10000 + ((code - 0xD800) & 0x3FF) << 10 + (low &- 0xDC00) & 0x3FF)
  }

  private mutating func hexadecimal() -> UInt32? {
    let digits = rest.prefix(4)
    guard digits.count == 4,
      digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let code = UInt32(Substring(digits), radix: 16)
    else { return nil }
    rest = rest.dropFirst(4)
    return code
  }
}
