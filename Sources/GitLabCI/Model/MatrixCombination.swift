package import YAMLSyntax

/// One of the jobs that `parallel` makes of a job: a number, and for a matrix a value for each variable
/// of one row.
///
/// A class, because it remembers whether it was queried: combinations that nothing depends on need
/// not be judged one by one. It lives for one prediction on one thread.
package final class MatrixCombination {
  /// The variables with their values, in order.
  package let values: [Variable]
  /// The number among the jobs, from 1; nil for a job that is not parallel.
  package let index: Int?
  /// The number of jobs that `parallel` makes.
  package let total: Int
  /// Whether it was asked for something that distinguishes it from the others.
  package private(set) var isUsed = false

  init(_ values: [Variable], index: Int? = nil, total: Int = 1) {
    self.values = values
    self.index = index
    self.total = total
  }

  /// Notes that something depends on it.
  package func use() { isUsed = true }

  /// Whether a definition of scope `matrix` is the one that counts here.
  package func applies(_ variable: Variable) -> Bool {
    use()
    return values.contains {
      $0.symbol == variable.symbol && $0.value?.node == variable.value?.node
    }
  }

  /// The part of the job's name that distinguishes it: `2/3`, or the values of its row.
  package func label(in tree: NodeTree) -> String {
    guard values.isEmpty else {
      return values.compactMap { $0.value.map { tree.rubyText($0.node) } }.joined(separator: ", ")
    }
    return index.map { "\($0)/\(total)" } ?? ""
  }

  /// The job with its values for `$[[ matrix.NAME ]]`.
  func part(in tree: NodeTree) -> ParallelJob {
    var variables: [String: String] = [:]
    for variable in values {
      variables[tree.text(variable.symbol)] = variable.value.map { tree.rubyText($0.node) }
    }
    return ParallelJob(name: "", variables: variables)
  }
}

extension Job {
  /// The combinations of its matrix, or its numbers; a single empty one without `parallel`.
  ///
  /// - Parameter tree: The tree that holds the job.
  /// - Returns: The combinations, the first row's first.
  package func combinations(in tree: NodeTree) -> [MatrixCombination] {
    guard let parallel = tree.present(.parallel, in: node) else { return [MatrixCombination([])] }
    if let total = tree.int(parallel), (1...Shapes.parallelLimit).contains(total) {
      return (1...total).map { MatrixCombination([], index: $0, total: total) }
    }
    guard ownVariables.contains(where: { $0.scope == .matrix }),
      let matrix = tree.present(.matrix, in: parallel)
    else { return [MatrixCombination([])] }
    let rows = tree.items(matrix).flatMap { Self.product(VariableReader(tree: tree).row($0.value)) }
    let kept = rows.prefix(Shapes.parallelLimit)
    let all = zip(kept, 1...).map { MatrixCombination($0, index: $1, total: kept.count) }
    // GitLab keeps the last of several with the same name, where the first was.
    var places: [String: Int] = [:]
    return all.reduce(into: []) { result, combination in
      let label = combination.label(in: tree)
      if let place = places[label] {
        result[place] = combination
      } else {
        places[label] = result.count
        result.append(combination)
      }
    }
  }

  /// The job's name in a run: `deploy 2/3`, or for a matrix with the values of its entry,
  /// `deploy: [eu, prod]`.
  package func name(_ combination: MatrixCombination?, in tree: NodeTree) -> String {
    let name = tree.text(symbol)
    guard let combination, combination.index != nil else { return name }
    let label = combination.label(in: tree)
    return combination.values.isEmpty ? "\(name) \(label)" : "\(name): [\(label)]"
  }

  /// All ways to take one value of each variable, the last one varying fastest.
  private static func product(_ choices: [[Variable]]) -> [[Variable]] {
    // GitLab refuses what comes to more; a prefix of it is as good as any.
    let limit = Shapes.parallelLimit
    return choices.prefix(limit).reduce([[]]) { rows, values in
      Array(rows.lazy.flatMap { row in values.lazy.map { row + [$0] } }.prefix(limit))
    }
  }
}
