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
    struct Cause: Hashable {
      var rule: String
      var place: FileLocation
    }
    var known: [Cause: [Int]] = [:]
    var result: [Finding] = []
    for finding in findings {
      let cause = Cause(rule: finding.rule, place: finding.place)
      let twin = known[cause]?.first { areTwins(result[$0], finding) }
      if let twin {
        if result[twin].jobs != finding.jobs {
          result[twin].message = Finding.general(finding.message, jobs: finding.jobs)
        }
        result[twin].jobs += finding.jobs.filter { !result[twin].jobs.contains($0) }
      } else {
        known[cause, default: []].append(result.count)
        result.append(finding)
      }
    }
    return result
  }

  /// Whether two findings of a rule at one place are the same except for their jobs.
  private static func areTwins(_ one: Finding, _ other: Finding) -> Bool {
    Finding.general(one.message, jobs: one.jobs) == Finding.general(other.message, jobs: other.jobs)
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

  /// Keeps only what is about some files: the rest is about a pipeline that was not asked for.
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
