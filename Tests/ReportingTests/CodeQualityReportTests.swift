import Foundation
import Reporting
import Testing

/// GitLab's documented requirements for Code Quality reports.
@Suite struct CodeQualityReportTests {
  private struct Issue: Decodable {
    struct Location: Decodable {
      struct Lines: Decodable { var begin: Int }
      var path: String
      var lines: Lines
    }
    var description: String
    var checkName: String
    var fingerprint: String
    var severity: String
    var location: Location
  }

  private func issues(_ report: RunReport) throws -> [Issue] {
    let text = ReportSample.writer.render(report, as: .codeQuality)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode([Issue].self, from: Data(text.utf8))
  }

  @Test func anEmptyReportIsAnEmptyList() {
    #expect(ReportSample.writer.render(RunReport(), as: .codeQuality) == "[]\n")
  }

  @Test func noTwoFingerprintsAreAlike() throws {
    let issues = try issues(ReportSample.full)
    #expect(issues.count == 4)
    #expect(Set(issues.map(\.fingerprint)).count == 4)
    #expect(issues.allSatisfy { !$0.fingerprint.isEmpty })
    #expect(issues[0].fingerprint == "f1")
  }

  @Test func saysWhatGitLabKnows() throws {
    let issues = try issues(ReportSample.full)
    #expect(issues.map(\.severity) == ["major", "major", "minor", "info"])
    #expect(issues.map(\.location.path) == ["a.yml", "a.yml", "ci/b c.yml", "ci/b c.yml"])
    #expect(issues.map(\.location.lines.begin) == [3, 4, 1, 9])
    #expect(issues[2].description == ReportSample.hostile)
    #expect(issues[0].checkName == "AKV202 undefined-token")
  }
}
