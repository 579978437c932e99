package import YAMLSyntax

/// One of the jobs that `parallel:matrix` makes of a job: a value for each variable of one row.
///
/// A class, because it remembers whether it was queried: combinations that nothing depends on need
/// not be judged one by one. It lives for one prediction on one thread.
package final class MatrixCombination {
  /// The variables with their values, in order.
  package let values: [Variable]
  /// The number of jobs that the matrix makes.
  package let total: Int
  /// Whether it was asked for the value of one of its job's matrix variables.
  package private(set) var isUsed = false

  init(_ values: [Variable], total: Int = 1) {
    self.values = values
    self.total = total
  }

  /// Whether a definition of scope `matrix` is the one that counts here.
  package func applies(_ variable: Variable) -> Bool {
    isUsed = true
    return values.contains {
      $0.symbol == variable.symbol && $0.value?.node == variable.value?.node
    }
  }

  /// Its values, as GitLab names the job with them: `eu, prod`.
  package func text(in tree: NodeTree) -> String {
    values.compactMap { $0.value.map { tree.rubyText($0.node) } }.joined(separator: ", ")
  }
}

extension Job {
  /// GitLab makes at most this many jobs of one.
  private static let combinationLimit = 200

  /// The combinations of its matrix; a single empty one without a matrix.
  ///
  /// - Parameter tree: The tree that holds the job.
  /// - Returns: The combinations, the first row's first.
  package func combinations(in tree: NodeTree) -> [MatrixCombination] {
    guard ownVariables.contains(where: { $0.scope == .matrix }),
      let parallel = tree.present(.parallel, in: node),
      let matrix = tree.present(.matrix, in: parallel)
    else { return [MatrixCombination([])] }
    let rows = tree.items(matrix).flatMap { Self.product(VariableReader(tree: tree).row($0.value)) }
    let kept = rows.prefix(Self.combinationLimit)
    return kept.map { MatrixCombination($0, total: kept.count) }
  }

  /// The job's name in a run: for a matrix with the values of its entry, `deploy: [eu, prod]`.
  package func name(_ combination: MatrixCombination?, in tree: NodeTree) -> String {
    let name = tree.text(symbol)
    guard let combination, !combination.values.isEmpty else { return name }
    return "\(name): [\(combination.text(in: tree))]"
  }

  /// All ways to take one value of each variable, the last one varying fastest.
  private static func product(_ choices: [[Variable]]) -> [[Variable]] {
    // GitLab refuses what comes to more; a prefix of it is as good as any.
    choices.prefix(combinationLimit).reduce([[]]) { rows, values in
      Array(rows.lazy.flatMap { row in values.lazy.map { row + [$0] } }.prefix(combinationLimit))
    }
  }
}
