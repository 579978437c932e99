/// The names that GitLab accepts for environments.
///
/// Source: GitLab 18.9, `lib/gitlab/regex.rb`, `app/models/environment.rb`.
package enum EnvironmentName {
  /// The most characters that a name may have once its variables are expanded.
  package static let maximumLength = 255

  /// Whether GitLab creates an environment with a name.
  package static func isValid(_ name: String) -> Bool {
    isWellFormed(name) && name.utf8.count <= maximumLength
  }

  /// Whether a name has only characters that GitLab accepts: all that is validated with the pipeline.
  static func isWellFormed(_ name: String) -> Bool {
    guard let first = name.utf8.first, let last = name.utf8.last,
      first != UInt8(ascii: "/"), last != UInt8(ascii: "/")
    else { return false }
    return name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "_/${}. -".utf8.contains(byte)
      }
    }
  }
}
