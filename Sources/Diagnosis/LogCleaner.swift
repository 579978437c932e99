/// Reads a log's bytes once and keeps what people see.
struct LogCleaner {
  private let raw: [UInt8]
  private var index = 0
  private var number = 1
  private var start = 0
  private(set) var bytes: [UInt8] = []
  private(set) var lines: [JobLog.Line] = []

  init(_ raw: [UInt8]) {
    self.raw = raw
    bytes.reserveCapacity(raw.count)
  }

  /// Reads all.
  mutating func run() {
    skipTimestamp()
    while index < raw.count {
      let byte = raw[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\n"):
        endLine()
        number += 1
        skipTimestamp()
      case UInt8(ascii: "\r"): endLine()
      case 0x1B: skipEscape()
      case UInt8(ascii: "\\"): readBackslash()
      case UInt8(ascii: "\t"): bytes.append(UInt8(ascii: " "))
      case 0..<0x20, 0x7F: break
      default: bytes.append(byte)
      }
    }
    endLine()
  }

  private mutating func endLine() {
    if bytes.count > start { lines.append(JobLog.Line(range: start..<bytes.count, number: number)) }
    start = bytes.count
  }

  // MARK: Time stamps

  /// The time before a line, and the stream after it in the logs of newer runners: two digits and a
  /// letter, then `+` when the line continues the one before.
  ///
  /// Source: gitlab-runner, feature flag `FF_TIMESTAMPS`.
  private mutating func skipTimestamp() {
    guard let end = Self.timestampEnd(raw[index...]) else { return }
    index = end
    let stream = raw[index...].prefix(4)
    guard stream.count >= 3, stream.prefix(2).allSatisfy(Self.isHexDigit),
      let kind = stream.dropFirst(2).first, kind == UInt8(ascii: "O") || kind == UInt8(ascii: "E")
    else { return }
    let mark = stream.dropFirst(3).first
    switch mark {
    case UInt8(ascii: "+"):
      index += 4
      if let last = lines.last, last.range.upperBound == bytes.count {
        lines.removeLast()
        start = last.range.lowerBound
      }
    case UInt8(ascii: " "): index += 4
    case nil, UInt8(ascii: "\n"), UInt8(ascii: "\r"): index += 3
    default: break
    }
  }

  /// Where the text begins after `2026-11-23T10:00:00.123456Z ` or the same in brackets.
  private static func timestampEnd(_ line: ArraySlice<UInt8>) -> Int? {
    let isBracketed = line.first == UInt8(ascii: "[")
    let shape = Array("0000-00-00T00:00:00".utf8)
    var rest = line.dropFirst(isBracketed ? 1 : 0)
    guard rest.count > shape.count else { return nil }
    for (byte, wanted) in zip(rest, shape) {
      let fits = wanted == UInt8(ascii: "0") ? isDigit(byte) : byte == wanted
      guard fits else { return nil }
    }
    rest = rest.dropFirst(shape.count)
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      rest = rest.dropFirst(rest.prefix(9).prefix(while: isDigit).count)
    }
    guard rest.first == UInt8(ascii: "Z") else { return nil }
    rest = rest.dropFirst()
    if isBracketed {
      guard rest.first == UInt8(ascii: "]") else { return nil }
      rest = rest.dropFirst()
    }
    guard rest.first == UInt8(ascii: " ") else { return nil }
    return rest.startIndex + 1
  }

  // MARK: Escapes

  /// Skips a terminal's escape sequence; the escape itself has been read.
  private mutating func skipEscape() {
    guard index < raw.count else { return }
    switch raw[index] {
    case UInt8(ascii: "["):
      index += 1
      while index < raw.count, (0x20...0x3F).contains(raw[index]) { index += 1 }
      if index < raw.count, (0x40...0x7E).contains(raw[index]) { index += 1 }
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "^"), UInt8(ascii: "_"),
      UInt8(ascii: "X"):
      index += 1
      skipString()
    default:
      while index < raw.count, (0x20...0x2F).contains(raw[index]) { index += 1 }
      if index < raw.count, (0x30...0x7E).contains(raw[index]) { index += 1 }
    }
  }

  /// Skips the text of a title or link sequence, at most to the end of the line.
  private mutating func skipString() {
    while index < raw.count, raw[index] != UInt8(ascii: "\n"), raw[index] != UInt8(ascii: "\r") {
      if raw[index] == 0x07 {
        index += 1
        return
      }
      if raw[index] == 0x1B {
        if index + 1 < raw.count, raw[index + 1] == UInt8(ascii: "\\") { index += 2 }
        return
      }
      index += 1
    }
  }

  /// Resolves what JSON and Go write with backslashes; the first one has been read.
  private mutating func readBackslash() {
    let first = index - 1
    while index < raw.count, raw[index] == UInt8(ascii: "\\") { index += 1 }
    guard index < raw.count else { return }
    switch raw[index] {
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "/"):
      bytes.append(raw[index])
      index += 1
    case UInt8(ascii: "n"), UInt8(ascii: "r"):
      endLine()
      index += 1
    case UInt8(ascii: "u"):
      if let byte = unicodeEscape() {
        bytes.append(byte)
        index += 5
      } else {
        bytes += raw[first..<index]
      }
    default: bytes += raw[first..<index]
    }
  }

  /// The character of `u0027` and the like, as .NET writes quotes; nil for others.
  private func unicodeEscape() -> UInt8? {
    let digits = raw[index...].dropFirst().prefix(4)
    guard digits.count == 4, digits.allSatisfy(Self.isHexDigit) else { return nil }
    let value = digits.reduce(0) { value, digit in
      value << 4 | Int(digit & 0xF) + (digit > UInt8(ascii: "9") ? 9 : 0)
    }
    return (0x20..<0x7F).contains(value) ? UInt8(value) : nil
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
  }
}
