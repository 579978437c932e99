/// Texts as words of shell commands: the values come from untrusted files.
///
/// They are looked at scalar by scalar: to Swift a quote with an accent after it is one character
/// and no quote, to the shell it ends the word.
package enum ShellText {
  /// A text as one word, always in single quotes.
  package static func quoted(_ text: String) -> String {
    let parts = text.unicodeScalars.split(separator: "'", omittingEmptySubsequences: false)
    return "'\(parts.map { String($0) }.joined(separator: "'\\''"))'"
  }

  /// A text as one word of Bash, on one line and without anything that steers a terminal: in single
  /// quotes, or as `$'a\nb'` when it has control characters.
  package static func bash(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: TerminalText.isControl) else { return quoted(text) }
    return "$'\(text.unicodeScalars.map(escaped).joined())'"
  }

  /// A text as one word, in quotes only when it needs them, or looks like an option.
  package static func word(_ text: String) -> String {
    let isPlain =
      !text.isEmpty && text.utf8.first != UInt8(ascii: "-")
      && text.utf8.allSatisfy { byte in
        ASCII.isLetter(byte) || ASCII.isDigit(byte) || "-._/:@".utf8.contains(byte)
      }
    return isPlain ? text : quoted(text)
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "'": "\\'"
    case "\\": "\\\\"
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    case _ where TerminalText.isControl(scalar):
      "\\u\(HexadecimalText.padded(scalar.value, to: 4))"
    default: String(scalar)
    }
  }
}
