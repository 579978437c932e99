import TextFormats

/// The name of a vault: the first label of its host.
package enum VaultName {
  /// Whether a name may be a vault's: 3 to 24 letters, digits and single hyphens, a letter first,
  /// no hyphen at the end.
  ///
  /// Source: azure-docs, "Naming rules and restrictions for Azure resources".
  package static func isValid(_ name: String) -> Bool {
    let bytes = Array(name.utf8)
    guard (3...24).contains(bytes.count), let first = bytes.first, let last = bytes.last,
      ASCII.isLetter(first), last != UInt8(ascii: "-")
    else { return false }
    var previous = first
    for byte in bytes {
      guard ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == UInt8(ascii: "-"),
        byte != UInt8(ascii: "-") || previous != byte
      else { return false }
      previous = byte
    }
    return true
  }
}
