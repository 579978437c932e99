import TextFormats

/// The functions of the strings extension that count in Unicode scalars.
enum TextPositions {
  static func call(
    _ function: StandardFunction,
    _ arguments: Arguments,
    _ evaluation: inout Evaluation
  ) -> Value {
    guard case .string(let text) = arguments.first else { return .noSuchOverload }
    // The scalars take four times as many bytes as the text.
    guard evaluation.spend(bytes: 4 * text.utf8.count) else { return Evaluation.exhausted }
    let scalars = Array(text.unicodeScalars)
    switch (function, arguments.second, arguments.third) {
    case (.charAt, .int(let index), _):
      guard let index = Int(exactly: index), (0...scalars.count).contains(index) else {
        return outOfRange(index)
      }
      return .string(index == scalars.count ? "" : String(scalars[index]))
    case (.substring, .int(let start), let end):
      return substring(scalars, start, end)
    case (.indexOf, .string(let part), .int(let start)):
      guard let start = Int(exactly: start), (0...scalars.count).contains(start) else {
        return outOfRange(start)
      }
      guard evaluation.spend(searching: text.utf8.count, for: part) else {
        return Evaluation.exhausted
      }
      return .int(firstIndex(of: part, in: scalars[start...]).map(Int64.init) ?? -1)
    case (.lastIndexOf, .string(let part), let start):
      return lastIndex(of: part, in: scalars, start, &evaluation)
    default: return .noSuchOverload
    }
  }

  private static func substring(_ text: [Unicode.Scalar], _ start: Int64, _ end: Value) -> Value {
    let upper: Int64
    switch end {
    case .null: upper = Int64(text.count)
    case .int(let value): upper = value
    default: return .noSuchOverload
    }
    guard (0...Int64(text.count)).contains(start) else { return outOfRange(start) }
    guard (start...Int64(text.count)).contains(upper) else { return outOfRange(upper) }
    return .string(string(text[Int(start)..<Int(upper)]))
  }

  private static func firstIndex(of part: String, in text: ArraySlice<Unicode.Scalar>) -> Int? {
    let bytes = string(text)
    guard let place = ByteText.places(of: part, in: bytes, limit: 1).first else { return nil }
    let before = bytes.utf8.prefix(place).count { $0 & 0xC0 != 0x80 }
    return text.startIndex + before
  }

  /// The last place at which a part begins, at a start or before it.
  private static func lastIndex(
    of part: String,
    in text: [Unicode.Scalar],
    _ start: Value,
    _ evaluation: inout Evaluation
  ) -> Value {
    var last = text.count
    if case .int(let index) = start {
      guard let index = Int(exactly: index), (0...text.count).contains(index) else {
        return outOfRange(index)
      }
      last = index
    } else if start != .null {
      return .noSuchOverload
    }
    guard evaluation.spend(8), evaluation.spend(searching: text.count, for: part) else {
      return Evaluation.exhausted
    }
    // The last one is the first one when both are read backwards.
    let reversedPart = Array(part.unicodeScalars.reversed())
    let end = min(last + reversedPart.count, text.count)
    let reversedText = Array(text[..<end].reversed())
    guard let place = firstIndex(of: string(reversedPart[...]), in: reversedText[...]) else {
      return .int(-1)
    }
    return .int(Int64(end - place - reversedPart.count))
  }

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    String(String.UnicodeScalarView(scalars))
  }

  private static func outOfRange(_ index: Int64) -> Value {
    .error("index \(index) is out of range")
  }
}

extension Evaluation {
  /// Accounts for a search, for which both texts are copied a few times and read letter by letter.
  fileprivate mutating func spend(searching length: Int, for part: String) -> Bool {
    spend(bytes: 16 * (length + part.utf8.count))
  }
}
