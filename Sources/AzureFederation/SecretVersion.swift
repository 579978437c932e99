import TextFormats

/// The version of a secret: 32 hexadecimal digits that Key Vault makes up.
///
/// Source: Microsoft's page on keys, secrets and certificates; identifiers compare without regard
/// to case.
package enum SecretVersion {
  /// Whether Key Vault may have made the version.
  package static func isValid(_ version: String) -> Bool {
    version.utf8.count == 32 && version.utf8.allSatisfy(ASCII.isHexDigit)
  }

  /// Whether a text is a word for the newest version, which Key Vault does not know.
  package static func meansNewest(_ text: String) -> Bool {
    ["latest", "newest", "current"].contains(ASCII.lowercased(ASCII.trimmed(text)))
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
}
