import TextFormats

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
    findings = Twins(findings).joined
    suppressed = Twins(suppressed).joined
  }

  /// Joins the results of the compositions of one pipeline: what was found in several runs is one
  /// finding, and each job and file counts once.
  ///
  /// A finding that only some of the compositions have, though its jobs are in others, too, names the
  /// scenarios of those that have it.
  ///
  /// - Parameters:
  ///   - results: The results, in the order of the runs; not empty.
  ///   - scenarios: The names of each one's scenarios.
  package init(compositions results: [LintResult], of scenarios: [[String]]) {
    self.init(joining: results)
    var seen: Set<String> = []
    jobs = jobs.filter { seen.insert($0).inserted }
    unresolvedIncludes = results.map(\.unresolvedIncludes).max() ?? 0
    var known: Set<Undecided> = []
    undecided = undecided.filter { known.insert($0).inserted }

    let compositions = results.map { (twins: Twins($0.findings), jobs: Set($0.jobs)) }
    for index in findings.indices where findings[index].scenarios.isEmpty {
      let finding = findings[index]
      let hasIt = compositions.map { $0.twins.place(of: finding) != nil }
      let couldHaveIt = compositions.contains { composition in
        composition.twins.place(of: finding) == nil
          && (finding.jobs.isEmpty || !composition.jobs.isDisjoint(with: finding.jobs))
      }
      guard couldHaveIt else { continue }
      let names = zip(hasIt, scenarios).flatMap { $0 ? $1 : [] }
      findings[index].scenarios = names
      let word = Noun.form(of: "scenario", for: names.count)
      findings[index].message += " (in the \(word) \(names.joined(separator: ", ")))"
    }
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

/// Findings, those that are the same but for their jobs as one.
private struct Twins {
  private struct Cause: Hashable {
    var rule: String
    var place: FileLocation
  }

  private(set) var joined: [Finding] = []
  private var places: [Cause: [Int]] = [:]

  init(_ findings: [Finding]) {
    for finding in findings { add(finding) }
  }

  /// Where the finding is that is the same as another one but for its jobs.
  func place(of finding: Finding) -> Int? {
    let message = Finding.general(finding.message, jobs: finding.jobs)
    return places[Cause(rule: finding.rule, place: finding.place)]?.first { index in
      Finding.general(joined[index].message, jobs: joined[index].jobs) == message
    }
  }

  private mutating func add(_ finding: Finding) {
    guard let twin = place(of: finding) else {
      places[Cause(rule: finding.rule, place: finding.place), default: []].append(joined.count)
      joined.append(finding)
      return
    }
    if joined[twin].jobs != finding.jobs {
      joined[twin].message = Finding.general(finding.message, jobs: finding.jobs)
    }
    joined[twin].jobs += finding.jobs.filter { !joined[twin].jobs.contains($0) }
    joined[twin].scenarios += finding.scenarios.filter { !joined[twin].scenarios.contains($0) }
  }
}
