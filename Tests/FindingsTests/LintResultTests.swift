import Findings
import Testing
import YAMLSyntax

/// Results of several pipelines as one, and what a baseline takes out of it.
@Suite struct LintResultTests {
  private static func result(
    _ findings: [Finding] = [],
    files: [String] = []
  ) -> LintResult {
    var result = LintResult()
    result.findings = findings
    result.files = files
    return result
  }

  // MARK: Joining

  @Test func oneFindingInASharedFileNamesTheJobsOfBoth() {
    let joined = LintResult(joining: [
      Self.result([.sample(path: "shared.yml", jobs: ["a", "b"])]),
      Self.result([.sample(path: "shared.yml", jobs: ["b", "c"])]),
    ])
    #expect(joined.findings.map(\.jobs) == [["a", "b", "c"]])
  }

  @Test(arguments: [
    // The jobs of each composition, the finding's jobs in the first, and the scenarios named.
    ([["a"], ["a"]], ["a"], ["tag"]), ([["a"], ["b"]], ["a"], []), ([["a"], []], [], ["tag"]),
  ])
  func aFindingOfSomeRunsNamesTheirScenarios(
    jobs: [[String]],
    found: [String],
    scenarios: [String]
  ) {
    let results = zip(jobs, [[Finding.sample(jobs: found)], []]).map { jobs, findings in
      var result = Self.result(findings)
      result.jobs = jobs
      return result
    }
    let joined = LintResult(compositions: results, of: [["tag"], ["schedule", "default-branch"]])
    #expect(joined.findings.map(\.scenarios) == [scenarios])
    #expect(joined.findings[0].message.hasSuffix("(in the scenario tag)") != scenarios.isEmpty)
    let both = LintResult(compositions: [results[0], results[0]], of: [["tag"], ["schedule"]])
    #expect(both.findings.map(\.scenarios) == [[]])
  }

  @Test func findingsThatDifferAreKept() {
    let joined = LintResult(joining: [
      Self.result([.sample(), .sample(message: "other"), .sample("AKV203")]),
      Self.result([.sample(line: 2), .sample(path: "b.yml")]),
    ])
    #expect(joined.findings.count == 5)
  }

  @Test func filesAreListedOnceAndTheRestIsAdded() {
    var first = Self.result(files: ["a.yml", "shared.yml"])
    first.jobs = ["a"]
    first.unresolvedIncludes = 1
    var second = Self.result(files: ["b.yml", "shared.yml"])
    second.jobs = ["a", "b"]
    second.unresolvedIncludes = 2
    second.isIncomplete = true
    let joined = LintResult(joining: [first, second])
    #expect(joined.files == ["a.yml", "shared.yml", "b.yml"])
    #expect(joined.jobs == ["a", "a", "b"])
    #expect(joined.unresolvedIncludes == 3)
    #expect(joined.isIncomplete)
    #expect(!LintResult(joining: [first]).isIncomplete)
  }

  @Test(
    arguments: [
      (.used, .unused, .used), (.unused, .used, .used), (.unused, .unused, .unused),
      (.unused, .undetermined, .undetermined), (.undetermined, .unused, .undetermined),
      (.undetermined, .used, .used), (.used, .undetermined, .used),
    ] as [(SuppressionUse.State, SuppressionUse.State, SuppressionUse.State)]
  )
  func aCommentIsUsedWhenAnyPipelineNeedsIt(
    first: SuppressionUse.State,
    second: SuppressionUse.State,
    expected: SuppressionUse.State
  ) {
    func use(_ state: SuppressionUse.State) -> SuppressionUse {
      let place = Finding.sample().place
      let entry = SuppressionUse.Entry(rule: "AKV202", span: place.span, state: state)
      return SuppressionUse(place: place, removal: place.span, entries: [entry])
    }
    var joined = use(first)
    joined.join(use(second))
    #expect(joined.entries.map(\.state) == [expected])
  }

  // MARK: Baselines

  private static func entry(_ finding: Finding) -> Baseline.Entry {
    Baseline.Entry(
      rule: finding.rule,
      path: finding.place.path,
      fingerprint: finding.fingerprint
    )
  }

  @Test func knownFindingsAreSuppressed() {
    var findings: [Finding] = [
      .sample(line: 1, identity: "known"), .sample(line: 2, identity: "new"),
    ]
    Fingerprints.complete(&findings)
    var result = Self.result(findings, files: [".gitlab-ci.yml"])
    let gone = result.subtract(Baseline([Self.entry(findings[0])]))
    #expect(gone.isEmpty)
    #expect(result.findings.map(\.identity) == ["new"])
    #expect(result.suppressed.map(\.identity) == ["known"])
    #expect(result.suppressed.map(\.silencing) == [.baseline])
  }

  @Test func anEntryIsGoneOnlyWhenItsFileWasChecked() {
    var result = Self.result(files: ["a.yml"])
    let entries = ["a.yml", "b.yml"].map {
      Baseline.Entry(rule: "AKV202", path: $0, fingerprint: "f")
    }
    #expect(result.subtract(Baseline(entries)) == [entries[0]])
  }

  @Test func aFingerprintCountsForItsRuleAndFileOnly() {
    var findings: [Finding] = [.sample(identity: "a")]
    Fingerprints.complete(&findings)
    let known = Self.entry(findings[0])
    let others = [
      Baseline.Entry(rule: "AKV203", path: known.path, fingerprint: known.fingerprint),
      Baseline.Entry(rule: known.rule, path: "b.yml", fingerprint: known.fingerprint),
    ]
    var result = Self.result(findings)
    _ = result.subtract(Baseline(others))
    #expect(result.findings.count == 1)
  }
}
