/// A release of GitLab or its runner by major and minor number.
package struct ReleaseNumber: Hashable, Comparable, Sendable {
  /// The first number.
  package let major: Int
  /// The second number.
  package let minor: Int
  /// The third number; nil when it is not given.
  package let patch: Int?

  /// A release.
  package init(_ major: Int, _ minor: Int, _ patch: Int? = nil) {
    self.major = major
    self.minor = minor
    self.patch = patch
  }

  /// A release from text such as `18.9` or `18.2.2`; nil for anything else.
  package init?(_ text: String) {
    let parts = text.split(separator: ".").prefix(3).map { Int($0.prefix { $0.isNumber }) }
    guard parts.count >= 2, let major = parts[0], let minor = parts[1] else { return nil }
    self.init(major, minor, parts.count > 2 ? parts[2] : nil)
  }

  package static func < (left: Self, right: Self) -> Bool {
    (left.major, left.minor, left.patch ?? 0) < (right.major, right.minor, right.patch ?? 0)
  }
}
