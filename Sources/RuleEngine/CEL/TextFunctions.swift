/// Functions over texts, character by character where a character is a Unicode scalar: the
/// language knows no grapheme clusters.
enum TextFunctions {
  static func contains(_ text: String, _ needle: String) -> Bool {
    let needle = Array(needle.utf8)
    guard !needle.isEmpty else { return true }
    return occurrences(of: needle, in: Array(text.utf8), limit: 1).count > 0
  }

  static func replace(_ text: String, _ old: String, with new: String, limit: Int) -> Value {
    let limit = limit < 0 ? Int.max : limit
    if old.isEmpty { return insert(new, between: text, limit: limit) }
    let bytes = Array(text.utf8)
    let needle = Array(old.utf8)
    let places = occurrences(of: needle, in: bytes, limit: limit)
    let size = bytes.count + places.count * (new.utf8.count - needle.count)
    guard size <= Frame.sizeLimit else { return .error("the text becomes too long") }
    var result: [UInt8] = []
    var start = 0
    for place in places {
      result += bytes[start..<place]
      result += Array(new.utf8)
      start = place + needle.count
    }
    return .string(String(decoding: result + bytes[start...], as: UTF8.self))
  }

  /// Replacing the empty text puts the new one in front of every character and at the end.
  private static func insert(_ new: String, between text: String, limit: Int) -> Value {
    guard (text.utf8.count + 1) * (new.utf8.count + 1) <= Frame.sizeLimit else {
      return .error("the text becomes too long")
    }
    var result = ""
    var count = 0
    for scalar in text.unicodeScalars {
      if count < limit { result += new }
      count += 1
      result.unicodeScalars.append(scalar)
    }
    return .string(count < limit ? result + new : result)
  }

  static func split(_ text: String, _ separator: String, limit: Int) -> Value {
    if limit == 0 { return .list([]) }
    let most = limit < 0 ? Int.max : limit - 1
    if separator.isEmpty {
      let scalars = Array(text.unicodeScalars)
      let head = scalars.prefix(most).map { Value.string(String($0)) }
      guard scalars.count > most else { return .list(head) }
      var rest = ""
      rest.unicodeScalars.append(contentsOf: scalars[most...])
      return .list(head + [.string(rest)])
    }
    let bytes = Array(text.utf8)
    let needle = Array(separator.utf8)
    var parts: [Value] = []
    var start = 0
    for place in occurrences(of: needle, in: bytes, limit: most) {
      parts.append(.string(String(decoding: bytes[start..<place], as: UTF8.self)))
      start = place + needle.count
    }
    return .list(parts + [.string(String(decoding: bytes[start...], as: UTF8.self))])
  }

  static func lowerASCII(_ text: String) -> String {
    String(decoding: text.utf8.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }, as: UTF8.self)
  }

  static func upperASCII(_ text: String) -> String {
    String(decoding: text.utf8.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }, as: UTF8.self)
  }

  static func trim(_ text: String) -> String {
    var scalars = text.unicodeScalars[...]
    while scalars.first?.properties.isWhitespace ?? false { scalars.removeFirst() }
    while scalars.last?.properties.isWhitespace ?? false { scalars.removeLast() }
    return String(scalars)
  }

  /// Where a text occurs, from left to right, without overlaps.
  private static func occurrences(
    of needle: [UInt8], in bytes: [UInt8], limit: Int
  ) -> [Int] {
    var places: [Int] = []
    var index = 0
    while index + needle.count <= bytes.count, places.count < limit {
      if bytes[index] == needle[0], bytes[index..<index + needle.count].elementsEqual(needle) {
        places.append(index)
        index += needle.count
      } else {
        index += 1
      }
    }
    return places
  }
}

/// The conversions between types (language definition: Type Conversions).
enum Conversions {
  static func string(_ value: Value) -> Value {
    switch value {
    case .string: return value
    case .int(let value): return .string("\(value)")
    case .uint(let value): return .string("\(value)")
    case .bool(let value): return .string("\(value)")
    case .double(let value):
      // 1.0 prints as "1", as the language's other implementations do.
      return .string(value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)")
    case .bytes(let bytes):
      return String(validating: bytes, as: UTF8.self).map(Value.string) ?? .error("invalid UTF-8")
    default: return .error("no such overload")
    }
  }

  static func int(_ value: Value) -> Value {
    switch value {
    case .int: return value
    case .uint(let value): return Int64(exactly: value).map(Value.int) ?? .error("integer overflow")
    case .double(let value):
      guard value > -0x1p63, value < 0x1p63 else { return .error("integer overflow") }
      return .int(Int64(value))
    case .string(let text): return Int64(text).map(Value.int) ?? .error("no integer: \(text)")
    default: return .error("no such overload")
    }
  }

  static func uint(_ value: Value) -> Value {
    switch value {
    case .uint: return value
    case .int(let value):
      return UInt64(exactly: value).map(Value.uint) ?? .error("integer overflow")
    case .double(let value):
      guard value > -1, value < 0x1p64 else { return .error("integer overflow") }
      return .uint(UInt64(value))
    case .string(let text): return UInt64(text).map(Value.uint) ?? .error("no integer: \(text)")
    default: return .error("no such overload")
    }
  }

  static func double(_ value: Value) -> Value {
    switch value {
    case .double: return value
    case .int(let value): return .double(Double(value))
    case .uint(let value): return .double(Double(value))
    case .string(let text): return Double(text).map(Value.double) ?? .error("no number: \(text)")
    default: return .error("no such overload")
    }
  }

  static func bool(_ value: Value) -> Value {
    switch value {
    case .bool: return value
    case .string("1"), .string("t"), .string("true"), .string("TRUE"), .string("True"):
      return .bool(true)
    case .string("0"), .string("f"), .string("false"), .string("FALSE"), .string("False"):
      return .bool(false)
    default: return .error("no such overload")
    }
  }

  static func bytes(_ value: Value) -> Value {
    switch value {
    case .bytes: return value
    case .string(let text): return .bytes(Array(text.utf8))
    default: return .error("no such overload")
    }
  }
}
