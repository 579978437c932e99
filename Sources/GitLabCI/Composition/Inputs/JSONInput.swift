import RegularExpressions
import YAMLSyntax

/// Values of inputs that are given as JSON in a text: `"[1, 2]"`, `" 7 "`, `"true"`.
///
/// Source: GitLab 18.9, `lib/ci/inputs/base_input.rb`.
struct JSONInput {
  /// More levels than this no input needs.
  private static let depthLimit = 100

  private var rest: Substring.UTF8View
  private let location: Location

  /// The value that a text is in JSON; nil when it is not JSON.
  static func value(_ text: String, at location: Location, in tree: inout NodeTree) -> NodeID? {
    var reader = Self(rest: text[...].utf8, location: location)
    guard let value = reader.value(&tree, depth: 0) else { return nil }
    reader.skipSpace()
    return reader.rest.isEmpty ? value : nil
  }

  private mutating func skipSpace() {
    rest = rest.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
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
    return number(&tree)
  }

  private mutating func number(_ tree: inout NodeTree) -> NodeID? {
    let text = Substring(rest.prefix { "+-.0123456789eE".utf8.contains($0) })
    guard JSONNumber.isNumber(String(text)) else { return nil }
    rest = rest.dropFirst(text.utf8.count)
    let isWhole = text.utf8.allSatisfy { $0 != UInt8(ascii: ".") && $0 | 0x20 != 0x65 }
    return tree.makeScalar(String(text), kind: isWhole ? .int : .float, at: location)
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
      case 0..<0x20: return nil
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
      guard var code = hexadecimal() else { return false }
      if (0xD800..<0xDC00).contains(code), take(word: "\\u"), let low = hexadecimal() {
        code = 0x10000 + (code - 0xD800) << 10 + (low &- 0xDC00) & 0x3FF
      }
      result += String(Unicode.Scalar(code).map(Character.init) ?? "\u{FFFD}").utf8
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(escape)
    default: return false
    }
    return true
  }

  private mutating func hexadecimal() -> UInt32? {
    let digits = rest.prefix(4)
    guard digits.count == 4, let code = UInt32(Substring(digits), radix: 16) else { return nil }
    rest = rest.dropFirst(4)
    return code
  }
}

/// Numbers as JSON writes them.
enum JSONNumber {
  /// Whether a text is one.
  static func isNumber(_ text: String) -> Bool {
    pattern?.wholeMatch(text) ?? false
  }

  private static let pattern = try? Pattern("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?")
}
