import TextFormats
import YAMLSyntax

/// The uses of a variable in a text as it is written: `$NAME`, `${NAME}`, `%NAME%`, `$env:NAME`.
enum VariableUses {
  /// The spans of the name.
  ///
  /// - Parameters:
  ///   - name: The variable's name.
  ///   - span: The part of the file that is searched.
  ///   - source: The file.
  /// - Returns: The spans in order, without the characters around the name.
  static func spans(of name: String, in span: TextSpan, _ source: SourceText) -> [TextSpan] {
    let bytes = source.bytes
    let name = Array(name.utf8)
    let end = min(source.offset(of: span.end), bytes.count)
    var index = source.offset(of: span.start)
    var spans: [TextSpan] = []
    while index + name.count <= end {
      let after = index + name.count
      guard bytes[index..<after].elementsEqual(name), isUse(index..<after, bytes) else {
        index += 1
        continue
      }
      spans.append(
        TextSpan(start: source.position(of: index), end: source.position(of: after))
      )
      index = after
    }
    return spans
  }

  /// Whether the characters around a name make it a variable's.
  private static func isUse(_ range: Range<Int>, _ bytes: [UInt8]) -> Bool {
    let next = range.upperBound < bytes.count ? bytes[range.upperBound] : 0
    guard !isWord(next) else { return false }
    let before = String(decoding: bytes[..<range.lowerBound].suffix(5), as: UTF8.self)
    if before.hasSuffix("%") { return next == UInt8(ascii: "%") }
    return ["$", "${", "${#", "${!"].contains(where: before.hasSuffix)
      || before.lowercased().hasSuffix("env:")
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == UInt8(ascii: "_")
  }
}
