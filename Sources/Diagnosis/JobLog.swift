/// A job log without what only a terminal or GitLab's viewer needs.
///
/// It has no escape sequences, section markers, time stamps before lines or other control
/// characters, and nothing that looks like a token. Texts that a program wrote as JSON inside of
/// JSON read like the text itself: `\"`, `\n` and the Unicode escapes are resolved. A message that
/// Terraform or PowerShell wrapped inside a frame is one line again.
///
/// Everyone who can run a job can write a log: reading takes linear time, and nothing in them is
/// trusted.
package struct JobLog: Sendable {
  /// A line, or the part of one between two carriage returns.
  struct Line: Hashable {
    /// Its place in `bytes`.
    var range: Range<Int>
    /// The line's number in the log as it was given, from 1.
    var number: Int
    /// Where further lines of the log were joined to it.
    var joins: [Join] = []

    /// A line that was joined to another.
    struct Join: Hashable {
      /// Where it begins in `bytes`.
      var start: Int
      /// Its number in the log.
      var number: Int
    }

    /// The number in the log of the line that has a byte.
    func number(at index: Int) -> Int {
      joins.last { $0.start <= index }?.number ?? number
    }
  }

  /// All lines, without what ends them.
  private(set) var bytes: [UInt8] = []
  private(set) var lines: [Line] = []

  /// The lines as text.
  package var text: [String] {
    lines.map { String(decoding: bytes[$0.range], as: UTF8.self) }
  }

  /// Cleans a log.
  package init(_ raw: [UInt8]) {
    var cleaner = LogCleaner(raw)
    cleaner.run()
    bytes.reserveCapacity(cleaner.bytes.count)
    lines.reserveCapacity(cleaner.lines.count)
    var frame: MessageFrame?
    for line in cleaner.lines {
      let text = cleaner.bytes[line.range]
      if Self.isSectionMarker(text) { continue }
      let framed = MessageFrame.content(of: text)
      if let framed, framed.frame == frame, let last = lines.indices.last {
        bytes.append(UInt8(ascii: " "))
        lines[last].joins.append(Line.Join(start: bytes.count, number: line.number))
        TokenRedaction.append(framed.text, to: &bytes)
        lines[last].range = lines[last].range.lowerBound..<bytes.count
      } else {
        let start = bytes.count
        TokenRedaction.append(framed?.text ?? text, to: &bytes)
        lines.append(Line(range: start..<bytes.count, number: line.number))
      }
      frame = framed?.frame
    }
  }

  /// `section_start:1700000000:resolve_secrets[collapsed=true]` and the like.
  private static func isSectionMarker(_ text: ArraySlice<UInt8>) -> Bool {
    for marker in ["section_start:", "section_end:"] where text.starts(with: marker.utf8) {
      let rest = text.dropFirst(marker.utf8.count)
      let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      return !digits.isEmpty && rest.dropFirst(digits.count).first == UInt8(ascii: ":")
    }
    return false
  }
}

/// Takes tokens out of texts.
enum TokenRedaction {
  /// The text that replaces a token.
  static let mark = "[redacted]"

  /// Appends a text in which `[redacted]` replaces everything that looks like a JSON web token.
  ///
  /// Such a token is JSON in base64url, so it begins with `eyJ`, and dots join its parts.
  static func append(_ text: ArraySlice<UInt8>, to result: inout [UInt8]) {
    var index = text.startIndex
    while index < text.endIndex {
      let isToken = text[index] == UInt8(ascii: "e") && text[index...].starts(with: "eyJ".utf8)
      guard isToken else {
        result.append(text[index])
        index += 1
        continue
      }
      result += mark.utf8
      while index < text.endIndex, isTokenByte(text[index]) { index += 1 }
    }
  }

  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
      UInt8(ascii: "."), UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "/"):
      true
    default: false
    }
  }
}
