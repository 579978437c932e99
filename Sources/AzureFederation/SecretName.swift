import TextFormats

/// The name of a secret in a vault: 1 to 127 letters, digits and hyphens.
///
/// Source: Key Vault's data-plane specification, pattern `^[0-9a-zA-Z-]+$`.
package enum SecretName {
  /// A fault of a text as the name of a secret.
  package enum Problem: Hashable, Sendable {
    /// There is nothing in it but white space.
    case blank
    /// It is the whole identifier of something in a vault.
    case identifier(SecretIdentifier)
    /// Characters that no name has, each once, in the order of the text.
    case invalidCharacters([Character])
    /// It is longer than 127 characters; carries how long.
    case tooLong(Int)

    /// The problem in words that follow "the secret's name ".
    package var words: String {
      switch self {
      case .blank: "is blank"
      case .identifier(let identifier):
        "is the whole identifier of \(identifier.words), not its name"
      case .invalidCharacters(let characters):
        "has \(characters.map(Self.shown).joined(separator: ", "));"
          + " Key Vault allows letters, digits and hyphens"
      case .tooLong(let count): "has \(count) characters; Key Vault allows 127"
      }
    }

    private static func shown(_ character: Character) -> String {
      character.isWhitespace ? "white space" : "\"\(character)\""
    }
  }

  /// The most characters that a name may have.
  package static let maximumLength = 127

  /// Whether Key Vault accepts the name.
  package static func isValid(_ name: String) -> Bool {
    (1...maximumLength).contains(name.utf8.count) && name.utf8.allSatisfy(isAllowed)
  }

  /// The fault of a text as the name of a secret; nil if it is valid.
  package static func problem(with text: String) -> Problem? {
    if isValid(text) { return nil }
    if ASCII.trimmed(text).isEmpty { return .blank }
    if let identifier = SecretIdentifier(text) { return .identifier(identifier) }
    var characters: [Character] = []
    for character in text where !isAllowed(character) && !characters.contains(character) {
      characters.append(character)
    }
    return characters.isEmpty ? .tooLong(text.count) : .invalidCharacters(characters)
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
