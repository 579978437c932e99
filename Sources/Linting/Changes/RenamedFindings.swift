import Findings

/// Findings of two states that differ only in the name of a job.
enum RenamedFindings {
  /// A finding as far as the name of its job does not matter.
  private struct Key: Hashable {
    let rule: String
    let path: String
    let severity: Severity
    let message: String
    let jobs: [String]
    let secret: String?
    let scenarios: [String]
    let predicts: String?

    /// The key of a finding whose jobs may have other names by now.
    init(_ finding: Finding, _ names: [String: String] = [:]) {
      rule = finding.rule
      path = finding.place.path
      severity = finding.severity
      message = Finding.general(finding.message, jobs: finding.jobs)
      jobs = finding.jobs.map { names[$0] ?? $0 }.sorted()
      secret = finding.secret
      scenarios = finding.scenarios
      predicts = finding.predicts
    }
  }

  /// Leaves out what is neither new nor fixed.
  ///
  /// - Parameters:
  ///   - new: The findings that only the new state has.
  ///   - fixed: The findings that only the old state has.
  ///   - names: The present names of renamed jobs, by their former ones.
  static func leaveOut(
    _ new: inout [Finding],
    _ fixed: inout [Finding],
    _ names: [String: String]
  ) {
    guard !names.isEmpty else { return }
    var known: [Key: Int] = [:]
    for finding in fixed where finding.jobs.contains(where: { names[$0] != nil }) {
      known[Key(finding, names), default: 0] += 1
    }
    var same: [Key: Int] = [:]
    new.removeAll { finding in
      let key = Key(finding)
      guard let count = known[key], count > 0 else { return false }
      known[key] = count - 1
      same[key, default: 0] += 1
      return true
    }
    fixed.removeAll { finding in
      let key = Key(finding, names)
      guard finding.jobs.contains(where: { names[$0] != nil }), let count = same[key], count > 0
      else { return false }
      same[key] = count - 1
      return true
    }
  }
}
