package import Findings

/// The findings that make a run fail, by the lowest severity that does.
package struct FailureThreshold: Sendable {
  /// By the path of the file; nil when errors fail everywhere.
  private let levels: [String: Severity]?

  /// Errors make a run fail, in each file.
  package static let errors = Self(nil)

  private init(_ levels: [String: Severity]?) {
    self.levels = levels
  }

  /// A threshold of its own for each file; in files without one no finding makes the run fail.
  package init(byPath levels: [String: Severity]) {
    self.init(levels)
  }

  /// Whether a finding makes the run fail.
  package func isReached(by finding: Finding) -> Bool {
    guard let levels else { return finding.severity == .error }
    return levels[finding.place.path].map { finding.severity >= $0 } ?? false
  }
}
