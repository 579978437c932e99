extension LintResult {
  /// Joins the results of several pipelines of one repository.
  ///
  /// The same finding in a file that two of them include is one finding, which names the jobs of
  /// both.
  ///
  /// - Parameter results: The results, in the order of their pipelines.
  package init(joining results: [LintResult]) {
    var known: Set<String> = []
    for result in results {
      findings += result.findings
      undecided += result.undecided
      suppressed += result.suppressed
      suppressions += result.suppressions
      jobs += result.jobs
      files += result.files.filter { known.insert($0).inserted }
      unresolvedIncludes += result.unresolvedIncludes
      isIncomplete = isIncomplete || result.isIncomplete
    }
    findings = Self.withoutTwins(findings)
    suppressed = Self.withoutTwins(suppressed)
  }

  private static func withoutTwins(_ findings: [Finding]) -> [Finding] {
    var seen: [String: Int] = [:]
    var result: [Finding] = []
    for finding in findings {
      let message = Finding.general(finding.message, jobs: finding.jobs)
      let key = "\(finding.rule)\u{0}\(finding.place)\u{0}\(message)"
      if let index = seen[key] {
        if result[index].jobs != finding.jobs { result[index].message = message }
        result[index].jobs += finding.jobs.filter { !result[index].jobs.contains($0) }
      } else {
        seen[key] = result.count
        result.append(finding)
      }
    }
    return result
  }

  /// Joins the results of the compositions of one pipeline: what was found in several runs is one
  /// finding, and each job and file counts once.
  ///
  /// - Parameter results: The results, in the order of the runs; not empty.
  package init(compositions results: [LintResult]) {
    self.init(joining: results)
    var seen: Set<String> = []
    jobs = jobs.filter { seen.insert($0).inserted }
    unresolvedIncludes = results.map(\.unresolvedIncludes).max() ?? 0
    var known: Set<Undecided> = []
    undecided = undecided.filter { known.insert($0).inserted }
  }

  /// Keeps only what is about some files: the rest is about a pipeline that nobody asked for.
  ///
  /// - Parameter paths: The files.
  package mutating func restrict(to paths: Set<String>) {
    findings.removeAll { !paths.contains($0.place.path) }
    suppressed.removeAll { !paths.contains($0.place.path) }
    suppressions.removeAll { !paths.contains($0.place.path) }
    files.removeAll { !paths.contains($0) }
    undecided = []
    jobs = []
    unresolvedIncludes = 0
    isIncomplete = false
  }
}
