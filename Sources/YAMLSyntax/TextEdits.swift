/// A replacement of one range of a file.
package struct TextReplacement: Sendable {
  /// The range.
  package let span: TextSpan
  /// The replacement; its line breaks are converted to the file's.
  package let text: String

  /// A replacement.
  package init(span: TextSpan, text: String) {
    self.span = span
    self.text = text
  }
}

extension SourceText {
  /// The bytes of the file after some replacements; all others stay as they are.
  ///
  /// - Parameter replacements: Replacements whose ranges do not overlap.
  /// - Returns: The bytes.
  package func applying(_ replacements: [TextReplacement]) -> [UInt8] {
    let sorted = replacements.sorted { $0.span.start < $1.span.start }
    let lineBreak = bytes.contains(where: { $0 == UInt8(ascii: "\r") }) ? "\r\n" : "\n"
    var result: [UInt8] = []
    var index = 0
    for replacement in sorted {
      let start = max(index, offset(of: replacement.span.start))
      result += bytes[index..<start]
      result += replacement.text.replacing("\n", with: lineBreak).utf8
      index = max(start, offset(of: replacement.span.end))
    }
    return result + bytes[index...]
  }
}
