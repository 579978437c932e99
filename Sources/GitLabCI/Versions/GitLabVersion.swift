/// A version of GitLab, by the two numbers that decide what its configuration may contain.
package struct GitLabVersion: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The first number.
  package let major: Int
  /// The second number.
  package let minor: Int

  /// A version from its numbers.
  package init(_ major: Int, _ minor: Int) {
    self.major = major
    self.minor = minor
  }

  /// Reads a version such as `18.10` or `18.9.2-ee`; nil when a text does not begin with two numbers.
  package init?(_ text: String) {
    let parts = text.split(separator: ".", maxSplits: 2)
    guard parts.count > 1, let major = Int(parts[0]),
      let minor = Int(parts[1].prefix { $0.isASCII && $0.isNumber })
    else { return nil }
    self.init(major, minor)
  }

  /// The version as people write it.
  package var description: String { "\(major).\(minor)" }

  /// Whether a version came before another one.
  package static func < (left: Self, right: Self) -> Bool {
    (left.major, left.minor) < (right.major, right.minor)
  }
}
