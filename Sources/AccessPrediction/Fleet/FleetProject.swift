/// A project of a fleet, reduced to what an audit asks about it.
package struct FleetProject: Hashable, Sendable {
  /// The outcomes of a project's runs.
  package enum Status: String, CaseIterable, Sendable {
    /// It could not be read or parsed as a whole.
    case incomplete
    /// A run fails, or a finding is an error.
    case fails
    /// No run fails, and at least one is unknown, or an include was not read.
    case unknown
    /// All runs work.
    case works
    /// No job uses Azure.
    case unused
  }

  /// Numbers of verdicts and of findings.
  ///
  /// A verdict is for a job, a secret or a sign-in, and a scenario. Merge requests from forks are not
  /// counted: that those are refused is the intended protection.
  package struct Counts: Hashable, Sendable {
    /// Runs that work.
    package var works = 0
    /// Runs that fail.
    package var fails = 0
    /// Runs without a verdict.
    package var unknown = 0
    /// Findings of `check` that are errors.
    package var errors = 0
    /// Findings of `check` that are warnings.
    package var warnings = 0
    /// Other findings of `check`.
    package var infos = 0
    /// Checks without an answer.
    package var undecided = 0

    /// Nothing was counted.
    package init() {}
  }

  /// The claims of the project's ID tokens, for each of its runs.
  package struct Tokens: Hashable, Sendable {
    /// The issuer; nil when it is unknown.
    package var issuer: String?
    /// The project's path in the claims; nil when it is unknown.
    package var path: String?
    /// The project's ID; nil when it is unknown.
    package var id: Int?
    /// The components of the subject; nil for GitLab's default.
    package var components: [String]?

    /// No facts.
    package init() {}
  }

  /// Its path below the fleet's folder.
  package let path: String
  /// Its numbers.
  package var counts = Counts()
  /// The claims of its tokens.
  package var tokens = Tokens()
  /// The reason why it could not be read or parsed as a whole; empty when it was.
  package var problems: [String] = []
  /// The includes and downstream pipelines that were not read, whose jobs may be missing.
  package var omitted: [PipelinePredictions.Omission] = []
  /// Its jobs' uses of Azure, by job in the pipeline's order.
  package var uses: [FleetUse] = []

  /// A project that has not been read yet.
  package init(path: String) {
    self.path = path
  }

  /// The outcomes of its runs.
  package var status: Status {
    if !problems.isEmpty { return .incomplete }
    if counts.fails > 0 || counts.errors > 0 { return .fails }
    if counts.unknown > 0 || !omitted.isEmpty { return .unknown }
    return counts.works > 0 ? .works : .unused
  }

  /// Whether it has to be looked at before another one.
  package func isWorse(than other: Self) -> Bool {
    func rank(_ project: Self) -> (Int, Int, Int, Int) {
      let counts = project.counts
      let unknown = counts.unknown + project.omitted.count
      return (-counts.fails, -counts.errors, -project.problems.count, -unknown)
    }
    let (left, right) = (rank(self), rank(other))
    return left == right ? path < other.path : left < right
  }
}
