package import Files
package import Findings

extension Linter {
  /// The result of one pipeline, and the rules that it was checked by.
  package struct Part {
    let linter: Linter
    let result: LintResult

    /// A part.
    ///
    /// - Parameters:
    ///   - linter: The rules.
    ///   - result: Their findings.
    package init(linter: Linter, result: LintResult) {
      self.linter = linter
      self.result = result
    }
  }

  /// Joins the results of several pipelines that were checked by these rules.
  package func join(_ results: [LintResult]) -> LintResult {
    Self.join(results.map { Part(linter: self, result: $0) })
  }

  /// Joins the results of several pipelines of one repository.
  ///
  /// A comment that suppresses something for one of them is used; one that does not is reported by
  /// the configuration of the first pipeline with its file.
  ///
  /// - Parameters:
  ///   - parts: The results, in the order of their pipelines.
  ///   - budget: The run's budget.
  /// - Returns: All of them, sorted.
  package static func join(_ parts: [Part], within budget: Budget = Budget()) -> LintResult {
    var joined = LintResult(joining: parts.map(\.result))
    var owners: [String: Int] = [:]
    for (index, part) in parts.enumerated() {
      for path in part.result.files where owners[path] == nil { owners[path] = index }
    }
    let uses = Dictionary(grouping: joined.suppressions) { owners[$0.place.path] ?? 0 }
    for (index, uses) in uses.sorted(by: { $0.key < $1.key }) {
      joined.findings += parts[index].linter.unusedSuppressions(uses, within: budget)
    }
    FindingOrder.sort(&joined.findings)
    FindingOrder.sort(&joined.suppressed)
    return joined
  }

  private func unusedSuppressions(
    _ uses: [SuppressionUse],
    within budget: Budget
  ) -> [Finding] {
    let rule = housekeeping.unusedSuppression
    guard let severity = severities[rule.id] else { return [] }
    var findings = adjusted(
      SuppressionFindings.findings(uses, rule: rule, severity: severity),
      within: budget
    )
    FindingOrder.sort(&findings)
    Fingerprints.complete(&findings)
    return findings
  }
}
