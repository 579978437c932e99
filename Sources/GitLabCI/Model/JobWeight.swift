import YAMLSyntax

/// How much there is to compare in jobs.
///
/// What `default`, `variables` and references give to each of thousands of jobs stands in memory
/// once, and is looked at for each of them.
struct JobWeight {
  /// Ten times what the biggest pipelines come to: two thousand jobs with three hundred variables.
  static let limit = 10_000_000
  /// A text counts as one value for each so many bytes.
  private static let textUnit = 8
  /// What ID tokens and secrets count, about which most rules are.
  private static let subject = 8

  private var sum = 0

  /// Adds a job.
  ///
  /// - Returns: Whether all jobs together are still within the limit.
  mutating func add(_ job: Job, in tree: NodeTree) -> Bool {
    let tokens = job.idTokens.count + job.lostTokens.count
    let variables = job.inheritedVariables.count + job.ownVariables.count
    sum += variables + job.script.count + Self.subject * (1 + tokens + job.secrets.count)
    // Each token is compared with each secret and each variable.
    sum += tokens * (job.secrets.count + variables)
    for line in job.script { sum += tree.text(line.node).count / Self.textUnit }
    return sum <= Self.limit
  }
}
