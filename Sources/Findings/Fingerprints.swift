import TextFormats

/// Turns the identities of findings into fingerprints.
package enum Fingerprints {
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
