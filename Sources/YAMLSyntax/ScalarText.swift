/// Writes a text as a YAML scalar.
package enum ScalarText {
  /// A text in the style of the scalar that it replaces, or in single quotes when that style
  /// would change what the text means.
  ///
  /// - Parameters:
  ///   - text: The scalar's new text.
  ///   - style: The style of the replaced scalar.
  /// - Returns: The text that replaces it.
  package static func write(_ text: String, like style: NodeStyle) -> String {
    switch style {
    case .doubleQuoted where isPrintable(text):
      return "\"" + text.flatMap { $0 == "\\" || $0 == "\"" ? ["\\", $0] : [$0] } + "\""
    case .plain where isPlainSafe(text): return text
    default: return isPrintable(text) ? singleQuoted(text) : doubleQuotedWithEscapes(text)
    }
  }

  private static func singleQuoted(_ text: String) -> String {
    "'" + text.flatMap { $0 == "'" ? ["'", "'"] : [$0] } + "'"
  }

  private static func doubleQuotedWithEscapes(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\", "\"": result += "\\" + String(scalar)
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        result += "\\x" + (digits.count < 2 ? "0" : "") + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private static func isPrintable(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
  }

  /// Whether the text, unquoted, is a string to Psych and breaks no syntax anywhere.
  private static func isPlainSafe(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard let first = bytes.first, PlainScalar.kind(of: bytes[...]) == .string else { return false }
    let isWord = { (byte: UInt8) in
      PlainScalar.isDigit(byte) || (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A
    }
    let inner: Set<UInt8> = Set("_-./$@+=~%".utf8)
    guard isWord(first) || first == UInt8(ascii: "$") || first == UInt8(ascii: "_") else {
      return false
    }
    return bytes.indices.allSatisfy { index in
      // A colon before a slash, as in a URL, does not end a key.
      isWord(bytes[index]) || inner.contains(bytes[index])
        || bytes[index] == UInt8(ascii: ":") && bytes[(index + 1)...].first == UInt8(ascii: "/")
    }
  }
}
