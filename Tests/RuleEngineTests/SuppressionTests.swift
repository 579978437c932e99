import BuiltInRules
import Evidence
import Files
import Findings
import GitLabCI
import RuleEngine
import Testing
import TextFormats
import YAMLSyntax

@Suite struct SuppressionTests {
  /// A pipeline whose line 7 is wrong; the comment in `%` places.
  private func check(
    _ text: String,
    files: [String: String] = [:],
    select: [String] = [],
    configure: (inout SuppressionOptions) -> Void = { _ in }
  ) throws -> LintResult {
    var options = SuppressionOptions()
    configure(&options)
    var selection = RuleSelection()
    selection.selected = select
    let linter = try Linter(
      rules: BuiltInRuleSet.all,
      selection: selection,
      suppressions: options,
      today: CalendarDay("2026-11-23")
    )
    let pipeline = Pipeline(
      SourceText(path: ".gitlab-ci.yml", bytes: Array(text.utf8)),
      in: InMemoryFiles(text: files)
    )
    return linter.join([try linter.check(pipeline, evidence: ProjectEvidence())])
  }

  private func pipeline(line: String, above: String = "", top: String = "") -> String {
    """
    \(top)
    deploy:
      script: ./deploy.sh
      id_tokens: {AZURE_JWT: {aud: https://gitlab.com}}
      secrets:
        PASSWORD:
          azure_key_vault: {name: database-password}
          \(above)
          token: $NOPE \(line)
    """
  }

  private func rules(_ result: LintResult) -> [String] {
    result.findings.filter { $0.severity > .info }.map(\.rule)
  }

  @Test(arguments: [
    "# akvlint: ignore[AKV202]", "# akvlint: ignore[undefined-token] why",
    "# akvlint: ignore[AKV202] until=2026-11-23 today is the last day",
    "#akvlint:ignore[ AKV202 ]", "# akvlint: ignore-file[AKV202] why", "# akvlint: ignore[all] why",
  ])
  func silences(comment: String) throws {
    for text in [
      pipeline(line: comment), pipeline(line: "", above: comment),
      pipeline(line: "", above: comment + "\n      # more about it"),
    ] {
      let result = try check(text)
      #expect(rules(result) == [])
      #expect(result.suppressed.map(\.rule) == ["AKV202"])
    }
  }

  @Test(arguments: [
    ("# akvlint: ignore[AKV202] until=2026-11-22", "its last day was 2026-11-22"),
    ("# akvlint: ignore[AKV207]", "AKV207 reports nothing here"),
    ("# akvlint: ignore[undefined-tokn]", "did you mean undefined-token?"),
    ("# akvlint: ignore[AKV001]", "AKV001 cannot be silenced"),
    ("# akvlint: ignore", "write ignore["),
    ("# akvlint: ignore[]", "it names no rules"), ("# akvlint: ignore[AKV202", "not closed"),
    ("# akvlint: disable[AKV202]", "\"disable\" is not an instruction"),
    ("# akvlint: ignore[AKV202] until=soon", "until= takes a date"),
    ("# akvlint: ignore[AKV202] until=2026-13-01", "until= takes a date"),
  ])
  func doesNotHold(comment: String, message: String) throws {
    let result = try check(pipeline(line: comment))
    #expect(Set(rules(result)) == ["AKV202", "AKV902"])
    let unused = result.findings.first { $0.rule == "AKV902" }
    #expect(unused?.message.contains(message) == true, "\(unused?.message ?? "")")
  }

  @Test(
    "other comments are left alone",
    arguments: [
      "# akvlint is a linter", "# see akvlint.example", "#", "# ignore[AKV202]",
    ]
  )
  func otherComments(comment: String) throws {
    #expect(rules(try check(pipeline(line: comment))) == ["AKV202"])
  }

  @Test("in a file's first line, for all of it")
  func wholeFile() throws {
    let top = "# akvlint: ignore-file[undefined-token] moved"
    #expect(rules(try check(pipeline(line: "", top: top))) == [])
    let line = "# akvlint: ignore[undefined-token] moved"
    #expect(Set(rules(try check(pipeline(line: "", top: line)))) == ["AKV202", "AKV902"])
  }

  @Test("is not called unused when its rule did not run, or could not be answered")
  func undetermined() throws {
    let other = pipeline(line: "# akvlint: ignore[AKV207] why")
    #expect(rules(try check(other, select: ["AKV202", "AKV902"])) == ["AKV202"])
    let open = pipeline(line: "# akvlint: ignore[AKV302,AKV202] why")
    #expect(rules(try check(open)) == [])
  }

  @Test("is not called unused when a file cannot be read")
  func unreadable() throws {
    let broken = pipeline(line: "# akvlint: ignore[AKV207] why") + "\n  - ["
    #expect(rules(try check(broken)) == ["AKV001"])
  }

  @Test("options")
  func options() throws {
    let text = pipeline(line: "# akvlint: ignore[AKV202]")
    #expect(rules(try check(text) { $0.areHonoured = false }) == ["AKV202"])
    #expect(Set(rules(try check(text) { $0.requiresReason = true })) == ["AKV202", "AKV902"])
    let reasoned = pipeline(line: "# akvlint: ignore[AKV202] until=2027-01-01 why")
    #expect(rules(try check(reasoned) { $0.requiresReason = true }) == [])
  }

  @Test("above a text of several lines, for what is in it")
  func blockScalar() throws {
    let text = """
      job:
        id_tokens: {T: {aud: a}}
        script:
          # akvlint: ignore[removed-jwt-variable] not run any more
          - |
            first
            echo $CI_JOB_JWT_V2
      """
    #expect(rules(try check(text)) == [])
  }

  @Test("in an included file")
  func included() throws {
    let text = """
      include: base.yml
      job: {extends: .base, script: x}
      """
    let base = """
      .base:
        id_tokens: {T: {aud: a}}
        secrets:
          S:
            azure_key_vault: {name: n}
            token: $NOPE # akvlint: ignore[AKV202] why
      """
    let result = try check(text, files: ["base.yml": base])
    #expect(rules(result) == [])
    #expect(result.suppressed.count == 1)
  }

  @Test("only a limited number are read, and those beyond have no effect")
  func tooMany() throws {
    let comment = "# akvlint: ignore[AKV202] why\n"
    let text = String(repeating: comment, count: 1_001) + pipeline(line: comment)
    let result = try check(text)
    #expect(result.findings.contains { $0.rule == "AKV202" })
    let message = "the comments of a file may name 1000 rules, and this is beyond it"
    let beyond = result.findings.filter { $0.message.hasSuffix(message) }
    #expect(beyond.map(\.place.span.start.line) == [1_001])
  }
}
