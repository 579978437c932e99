/// A GUID as Microsoft writes one: five groups of hexadecimal digits with dashes between them.
package enum GUID {
  /// Whether a text is a GUID with dashes, in either case of letters.
  package static func isValid(_ text: String) -> Bool {
    guard text.utf8.count == 36 else { return false }
    // Reading a string byte by byte takes longer than copying it.
    let bytes = Array(text.utf8)
    return bytes.indices.allSatisfy { place in
      let isDash = place == 8 || place == 13 || place == 18 || place == 23
      return isDash ? bytes[place] == UInt8(ascii: "-") : ASCII.isHexDigit(bytes[place])
    }
  }

  /// The GUID that a text spells in some way, in lower case and with dashes.
  ///
  /// Takes the spellings that get copied: braces or parentheses around it, `urn:uuid:` before it,
  /// white space at its ends, no dashes at all.
  ///
  /// - Returns: The usual spelling; nil when the text is not a GUID.
  package static func normalised(_ text: String) -> String? {
    var text = ASCII.lowercased(ASCII.trimmed(text))[...]
    if text.hasPrefix("urn:uuid:") { text = text.dropFirst(9) }
    for (open, close) in [("{", "}"), ("(", ")")]
    where text.hasPrefix(open) && text.hasSuffix(close) && text.count >= 2 {
      text = text.dropFirst().dropLast()
    }
    let guid = String(text)
    return isValid(guid) ? guid : dashed(guid)
  }

  /// A GUID without its dashes, letters as they are: a secret's version has this form.
  ///
  /// - Returns: 32 hexadecimal digits; nil when the text is not a GUID with dashes.
  package static func undashed(_ text: String) -> String? {
    isValid(text) ? text.filter { $0 != "-" } : nil
  }

  /// Whether two texts spell the same GUID; texts that are none must be the same text.
  package static func areEqual(_ left: String, _ right: String) -> Bool {
    if left == right { return true }
    // Most are written as Microsoft writes them.
    if isValid(left), isValid(right) { return ASCII.areEqualIgnoringCase(left, right) }
    return normalised(left).map { $0 == normalised(right) } ?? false
  }

  private static func dashed(_ digits: String) -> String? {
    let bytes = Array(digits.utf8)
    guard bytes.count == 32, bytes.allSatisfy(ASCII.isHexDigit) else { return nil }
    let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { range in
      String(decoding: bytes[range], as: UTF8.self)
    }
    return groups.joined(separator: "-")
  }
}
