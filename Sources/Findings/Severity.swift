/// The severity of a finding.
package enum Severity: String, Sendable, CaseIterable, Comparable {
  case error
  case warning
  case info

  package static func < (left: Self, right: Self) -> Bool {
    left.rank < right.rank
  }

  private var rank: Int {
    switch self {
    case .info: 0
    case .warning: 1
    case .error: 2
    }
  }
}
