/// Hosts that a file of the repository may have asked without a credential.
///
/// An untrusted branch must not make akvlint probe the operator's network, so only names whose form
/// belongs to the public internet are accepted. A public name may still lead to a private address;
/// nothing but the wish for a YAML file is sent there.
enum PublicHost {
  /// Last labels that are not public.
  private static let reserved: Set = [
    "local", "localhost", "internal", "intranet", "private", "corp", "home", "lan", "arpa", "test",
    "example", "invalid", "onion", "alt", "localdomain", "domain", "host", "svc", "cluster",
  ]

  /// Whether a host may be asked.
  static func isPublic(_ host: String) -> Bool {
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count >= 2, host.utf8.count <= 253, labels.allSatisfy(isLabel),
      let last = labels.last
    else { return false }
    // A numeric address, in any base, does not end in letters.
    let isName = last.hasPrefix("xn--") || last.allSatisfy(\.isLetter)
    return isName && last.count >= 2 && !reserved.contains(String(last))
  }

  private static func isLabel(_ label: Substring) -> Bool {
    (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
      && label.utf8.allSatisfy {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
      }
  }
}
