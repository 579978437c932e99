import YAMLSyntax

/// The amount of data to compare in jobs.
///
/// The parts that `default`, `variables` and references add to thousands of jobs are in memory
/// once, but every job's check reads them.
struct JobWeight {
  /// Ten times what the biggest pipelines come to: two thousand jobs with three hundred variables.
  static let limit = 10_000_000
  /// The number of bytes of a text that count as one value.
  private static let textUnit = 8
  /// The weight of an ID token, which many rules check, or of a job.
  private static let token = 16
  /// The weight of a secret, which most rules and all predictions check.
  private static let secret = 100
  /// The number of bytes of a job's name that count as one value, for each of its tokens and
  /// secrets, which show it.
  private static let nameUnit = 4

  private var sum = 0

  /// Adds a job.
  ///
  /// - Returns: Whether all jobs together are still within the limit.
  mutating func add(_ job: Job, in tree: NodeTree) -> Bool {
    let tokens = job.idTokens.count + job.lostTokens.count
    let variables = job.inheritedVariables.count + job.ownVariables.count
    let secrets = job.secrets.count
    sum += variables + job.script.count + Self.token * (1 + tokens) + Self.secret * secrets
    sum += (tokens + secrets) * (tree.bytes(job.symbol).count / Self.nameUnit)
    // Each token is compared with each secret, by several rules, and with each variable.
    sum += tokens * (3 * secrets + variables)
    for line in job.script { sum += tree.text(line.node).count / Self.textUnit }
    return sum <= Self.limit
  }
}
