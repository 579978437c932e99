import Findings
import Testing

@Suite struct FindingOrderTests {
  @Test func isByPathLineColumnRuleAndMessage() {
    let sorted: [Finding] = [
      .sample(path: "a.yml", line: 9), .sample("AKV201", path: "b.yml", line: 1, column: 2),
      .sample("AKV101", path: "b.yml", line: 2, column: 1),
      .sample("AKV101", path: "b.yml", line: 2, column: 10),
      .sample("AKV102", path: "b.yml", line: 2, column: 10, message: "a"),
      .sample("AKV102", path: "b.yml", line: 2, column: 10, message: "b"),
      .sample(path: "b.yml", line: 10),
    ]
    for shift in sorted.indices {
      var findings = Array(sorted[shift...] + sorted[..<shift])
      FindingOrder.sort(&findings)
      #expect(findings.map(Self.words) == sorted.map(Self.words))
    }
  }

  private static func words(_ finding: Finding) -> String {
    "\(finding.place) \(finding.rule) \(finding.message)"
  }

  @Test func errorsAreTheMostSevere() {
    #expect(Severity.allCases.sorted() == [.info, .warning, .error])
  }
}
