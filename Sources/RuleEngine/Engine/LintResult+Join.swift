extension Linter {
  /// What several pipelines of one repository gave, as one result.
  ///
  /// What two of them found in a file that both include is one finding, and a comment that
  /// silences something for one of them is used.
  ///
  /// - Parameter results: The results, in the order of their pipelines.
  /// - Returns: All of them, sorted.
  package func join(_ results: [LintResult]) -> LintResult {
    var joined = LintResult()
    var files: Set<String> = []
    for result in results {
      joined.findings += result.findings
      joined.undecided += result.undecided
      joined.suppressed += result.suppressed
      joined.suppressions += result.suppressions
      joined.jobs += result.jobs
      joined.files += result.files.filter { files.insert($0).inserted }
      joined.unresolvedIncludes += result.unresolvedIncludes
      joined.isIncomplete = joined.isIncomplete || result.isIncomplete
    }
    joined.findings = Self.withoutTwins(joined.findings)
    joined.suppressed = Self.withoutTwins(joined.suppressed)
    if let unused = unusedSuppressions(joined.suppressions) { joined.findings += unused }
    FindingOrder.sort(&joined.findings)
    FindingOrder.sort(&joined.suppressed)
    return joined
  }

  private static func withoutTwins(_ findings: [Finding]) -> [Finding] {
    var seen: [String: Int] = [:]
    var result: [Finding] = []
    for finding in findings {
      let key = "\(finding.rule)\u{0}\(finding.place)\u{0}\(finding.message)"
      if let index = seen[key] {
        result[index].jobs += finding.jobs.filter { !result[index].jobs.contains($0) }
      } else {
        seen[key] = result.count
        result.append(finding)
      }
    }
    return result
  }

  private func unusedSuppressions(_ uses: [SuppressionUse]) -> [Finding]? {
    guard let rule = definitions.first(where: { $0.name == "unused-suppression" }),
      let severity = severities[rule.id]
    else { return nil }
    var findings = SuppressionFindings.findings(uses, rule: rule, severity: severity)
    findings.removeAll(where: isSwitchedOff)
    FindingOrder.sort(&findings)
    Fingerprints.complete(&findings)
    return findings
  }
}
