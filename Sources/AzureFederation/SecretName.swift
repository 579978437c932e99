import TextFormats

/// The name of a secret in a vault: 1 to 127 letters, digits and hyphens.
///
/// Source: Key Vault's data-plane specification, pattern `^[0-9a-zA-Z-]+$`.
package enum SecretName {
  /// The most characters that a name may have.
  package static let maximumLength = 127

  /// Whether Key Vault accepts the name.
  package static func isValid(_ name: String) -> Bool {
    (1...maximumLength).contains(name.utf8.count) && name.utf8.allSatisfy(isAllowed)
  }

  /// A name that Key Vault accepts and that was probably meant: the name in an identifier,
  /// otherwise the text with hyphens instead of invalid characters.
  ///
  /// - Returns: nil when the text is a name already, holds a variable, or leaves nothing.
  package static func suggestion(for text: String) -> String? {
    if let identifier = SecretIdentifier(text) {
      return isValid(identifier.name) ? identifier.name : suggestion(for: identifier.name)
    }
    // A variable's value is known only when the job runs.
    guard !isValid(text), !text.contains("$") else { return nil }
    let name = lastPart(of: ASCII.trimmed(text))
    let suggestion = String(name.map { isAllowed($0) ? $0 : "-" })
    return isValid(suggestion) && suggestion.contains { $0 != "-" } ? suggestion : nil
  }

  /// The version in an identifier, or in a path such as `secrets/NAME/VERSION`, that was written as a
  /// name.
  ///
  /// - Returns: nil when the text has no version in it.
  package static func version(in text: String) -> String? {
    if let identifier = SecretIdentifier(text) {
      return identifier.version.flatMap { SecretVersion.isValid($0) ? $0 : GUID.undashed($0) }
    }
    let parts = ASCII.trimmed(text).split(separator: "/")
    guard parts.count > 1, let last = parts.last, SecretVersion.isValid(String(last)) else {
      return nil
    }
    return String(last)
  }

  /// The name in a path such as `secrets/NAME/VERSION`.
  private static func lastPart(of text: String) -> String {
    var parts = text.split(separator: "/").map(String.init)
    if parts.count > 1, parts.first == "secrets" { parts.removeFirst() }
    if parts.count > 1, let last = parts.last, SecretVersion.isValid(last) { parts.removeLast() }
    return parts.joined(separator: "/")
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == UInt8(ascii: "-")
  }

  private static func isAllowed(_ character: Character) -> Bool {
    character.asciiValue.map(isAllowed) ?? false
  }
}
