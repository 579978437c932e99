import TextFormats

/// A difference between two audiences that look alike.
package enum AudienceDifference: CaseIterable, Hashable, Sendable {
  case whiteSpace
  case trailingSlash
  case scheme
  case letterCase

  /// The difference in words that follow "differs only in ".
  package var words: String {
    switch self {
    case .whiteSpace: "white space around it"
    case .trailingSlash: "the slash at its end"
    case .scheme: "the scheme before it"
    case .letterCase: "upper and lower case"
    }
  }

  /// A text without what this difference is about.
  fileprivate func removed(from text: String) -> String {
    switch self {
    case .whiteSpace: return ASCII.trimmed(text)
    case .letterCase: return ASCII.lowercased(text)
    case .trailingSlash:
      guard let last = text.utf8.lastIndex(where: { $0 != UInt8(ascii: "/") }) else { return "" }
      return String(decoding: text.utf8[...last], as: UTF8.self)
    case .scheme:
      let lower = ASCII.lowercased(text)
      for scheme in ["https://", "http://", "api://"] where lower.hasPrefix(scheme) {
        return String(decoding: text.utf8.dropFirst(scheme.utf8.count), as: UTF8.self)
      }
      return text
    }
  }
}

/// The difference between two audiences that nearly agree.
///
/// Entra ID compares audiences letter for letter, so `https://gitlab.com` and
/// `https://gitlab.com/` are two (AADSTS700212).
package struct AudienceComparison: Hashable, Sendable {
  /// The differences; several if only all of them together explain the mismatch.
  package let differences: [AudienceDifference]

  /// The differences in words that follow "differs only in ".
  package var words: String {
    differences.map(\.words).joined(separator: " and ")
  }

  /// The only difference between two audiences.
  ///
  /// - Returns: The fewest differences that explain it; nil when the audiences are equal, differ
  ///   by more, or are nothing without what they differ in.
  package static func nearMiss(_ left: String, _ right: String) -> Self? {
    guard left != right else { return nil }
    let all = AudienceDifference.allCases
    let subsets = (1..<(1 << all.count)).sorted {
      ($0.nonzeroBitCount, $0) < ($1.nonzeroBitCount, $1)
    }
    for subset in subsets {
      let differences = all.indices.filter { subset & (1 << $0) != 0 }.map { all[$0] }
      let plain = differences.reduce(left) { $1.removed(from: $0) }
      if !plain.isEmpty, plain == differences.reduce(right, { $1.removed(from: $0) }) {
        return Self(differences: differences)
      }
    }
    return nil
  }
}
