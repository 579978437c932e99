package import Evidence
package import Findings

/// What the live queries of a run gave.
package struct LiveOutcome: Sendable {
  /// What was found out.
  package var evidence = ProjectEvidence()
  /// Files that were fetched for includes, by their paths in a folder of includes.
  package var includes: [String: [UInt8]] = [:]
  /// What could not be queried, as undecided checks of the rules that wait for it.
  package var undecided: [Undecided] = []
  /// Whether something that was named could not be queried.
  package var hasFailed = false

  /// Nothing was queried.
  package init() {}
}
