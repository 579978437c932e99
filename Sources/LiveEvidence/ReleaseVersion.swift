/// A release's version by its tag, as semantic versioning has it: `1.2.3`, `v1.2.3-rc.1`.
struct ReleaseVersion: Comparable {
  private let numbers: [Int]
  private let isPreRelease: Bool
  private let tag: String

  /// Reads a tag; nil when it is not a version.
  init?(_ tag: String) {
    let text = tag.hasPrefix("v") ? tag.dropFirst() : tag[...]
    let core = text.prefix { $0 != "-" && $0 != "+" }
    let parts = core.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
    let numbers = parts.compactMap { $0 }
    guard numbers.count == 3, parts.count == 3, numbers.allSatisfy({ $0 >= 0 }) else { return nil }
    self.numbers = numbers
    isPreRelease = text.dropFirst(core.count).first == "-"
    self.tag = tag
  }

  static func < (first: Self, second: Self) -> Bool {
    first.numbers.lexicographicallyPrecedes(second.numbers)
  }

  /// The tag that a version of a component stands for.
  ///
  /// - Parameters:
  ///   - version: The text after the `@`.
  ///   - tags: The tags of the releases.
  /// - Returns: The newest release that fits `~latest`, `1` or `1.2`; nil when none does.
  static func tag(for version: String, among tags: [String]) -> String? {
    let wanted = version == "~latest" ? [] : version.split(separator: ".").compactMap { Int($0) }
    return tags.compactMap(Self.init)
      .filter { !$0.isPreRelease && $0.numbers.starts(with: wanted) }.max()?.tag
  }

  /// Whether a version names a range of releases, and no tag, branch or commit.
  static func isRange(_ version: String) -> Bool {
    let parts = version.split(separator: ".", omittingEmptySubsequences: false)
    return version == "~latest"
      || (1...2).contains(parts.count)
        && parts.allSatisfy { part in
          !part.isEmpty && part.allSatisfy { $0.isASCII && $0.isNumber }
        }
  }
}
