package import Evidence
package import Findings

/// The answers to the live queries of a run.
package struct LiveOutcome: Sendable {
  /// The evidence that was gathered.
  package var evidence = ProjectEvidence()
  /// Files that were fetched for includes, by their paths in a folder of includes.
  package var includes: [String: [UInt8]] = [:]
  /// The queries that failed, as undecided checks of the rules that wait for them.
  package var undecided: [Undecided] = []
  /// Whether something that was named could not be queried.
  package var hasFailed = false

  /// Nothing was queried.
  package init() {}
}
