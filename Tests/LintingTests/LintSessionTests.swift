import Findings
import Linting
import Reporting
import RuleEngine
import Testing
import YAMLSyntax

/// Pipelines of a repository that are linted in one run.
@Suite struct LintSessionTests {
  /// A job with a secret whose token does not exist (AKV202).
  private static func job(_ name: String) -> String {
    """
    \(name):
      script: x
      id_tokens: {AZURE_JWT: {aud: https://gitlab.com}}
      secrets: {S: {azure_key_vault: {name: n}, token: $NOPE}}

    """
  }

  private static func run(
    _ files: [String: String],
    _ paths: [String] = ["."],
    overlay: [String: String] = [:],
    jobs: Int? = nil,
    baseline: (LintSession.Outcome) -> Baseline = { _ in Baseline() }
  ) throws -> LintSession.Outcome {
    let folder = try TemporaryRepository(files)
    let workspace = try folder.workspace()
    var resolver = InputResolver(try folder.workspaces(), folder: folder.root)
    for path in paths { resolver.add(path) }
    let inputs = try resolver.resolve()
    let contents = overlay.mapValues { Array($0.utf8) }
    func outcome(_ baseline: Baseline) throws -> LintSession.Outcome {
      LintSession(
        workspace: workspace,
        linter: try workspace.linter(),
        inputs: inputs,
        baseline: baseline,
        jobs: jobs
      ).run(overlay: contents)
    }
    let known = baseline(try outcome(Baseline()))
    return try outcome(known)
  }

  /// The findings of AKV202: file and jobs.
  private static func undefined(_ outcome: LintSession.Outcome) -> [String] {
    outcome.report.findings.filter { $0.rule == "AKV202" }
      .map { "\($0.place.path) \($0.jobs.joined(separator: ","))" }
  }

  /// A pipeline is linted once, however many of its parts are named beside it, and what was composed
  /// to find its files gives the same findings.
  @Test func aPipelineWithTenPartsIsComposedOnce() throws {
    let parts = (0..<10).map { "part\($0).yml" }
    var files = [".gitlab-ci.yml": "include: [\(parts.joined(separator: ", "))]\n"]
    for (number, part) in parts.enumerated() { files[part] = Self.job("job\(number)") }
    let folder = try TemporaryRepository(files)
    var resolver = InputResolver(try folder.workspaces(), folder: folder.root)
    for part in parts { resolver.add(part) }
    let inputs =
      try resolver.resolve() + parts.map { LintRoot(path: $0, role: .fragment, isFound: true) }
    let workspace = try folder.workspace()
    var session = LintSession(
      workspace: workspace,
      linter: try workspace.linter(),
      inputs: inputs
    )
    func lint() -> (outcome: LintSession.Outcome, count: Int) {
      var count = 0
      let outcome = session.run(overlay: [:]) { _ in
        count += 1
        return true
      }
      return (outcome, count)
    }
    let fresh = lint()
    session.composed = resolver.composed
    let kept = lint()
    #expect(fresh.count == 1)
    #expect(kept.count == 1)
    #expect(Self.undefined(kept.outcome) == Self.undefined(fresh.outcome))
    #expect(Self.undefined(kept.outcome).count == 10)
  }

  /// A composition is reused only while the files are unchanged.
  @Test func otherContentsAreComposedAgain() throws {
    let folder = try TemporaryRepository([
      ".gitlab-ci.yml": "include: [part.yml]\n", "part.yml": Self.job("job"),
    ])
    var resolver = InputResolver(try folder.workspaces(), folder: folder.root)
    resolver.add("part.yml")
    let workspace = try folder.workspace()
    var session = LintSession(
      workspace: workspace,
      linter: try workspace.linter(),
      inputs: try resolver.resolve()
    )
    session.composed = resolver.composed
    #expect(Self.undefined(session.run(overlay: [:])) == ["part.yml job"])
    let overlay = ["part.yml": Array("job: {script: x}\n".utf8)]
    #expect(Self.undefined(session.run(overlay: overlay)).isEmpty)
  }

  @Test func whatAPipelineIncludesIsPartOfIt() throws {
    // The included file has the name of a pipeline, but is linted as a part of the other.
    let files = [
      ".gitlab-ci.yml": "include: {local: app/.gitlab-ci.yml}\nfirst: {script: x}\n",
      "app/.gitlab-ci.yml": Self.job("second"),
    ]
    let outcome = try Self.run(files)
    #expect(Self.undefined(outcome) == ["app/.gitlab-ci.yml second"])
    #expect(outcome.result.jobs.sorted() == ["first", "second"])
    // It is not a pipeline of its own either when the command line names it.
    let named = try Self.run(files, ["app/.gitlab-ci.yml"])
    #expect(named.result.jobs.sorted() == ["first", "second"])
    #expect(Self.undefined(named) == ["app/.gitlab-ci.yml second"])
  }

  @Test func oneFindingInASharedFileNamesTheJobsOfAllPipelines() throws {
    let template = Self.job(".azure").replacing("name: n}", with: "name: a_b}")
    let outcome = try Self.run([
      "shared.yml": template,
      "a/.gitlab-ci.yml": "include: {local: shared.yml}\nfirst: {extends: .azure}\n",
      "b/.gitlab-ci.yml": "include: {local: shared.yml}\nsecond: {extends: .azure}\n",
    ])
    let jobs = outcome.report.findings.filter { $0.rule == "AKV210" }.map(\.jobs)
    #expect(jobs == [["first", "second"]])
  }

  @Test func aMistakeInATemplateIsOneFinding() throws {
    let jobs = ["one", "two", "three"].map { "\($0): {extends: .base}\n" }.joined()
    let outcome = try Self.run([
      ".gitlab-ci.yml": "include: {local: base.yml}\n" + jobs,
      "other/.gitlab-ci.yml": "include: {local: base.yml}\nfour: {extends: .base}\n",
      "base.yml": ".base:\n  script: x\n  scripts: x\n",
    ])
    let found = outcome.report.findings.filter { $0.rule == "AKV012" }
    #expect(found.map(\.jobs) == [["one", "two", "three", "four"]])
    #expect(found.map(\.message) == ["\"scripts\" is not allowed in the job; did you mean script?"])
  }

  @Test func childPipelinesAreLintedWithTheirParents() throws {
    let outcome = try Self.run(
      [
        ".gitlab-ci.yml": "start: {trigger: {include: child.yml}}\n",
        "child.yml": Self.job("deploy"),
      ],
      [".gitlab-ci.yml"]
    )
    #expect(Self.undefined(outcome) == ["child.yml deploy"])
    #expect(outcome.report.sources.keys.sorted() == [".gitlab-ci.yml", "child.yml"])
  }

  @Test func anOverlayCountsInsteadOfTheFile() throws {
    let files = [".gitlab-ci.yml": "include: {local: ci.yml}\n", "ci.yml": "job: {script: x}\n"]
    #expect(Self.undefined(try Self.run(files)).isEmpty)
    let outcome = try Self.run(files, overlay: ["ci.yml": Self.job("job")])
    #expect(Self.undefined(outcome) == ["ci.yml job"])
  }

  @Test func whatCannotBeReadIsAFailureOfItsOwn() throws {
    let folder = try TemporaryRepository(["a/.gitlab-ci.yml": Self.job("job")])
    try folder.link(".gitlab-ci.yml", to: "../outside.yml")
    try folder.write("job: {script: x}\n", to: "../outside.yml")
    let workspace = try folder.workspace()
    let session = LintSession(
      workspace: workspace,
      linter: try workspace.linter(),
      inputs: [LintRoot(path: ".gitlab-ci.yml"), LintRoot(path: "a/.gitlab-ci.yml")]
    )
    let outcome = session.run(overlay: [:])
    #expect(outcome.failures.count == 1)
    #expect(outcome.failures.first?.hasPrefix("cannot read .gitlab-ci.yml") ?? false)
    #expect(Self.undefined(outcome) == ["a/.gitlab-ci.yml job"])
  }

  @Test func aBaselineLeavesOnlyWhatIsNew() throws {
    let files = [".gitlab-ci.yml": Self.job("first") + Self.job("second")]
    let outcome = try Self.run(files) { before in
      let first = before.report.findings.filter { $0.jobs == ["first"] }
      let entries = first.map {
        Baseline.Entry(rule: $0.rule, path: $0.place.path, fingerprint: $0.fingerprint)
      }
      let gone = Baseline.Entry(rule: "AKV101", path: ".gitlab-ci.yml", fingerprint: "gone")
      return Baseline(entries + [gone])
    }
    #expect(Self.undefined(outcome) == [".gitlab-ci.yml second"])
    #expect(outcome.gone.map(\.fingerprint) == ["gone"])
  }

  /// However many are linted at the same time, the report is the same.
  @Test(arguments: [1, 2, 7])
  func jobs(count: Int) throws {
    var files = ["shared.yml": Self.job(".azure")]
    for number in 0..<40 {
      files["p\(number)/.gitlab-ci.yml"] =
        "include: {local: shared.yml}\njob\(number): {extends: .azure}\n" + Self.job("own")
    }
    let one = try Self.run(files, jobs: 1)
    let many = try Self.run(files, jobs: count)
    #expect(one.report.findings.count > 40)
    #expect(one.report.findings.map(\.fingerprint) == many.report.findings.map(\.fingerprint))
    #expect(one.report.findings.map(\.jobs) == many.report.findings.map(\.jobs))
  }
}
