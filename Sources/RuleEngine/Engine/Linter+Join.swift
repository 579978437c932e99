package import Findings

extension Linter {
  /// Joins the results of several pipelines of one repository.
  ///
  /// A comment that silences something for one of them is used.
  ///
  /// - Parameter results: The results, in the order of their pipelines.
  /// - Returns: All of them, sorted.
  package func join(_ results: [LintResult]) -> LintResult {
    var joined = LintResult(joining: results)
    joined.findings += unusedSuppressions(joined.suppressions)
    FindingOrder.sort(&joined.findings)
    FindingOrder.sort(&joined.suppressed)
    return joined
  }

  private func unusedSuppressions(_ uses: [SuppressionUse]) -> [Finding] {
    let rule = housekeeping.unusedSuppression
    guard let severity = severities[rule.id] else { return [] }
    var findings = SuppressionFindings.findings(uses, rule: rule, severity: severity)
    findings.removeAll(where: isSwitchedOff)
    FindingOrder.sort(&findings)
    Fingerprints.complete(&findings)
    return findings
  }
}
