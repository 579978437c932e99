import YAMLSyntax

extension LintResult {
  /// Takes out what a baseline knows.
  ///
  /// - Parameter baseline: The known findings.
  /// - Returns: The entries that are no longer found in files that were checked.
  package mutating func subtract(_ baseline: Baseline) -> [Baseline.Entry] {
    let entries = findings.map { Self.entry($0) }
    let known = Set(baseline.entries)
    for (var finding, entry) in zip(findings, entries) where known.contains(entry) {
      finding.silencing = .baseline
      suppressed.append(finding)
    }
    findings = zip(findings, entries).filter { !known.contains($0.1) }.map(\.0)
    FindingOrder.sort(&suppressed)
    let found = Set(entries)
    return baseline.entries.filter { !found.contains($0) && files.contains($0.path) }
  }

  /// Takes out findings that were there before, as if they were not found.
  ///
  /// - Parameter former: The findings that were there.
  package mutating func remove(_ former: Baseline) {
    let known = Set(former.entries)
    guard !known.isEmpty else { return }
    findings.removeAll { known.contains(Self.entry($0)) }
  }

  /// A finding's entry in a baseline.
  static func entry(_ finding: Finding) -> Baseline.Entry {
    Baseline.Entry(
      rule: finding.rule,
      path: finding.place.path,
      fingerprint: finding.fingerprint
    )
  }
}
