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
  /// Whether not all could be queried, because time ran out or a query to a required source failed.
  package var hasFailed = false
  /// Whether a query to a source that `--live=SOURCES` requires failed.
  package var lacksRequired = false

  /// Nothing was queried.
  package init() {}
}
