package import GitLabCI

/// The runs for which credentials are planned.
package struct RunSelection: Sendable {
  /// The reason why a name selects nothing.
  package enum Problem: Error, Hashable, Sendable {
    /// No name was given.
    case empty
    /// There is no such scenario or run.
    case unknown(String)
    /// It is the pipeline of a fork, whose tokens must never be accepted.
    case fork(String)
  }

  private let names: Set<String>?

  /// All runs but those of forks.
  package init() {
    names = nil
  }

  /// The runs that are named.
  ///
  /// - Parameters:
  ///   - names: Names of scenarios, and of runs as `JOB@SCENARIO`; several may be joined by commas.
  ///   - scenarios: All scenarios.
  ///   - runs: All runs that sign in to Azure.
  /// - Throws: The first name that selects nothing.
  package init(
    _ names: [String],
    scenarios: [Scenario],
    among runs: [AccessRun]
  ) throws(Problem) {
    let known = Set(scenarios.map(\.name)).union(runs.map(\.name))
    let forks = Set(scenarios.filter { $0.mergeRequest == .fork }.map(\.name))
      .union(runs.filter(\.isFork).map(\.name))
    var selected: Set<String> = []
    for text in names {
      // A job's name may have commas in it.
      let parts =
        known.contains(text) ? [text] : text.split(separator: ",").map { Self.trimmed($0) }
      for part in parts where !part.isEmpty {
        guard known.contains(part) else { throw .unknown(part) }
        guard !forks.contains(part) else { throw .fork(part) }
        selected.insert(part)
      }
    }
    guard !selected.isEmpty else { throw .empty }
    self.names = selected
  }

  /// Whether a run is selected.
  package func contains(_ run: AccessRun) -> Bool {
    guard !run.isFork else { return false }
    return names.map { $0.contains(run.name) || $0.contains(run.scenario) } ?? true
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
