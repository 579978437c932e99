import Findings

extension RunReport {
  /// The report that one run over all inputs of some runs would have given.
  ///
  /// A finding that several runs have, by path and fingerprint, is there once, with the jobs of all;
  /// the counts are added up.
  package init(merging reports: [RunReport]) {
    self.init()
    findings = Self.joined(reports.map(\.findings))
    suppressed = Self.joined(reports.map(\.suppressed))
    undecided = Self.sorted(reports.flatMap(\.undecided))
    isIncomplete = reports.contains { !$0.isComplete }
    fileCount = reports.reduce(0) { $0 + $1.fileCount }
    jobCount = reports.reduce(0) { $0 + $1.jobCount }
  }

  private struct Key: Hashable {
    var path: String
    var fingerprint: String
  }

  private static func joined(_ lists: [[Finding]]) -> [Finding] {
    var result: [Finding] = []
    var places: [Key: Int] = [:]
    for list in lists {
      // Within a run no two findings are the same: the run itself distinguished those that look so.
      var own: [Key: Int] = [:]
      for finding in list {
        let key = Key(path: finding.place.path, fingerprint: finding.fingerprint)
        if let place = places[key] {
          result[place].jobs += finding.jobs.filter { !result[place].jobs.contains($0) }
        } else {
          own[key] = result.count
          result.append(finding)
        }
      }
      places.merge(own) { first, _ in first }
    }
    FindingOrder.sort(&result)
    return result
  }

  /// Undecided checks in an order that does not depend on the order of the inputs.
  static func sorted(_ questions: [Undecided]) -> [Undecided] {
    questions.sorted { left, right in
      if left.rule != right.rule { return left.rule < right.rule }
      if left.reason != right.reason { return left.reason < right.reason }
      return left.jobs.lexicographicallyPrecedes(right.jobs)
    }
  }
}
