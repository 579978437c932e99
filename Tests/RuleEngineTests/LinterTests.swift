import BuiltInRules
import Evidence
import Files
import Findings
import GitLabCI
import RuleEngine
import Testing
import TextFormats
import YAMLSyntax

/// Linting one text.
func lint(
  _ text: String,
  files: [String: String] = [:],
  evidence: ProjectEvidence = ProjectEvidence(),
  selection: RuleSelection = RuleSelection()
) throws -> LintResult {
  let pipeline = Pipeline(
    SourceText(path: ".gitlab-ci.yml", bytes: Array(text.utf8)),
    in: InMemoryFiles(text: files)
  )
  return try Linter(rules: BuiltInRuleSet.all, selection: selection)
    .check(pipeline, evidence: evidence)
}

@Suite struct LinterTests {
  @Test func oneCauseIsOneFindingThatNamesAllJobs() throws {
    var text = """
      .azure:
        id_tokens: {AZURE_JWT: {aud: https://gitlab.com}}
        secrets:
          PASSWORD: {azure_key_vault: {name: password}, token: $AZURE_JTW}

      """
    for number in 1...30 { text += "job\(number): {extends: .azure, script: x}\n" }
    let findings = try lint(text).findings.filter { $0.rule == "AKV202" }
    #expect(findings.count == 1)
    #expect(findings.first?.jobs.count == 30)
    #expect(findings.first?.place.span.start == TextPosition(line: 4, column: 58))
  }

  @Test func fingerprintsSurviveMovedLines() throws {
    let text = """
      deploy:
        script: x
        id_tokens: {AZURE_JWT: {aud: https://gitlab.com}}
        secrets:
          PASSWORD: {azure_key_vault: {name: password}, token: $NOPE}
      """
    let before = try lint(text).findings.map(\.fingerprint)
    let after = try lint("# moved\n\nfirst: {script: x}\n" + text).findings.map(\.fingerprint)
    #expect(!before.isEmpty)
    #expect(before == after)
    #expect(Set(before).count == before.count)
  }

  @Test func twoRunsGiveTheSame() throws {
    let text = "a: {script: x, secrets: {S: {azure_key_vault: {name: a_b}}}}\nb: {script: }\n"
    #expect(try lint(text).findings.map(\.message) == lint(text).findings.map(\.message))
  }

  @Test(arguments: [
    "include: [{project: g/p, file: a.yml}]\njob: {extends: .azure, script: x, SECRETS}",
    "include: [{project: g/p, file: a.yml}]\njob: {script: x, SECRETS}",
    "include: [{template: Jobs/SAST.gitlab-ci.yml}]\njob: {stage: scan, SECRETS}",
  ])
  func whatDependsOnAnUnreadIncludeIsNoFinding(text: String) throws {
    let secrets = "secrets: {S: {azure_key_vault: {name: n}, token: $AZURE_JWT}}"
    let result = try lint(text.replacing("SECRETS", with: secrets))
    #expect(result.findings.filter { $0.severity > .info }.isEmpty)
    #expect(result.undecided.contains { $0.rule == "AKV202" })
    #expect(result.unresolvedIncludes == 1)
  }

  @Test func aJobThatIsAllThereIsJudgedInAnOpenWorld() throws {
    let result = try lint(
      """
      include: [{project: g/p, file: a.yml}]
      job:
        script: x
        id_tokens: {AZURE_JWT: {aud: https://gitlab.com}}
        secrets: {S: {azure_key_vault: {name: n}, token: $AZURE_JTW}}
      """
    )
    #expect(result.findings.contains { $0.rule == "AKV202" })
  }

  /// GitLab stops at the image, and its author wants the other mistake gone as well.
  @Test func whatGitLabDoesNotComeToKeepsItsFix() throws {
    let result = try lint(
      """
      image: a
      default: {image: b}
      job:
        script: x
        id_tokens: {AZURE_JWT: {aud: https://gitlab.com}}
        secrets: {S: {azure_key_vault: {name: n, verison: "1"}, token: $AZURE_JWT}}
      """
    )
    let fixes = result.findings.flatMap(\.fixes).filter { $0.title == "Rename the key" }
    #expect(fixes.flatMap(\.edits).map(\.text) == ["version"])
  }

  @Test(arguments: [
    (["AKV202"], [String](), 1), (["AKV2"], [], 1), (["undefined-token"], [], 1),
    ([], ["AKV202"], 0), (["AKV1"], [], 0), (["all"], ["AKV2"], 0),
  ])
  func selection(selected: [String], ignored: [String], count: Int) throws {
    var selection = RuleSelection()
    selection.selected = selected
    selection.ignored = ignored
    let text = """
      deploy:
        script: x
        id_tokens: {AZURE_JWT: {aud: https://gitlab.com}}
        secrets: {PASSWORD: {azure_key_vault: {name: password}, token: $NOPE}}
      """
    let findings = try lint(text, selection: selection).findings
    #expect(findings.filter { $0.rule == "AKV202" }.count == count)
  }
}

@Suite struct SHA256Tests {
  /// The vectors of FIPS 180-4's examples.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      String(repeating: "a", count: 1_000),
      "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3"
    ),
  ])
  func digest(message: String, hex: String) {
    #expect(SHA256.hex(Array(message.utf8)) == hex)
  }
}
