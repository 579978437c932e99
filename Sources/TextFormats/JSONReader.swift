/// Reads JSON as RFC 8259 defines it: each byte once, to a limited depth.
struct JSONReader {
  /// The maximum nesting of arrays and objects.
  private static let depthLimit = 512

  private enum Text {
    case valid(String)
    /// A text that is not UTF-8, or with half of a surrogate pair.
    case unreadable
  }

  private let bytes: [UInt8]
  private var index = 0
  private var depth = 0
  /// Counts lines and columns; nil when they are not needed.
  private var counter: JSONPlaceCounter?
  /// The place of the value that was read last.
  private(set) var place = JSONPlace()

  /// A reader of UTF-8.
  ///
  /// - Parameters:
  ///   - bytes: The document.
  ///   - keepsPlaces: Whether `place` is needed afterwards.
  init(_ bytes: [UInt8], keepsPlaces: Bool = false) {
    self.bytes = bytes
    counter = keepsPlaces ? JSONPlaceCounter() : nil
  }

  /// The value of the document; nil when it is not valid JSON.
  mutating func document() -> JSONValue? {
    guard let value = value() else { return nil }
    skipBlanks()
    return index == bytes.count ? value : nil
  }

  private mutating func value() -> JSONValue? {
    skipBlanks()
    guard let start = counter?.place(of: index, in: bytes) else { return bareValue() }
    place = JSONPlace()
    let value = bareValue()
    place.line = start.line
    place.column = start.column
    return value
  }

  private mutating func bareValue() -> JSONValue? {
    switch byte {
    case UInt8(ascii: "{"): return nested { $0.object() }
    case UInt8(ascii: "["): return nested { $0.list() }
    case UInt8(ascii: "\""):
      guard let text = text() else { return nil }
      if case .valid(let text) = text { return .text(text) }
      return .unreadable
    case UInt8(ascii: "t"): return takeWord("true") ? .bool(true) : nil
    case UInt8(ascii: "f"): return takeWord("false") ? .bool(false) : nil
    case UInt8(ascii: "n"): return takeWord("null") ? .null : nil
    default: return number()
    }
  }

  // MARK: Bytes

  private var byte: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard byte == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  private mutating func takeWord(_ word: String) -> Bool {
    guard bytes[index...].starts(with: word.utf8) else { return false }
    index += word.utf8.count
    return true
  }

  private mutating func skipBlanks() {
    while let byte, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { index += 1 }
  }

  // MARK: Arrays and objects

  private mutating func nested(_ read: (inout Self) -> JSONValue?) -> JSONValue? {
    guard depth < Self.depthLimit else { return nil }
    depth += 1
    index += 1
    defer { depth -= 1 }
    return read(&self)
  }

  private mutating func list() -> JSONValue? {
    var elements: [JSONValue] = []
    var places: [JSONPlace] = []
    skipBlanks()
    if take("]") { return .list(elements) }
    repeat {
      guard let element = value() else { return nil }
      elements.append(element)
      if counter != nil { places.append(place) }
      skipBlanks()
    } while take(",")
    place = JSONPlace(elements: places)
    return take("]") ? .list(elements) : nil
  }

  /// An object; of members with the same name the first counts.
  private mutating func object() -> JSONValue? {
    var members: [String: JSONValue] = [:]
    var places: [String: JSONPlace] = [:]
    var isReadable = true
    skipBlanks()
    if take("}") { return .mapping(members) }
    repeat {
      skipBlanks()
      guard byte == UInt8(ascii: "\""), let name = text() else { return nil }
      skipBlanks()
      guard take(":"), let value = value() else { return nil }
      if case .valid(let name) = name {
        if members[name] == nil {
          members[name] = value
          if counter != nil { places[name] = place }
        }
      } else {
        isReadable = false
      }
      skipBlanks()
    } while take(",")
    guard take("}") else { return nil }
    place = JSONPlace(members: places)
    return isReadable ? .mapping(members) : .unreadable
  }

  // MARK: Texts

  /// The text whose quote is the next byte; nil when it is not closed or not valid.
  private mutating func text() -> Text? {
    index += 1
    let start = index
    while let byte {
      switch byte {
      case UInt8(ascii: "\""):
        index += 1
        return Self.text(bytes[start..<index - 1])
      case UInt8(ascii: "\\"): return escapedText(from: start)
      case ..<0x20: return nil
      default: index += 1
      }
    }
    return nil
  }

  private static func text(_ bytes: some Collection<UInt8>) -> Text {
    String(validating: bytes, as: UTF8.self).map(Text.valid) ?? .unreadable
  }

  private mutating func escapedText(from start: Int) -> Text? {
    var result = Array(bytes[start..<index])
    var isReadable = true
    while let byte {
      index += 1
      switch byte {
      case UInt8(ascii: "\""): return isReadable ? Self.text(result) : .unreadable
      case UInt8(ascii: "\\"):
        guard let escape = escape() else { return nil }
        if let scalar = Unicode.Scalar(escape) {
          result += Array(String(scalar).utf8)
        } else {
          isReadable = false
        }
      case ..<0x20: return nil
      default: result.append(byte)
      }
    }
    return nil
  }

  /// The code point after a backslash, a surrogate when it has no other half; nil when it is not
  /// valid.
  private mutating func escape() -> UInt32? {
    guard let byte else { return nil }
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return UInt32(byte)
    case UInt8(ascii: "b"): return 0x08
    case UInt8(ascii: "f"): return 0x0C
    case UInt8(ascii: "n"): return 0x0A
    case UInt8(ascii: "r"): return 0x0D
    case UInt8(ascii: "t"): return 0x09
    case UInt8(ascii: "u"): break
    default: return nil
    }
    guard let unit = unit() else { return nil }
    let place = index
    guard (0xD800..<0xDC00).contains(unit), takeWord("\\u") else { return unit }
    guard let low = self.unit() else { return nil }
    if (0xDC00..<0xE000).contains(low) { return 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00) }
    index = place
    return unit
  }

  /// Four hexadecimal digits.
  private mutating func unit() -> UInt32? {
    let digits = bytes[index...].prefix(4)
    let isNumber =
      digits.count == 4 && digits.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
    guard isNumber else { return nil }
    index += 4
    return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
  }

  // MARK: Numbers

  private mutating func number() -> JSONValue? {
    let start = index
    _ = take("-")
    let first = index
    guard takeDigits(), bytes[first] != UInt8(ascii: "0") || index == first + 1 else { return nil }
    if take("."), !takeDigits() { return nil }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      guard takeDigits() else { return nil }
    }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    if let integer = Int(text) { return .integer(integer) }
    guard let number = Double(text), number.isFinite else { return .unreadable }
    return Int(exactly: number).map(JSONValue.integer) ?? .number(number)
  }

  /// Takes digits; whether there is one.
  private mutating func takeDigits() -> Bool {
    let start = index
    while let byte, byte &- UInt8(ascii: "0") < 10 { index += 1 }
    return index > start
  }
}
