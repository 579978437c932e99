import TextFormats

/// Turns the identities of findings into fingerprints.
package enum Fingerprints {
  /// The version of the recipe by which they are made; with another one all findings are new.
  package static let recipe = 1

  /// The text whose hash is a finding's fingerprint.
  ///
  /// - Parameters:
  ///   - rule: The rule's ID.
  ///   - path: The file's path.
  ///   - fields: The texts that distinguish the finding from others of the rule in the file: never a
  ///     line, a column or anything else that changes when it moves.
  /// - Returns: The text.
  package static func identity(rule: String, path: String, fields: [String]) -> String {
    (["\(recipe)", rule, path] + fields).joined(separator: "\u{0}")
  }

  /// Hashes each identity; a number distinguishes the second finding of one identity from the
  /// first.
  package static func complete(_ findings: inout [Finding]) {
    var seen: [String: Int] = [:]
    for index in findings.indices {
      let identity = findings[index].identity
      let number = seen[identity, default: 0]
      seen[identity] = number + 1
      let text = number == 0 ? identity : identity + "\u{0}\(number)"
      findings[index].fingerprint = SHA256.hex(Array(text.utf8))
    }
  }
}
