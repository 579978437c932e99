/// Ruby's `String#strip`, and `String#gsub` with two texts.
enum RubyReplacement {
  /// A text without white space and NULs at its ends; only ASCII has white space here.
  static func stripped(_ text: Substring) -> String {
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !isStripped($0) }),
      let last = scalars.lastIndex(where: { !isStripped($0) })
    else { return "" }
    return String(scalars[first...last])
  }

  private static func isStripped(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || scalar == "\0" || ("\t"..."\r").contains(scalar)
  }

  /// A text with each occurrence of another one replaced.
  ///
  /// In the replacement `\0` and `\&` stand for what is replaced, `` \` `` and `\'` for what is
  /// before and after it, `\1` to `\9` for nothing and `\\` for a backslash.
  ///
  /// - Parameters:
  ///   - needle: The text to replace.
  ///   - text: The text that it is in.
  ///   - replacement: The replacement.
  ///   - limit: The most bytes that the result may have.
  /// - Returns: The text; nil when it would be too long.
  static func replacing(
    _ needle: String,
    in text: String,
    with replacement: String,
    limit: Int
  ) -> String? {
    guard !needle.isEmpty else { return text }
    let isPlain = !replacement.utf8.contains(UInt8(ascii: "\\"))
    var result = ""
    var rest = text[...]
    while let range = rest.firstRange(of: needle) {
      result += rest[..<range.lowerBound]
      if isPlain {
        result += replacement
      } else {
        let before = text[..<range.lowerBound]
        let after = text[range.upperBound...]
        guard append(replacement, needle, before, after, to: &result, limit: limit) else {
          return nil
        }
      }
      guard result.utf8.count <= limit else { return nil }
      rest = rest[range.upperBound...]
    }
    result += rest
    return result.utf8.count <= limit ? result : nil
  }

  /// Appends a replacement; false when the result becomes too long.
  private static func append(
    _ replacement: String,
    _ match: String,
    _ before: Substring,
    _ after: Substring,
    to result: inout String,
    limit: Int
  ) -> Bool {
    var scalars = replacement.unicodeScalars[...]
    while let scalar = scalars.popFirst() {
      guard scalar == "\\", let next = scalars.popFirst() else {
        result.unicodeScalars.append(scalar)
        continue
      }
      switch next {
      case "0", "&": result += match
      case "`": result += before
      case "'": result += after
      case "\\": result += "\\"
      case "1"..."9": break
      default: result += "\\\(next)"
      }
      guard result.utf8.count <= limit else { return false }
    }
    return true
  }
}
