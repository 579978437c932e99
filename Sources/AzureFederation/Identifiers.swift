/// The name of a secret in a vault: 1 to 127 letters, digits and hyphens.
package enum SecretName {
  /// Whether Key Vault accepts the name.
  package static func isValid(_ name: String) -> Bool {
    (1...127).contains(name.utf8.count) && name.utf8.allSatisfy(isAllowed)
  }

  /// A name that Key Vault accepts and that was probably meant: everything else made hyphens, and
  /// of a whole identifier the name in it; nil when there is none.
  package static func suggestion(for text: String) -> String? {
    var name = text
    if text.hasPrefix("https://"), let range = text.split(separator: "/").dropFirst(3).first {
      name = String(range)
    }
    let bytes = name.utf8.map { isAllowed($0) ? $0 : UInt8(ascii: "-") }
    let suggestion = String(decoding: bytes, as: UTF8.self)
    return isValid(suggestion) && suggestion != text ? suggestion : nil
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == UInt8(ascii: "-")
  }
}

/// A GUID as Microsoft writes it.
package enum GUID {
  /// Whether a text is a GUID with dashes, in either case of letters.
  package static func isValid(_ text: String) -> Bool {
    let groups = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    return groups.map(\.count) == [8, 4, 4, 4, 12]
      && groups.allSatisfy { $0.allSatisfy(ASCII.isHexDigit) }
  }
}

/// How two audiences differ, when they nearly agree.
package enum AudienceComparison: Hashable, Sendable {
  case trailingSlash
  case scheme
  case letterCase
  case whiteSpace

  /// The difference in words that follow "differs only in ".
  package var words: String {
    switch self {
    case .trailingSlash: "a slash at the end"
    case .scheme: "http and https"
    case .letterCase: "upper and lower case"
    case .whiteSpace: "white space around it"
    }
  }

  /// How two audiences differ, when that is all; nil when they are equal or differ by more.
  package static func nearMiss(_ left: String, _ right: String) -> Self? {
    if left == right { return nil }
    if trimmed(left, " \t\r\n") == trimmed(right, " \t\r\n") { return .whiteSpace }
    if trimmed(left, "/") == trimmed(right, "/") { return .trailingSlash }
    if withoutScheme(left) == withoutScheme(right) { return .scheme }
    return left.lowercased() == right.lowercased() ? .letterCase : nil
  }

  private static func trimmed(_ text: String, _ characters: String) -> Substring {
    var text = Substring(text)
    while let last = text.last, characters.contains(last) { text.removeLast() }
    if !characters.contains("/") {
      while let first = text.first, characters.contains(first) { text.removeFirst() }
    }
    return text
  }

  private static func withoutScheme(_ text: String) -> Substring {
    for scheme in ["https://", "http://"] where text.hasPrefix(scheme) {
      return text.dropFirst(scheme.count)
    }
    return Substring(text)
  }
}
