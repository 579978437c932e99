import Findings
import Reporting
import Testing
import TextFormats
import YAMLSyntax

@testable import RuleEngine
@testable import TrustReport

@Suite struct FindingsTests {
  private static let source = SourceText(
    path: "ci.yml",
    bytes: Array("first: <a>\n\tsecond: &b\n".utf8)
  )

  private static func finding(
    _ rule: String,
    _ message: String,
    line: Int = 1,
    severity: Severity = .warning,
    help: String = "https://example.com/help"
  ) -> Finding {
    let start = TextPosition(line: line, column: 8)
    let end = TextPosition(line: line, column: 11)
    return Finding(
      rule: rule,
      name: "name",
      severity: severity,
      message: message,
      place: FileLocation(path: "ci.yml", span: TextSpan(start: start, end: end)),
      jobs: ["deploy"],
      secret: nil,
      scenarios: [],
      predicts: nil,
      related: [],
      fixes: [],
      fingerprint: "",
      help: help
    )
  }

  private func section(_ findings: [Finding]) throws -> String {
    var report = RunReport()
    report.findings = findings
    report.sources = ["ci.yml": Self.source]
    var html = HTMLText()
    FindingsSection(try Survey.of(Survey.small, report: report)).write(to: &html)
    return html.text
  }

  @Test func theExcerptMarksThePlace() throws {
    let text = try section([Self.finding("AKV1", "m")])
    #expect(text.contains("<code>first: <mark>&lt;a&gt;</mark></code>"), "\(text)")
    #expect(text.contains("ci.yml:1:8 · job deploy"))
  }

  @Test func tabsAreShownAsSpaces() throws {
    let text = try section([Self.finding("AKV1", "m", line: 2)])
    #expect(text.contains("<code>    second<mark>: &amp;</mark>b</code>"), "\(text)")
  }

  @Test func whatIsTheSameIsSaidOnce() throws {
    let text = try section((1...5).map { _ in Self.finding("AKV1", "the same") })
    #expect(text.split(separator: "the same", omittingEmptySubsequences: false).count == 2)
    #expect(text.contains("<summary>The same in 4 other places</summary>"), "\(text)")
  }

  @Test func theGravestComesFirst() throws {
    let text = try section([
      Self.finding("AKV1", "small"), Self.finding("AKV2", "great", severity: .error),
    ])
    let great = try #require(text.firstRange(of: "great"))
    let small = try #require(text.firstRange(of: "small"))
    #expect(great.lowerBound < small.lowerBound)
  }

  @Test func helpOfAForeignRuleIsNoLinkToScripts() throws {
    let text = try section([Self.finding("AKV1", "m", help: "javascript:alert(1)")])
    #expect(!text.contains("javascript:"))
  }
}
