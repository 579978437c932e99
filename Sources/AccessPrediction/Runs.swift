package import GitLabCI

/// The scenarios that a pipeline is judged for.
package struct Runs: Sendable {
  /// The scenarios.
  package let scenarios: [Scenario]
  /// The repository's files, for rules that ask whether some exist.
  package let paths: @Sendable () -> [String]

  /// The scenarios; the built-in ones when none are given.
  package init(
    _ scenarios: [Scenario] = Scenario.builtIn(defaultBranch: nil),
    paths: @escaping @Sendable () -> [String] = { [] }
  ) {
    self.scenarios = scenarios
    self.paths = paths
  }
}
