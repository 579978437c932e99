package import GitLabCI

/// The kinds of runs that a pipeline is judged for.
package struct Runs: Sendable {
  /// The kinds.
  package let scenarios: [Scenario]
  /// The repository's files, for rules that ask whether some exist.
  package let paths: @Sendable () -> [String]

  /// Kinds of runs; those that are built in, when none are given.
  package init(
    _ scenarios: [Scenario] = Scenario.builtIn(defaultBranch: nil),
    paths: @escaping @Sendable () -> [String] = { [] }
  ) {
    self.scenarios = scenarios
    self.paths = paths
  }
}
