import TextFormats

/// The version of a secret: 32 hexadecimal digits that Key Vault makes up.
///
/// Source: Microsoft's page on keys, secrets and certificates; identifiers compare without regard
/// to case.
package enum SecretVersion {
  /// A fault of a text as the version of a secret.
  package enum Problem: Hashable, Sendable {
    /// There is nothing in it, so Key Vault gives the newest version.
    case blank
    /// White space surrounds a version.
    case surroundingWhiteSpace
    /// It is a GUID with dashes.
    case dashedGUID
    /// It is a word for the newest version, which Key Vault does not know.
    case newest(String)
    /// It is the whole identifier of something in a vault.
    case identifier(SecretIdentifier)
    /// Hexadecimal digits, but not 32; carries how many.
    case wrongLength(Int)
    /// It has other characters than hexadecimal digits.
    case notHexadecimal

    /// The problem in words that follow "the version ".
    package var words: String {
      switch self {
      case .blank: "is blank, so the newest one is taken"
      case .surroundingWhiteSpace: "has white space around it"
      case .dashedGUID: "is a GUID with dashes; Key Vault writes it without"
      case .newest(let word):
        "\"\(word)\" does not exist; leave the version out to get the newest"
      case .identifier(let identifier):
        "is the whole identifier of \(identifier.words), not its version"
      case .wrongLength(let count): "has \(count) hexadecimal digits; Key Vault writes 32"
      case .notHexadecimal: "is not 32 hexadecimal digits"
      }
    }
  }

  /// Whether Key Vault may have made the version.
  package static func isValid(_ version: String) -> Bool {
    version.utf8.count == 32 && version.utf8.allSatisfy(ASCII.isHexDigit)
  }

  /// The fault of a text as the version of a secret; nil if it is valid.
  package static func problem(with text: String) -> Problem? {
    if isValid(text) { return nil }
    let trimmed = ASCII.trimmed(text)
    if trimmed.isEmpty { return .blank }
    if GUID.isValid(trimmed) { return .dashedGUID }
    if ["latest", "newest", "current"].contains(ASCII.lowercased(trimmed)) {
      return .newest(trimmed)
    }
    if let identifier = SecretIdentifier(trimmed) { return .identifier(identifier) }
    if isValid(trimmed) { return .surroundingWhiteSpace }
    return trimmed.utf8.allSatisfy(ASCII.isHexDigit)
      ? .wrongLength(trimmed.utf8.count) : .notHexadecimal
  }

  /// The version that was certainly meant: a GUID without its dashes, the version in an
  /// identifier, a version without the white space around it.
  ///
  /// - Returns: nil when the text is a version already, or does not contain one.
  package static func suggestion(for text: String) -> String? {
    if isValid(text) { return nil }
    let trimmed = ASCII.trimmed(text)
    if let identifier = SecretIdentifier(trimmed) {
      guard identifier.collection == .secrets, let version = identifier.version else { return nil }
      return isValid(version) ? version : GUID.undashed(version)
    }
    return isValid(trimmed) ? trimmed : GUID.undashed(trimmed)
  }

  /// Whether a text only keeps the place of a version: 32 zeros, the GUID of zeros, or some text
  /// in angle brackets.
  package static func isPlaceholder(_ text: String) -> Bool {
    if isValid(text) { return text.utf8.allSatisfy { $0 == UInt8(ascii: "0") } }
    return GUID.isZero(text) || (text.hasPrefix("<") && text.hasSuffix(">") && text.count > 2)
  }
}
