/// Reads shell text by recursive descent: each byte once, to a limited depth.
struct ShellReader {
  /// The maximum nesting of substitutions.
  private static let depthLimit = 24
  /// The maximum nesting of groups of commands.
  static let groupLimit = 48

  /// Where a list of commands ends.
  enum End {
    case text
    case parenthesis
    case backtick
  }

  let bytes: [UInt8]
  var index: Int
  var end: Int
  /// Whether something is not closed or too deep; reading has then come to the end.
  private(set) var isBroken = false
  private var depth = 0
  /// Whether a backtick closes what is read.
  var isInBackticks = false
  /// The number of open heredocs in the lists around the current one.
  var outerHeredocs = 0

  init(_ bytes: [UInt8], range: Range<Int>?) {
    self.bytes = bytes
    index = min(max(range?.lowerBound ?? 0, 0), bytes.count)
    end = max(index, min(range?.upperBound ?? bytes.count, bytes.count))
  }

  mutating func read() -> ShellScript {
    readList(until: .text)
  }

  // MARK: Bytes

  var byte: UInt8? { index < end ? bytes[index] : nil }

  func peek(_ offset: Int = 1) -> UInt8? {
    index + offset < end ? bytes[index + offset] : nil
  }

  func isNext(_ character: Unicode.Scalar) -> Bool {
    byte == UInt8(ascii: character)
  }

  /// Steps over a character if it is the next one.
  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard isNext(character) else { return false }
    index += 1
    return true
  }

  /// Stops all reading: the rest is unknown.
  mutating func giveUp() {
    isBroken = true
    index = end
  }

  /// Reads something nested, unless that is too deep.
  mutating func nested<Result>(
    orElse fallback: Result,
    _ read: (inout Self) -> Result
  ) -> Result {
    guard depth < Self.depthLimit else {
      giveUp()
      return fallback
    }
    depth += 1
    defer { depth -= 1 }
    return read(&self)
  }

  mutating func skipBlanks() {
    while let byte {
      switch byte {
      case 0x20, 0x09, 0x0D: index += 1
      case UInt8(ascii: "\\") where peek() == 0x0A: index += 2
      default: return
      }
    }
  }

  mutating func skipComment() {
    while let byte, byte != 0x0A { index += 1 }
  }

  /// Steps over everything up to the parenthesis that closes one just opened.
  mutating func skipParentheses() {
    var open = 1
    while let byte {
      index += 1
      switch byte {
      case UInt8(ascii: "\\"): index = min(index + 1, end)
      case UInt8(ascii: "'"), UInt8(ascii: "\""): skipQuotes(byte)
      case UInt8(ascii: "("): open += 1
      case UInt8(ascii: ")"):
        open -= 1
        if open == 0 { return }
      default: break
      }
    }
    giveUp()
  }

  /// Steps over everything up to the quote that closes one just opened.
  private mutating func skipQuotes(_ quote: UInt8) {
    while let byte {
      index += 1
      if byte == quote { return }
      if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") { index = min(index + 1, end) }
    }
    giveUp()
  }

  /// The bytes of a name at a place: letters, digits and underscores, no digit first.
  func nameEnd(from start: Int) -> Int {
    var place = start
    while place < end {
      let byte = bytes[place]
      let isDigit = byte &- UInt8(ascii: "0") < 10
      let isLetter = (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte == UInt8(ascii: "_")
      guard isLetter || isDigit && place > start else { break }
      place += 1
    }
    return place
  }

  func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }
}
