import AzureFederation
import BuiltInRules
import Files
import Foundation
import Reporting
import Testing

@testable import Diagnosis

@Suite struct LogTests {
  private static let diagnoser = Diagnoser(
    pipeline: LogCase.pipeline,
    known: [.issuer: "https://gitlab.bakery.example"]
  )

  @Test(arguments: LogCase.all)
  func namesTheFailures(of log: LogCase) {
    #expect(!log.log.isEmpty)
    #expect(Self.diagnoser.diagnose(log.log).map(\.entry.code) == log.codes)
  }

  /// With `AKVLINT_RECORD` in the environment the expected texts are written, and the test fails.
  @Test(arguments: LogCase.all)
  func explains(log: LogCase) throws {
    let text = DiagnosisText.render(
      Self.diagnoser.diagnose(log.log),
      rules: BuiltInRuleSet.all,
      isColoured: false
    )
    if ProcessInfo.processInfo.environment["AKVLINT_RECORD"] != nil {
      let folder = RepositoryPath.folder(of: #filePath)
      try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/Expected/\(log.name).txt"))
      Issue.record("recorded \(log.name)")
    }
    #expect(text == log.expected)
  }

  @Test(arguments: LogCase.all)
  func noTokenAppears(in log: LogCase) {
    let diagnoses = Self.diagnoser.diagnose(log.log)
    let json = DiagnosisJSON.render(diagnoses)
    #expect(!json.contains("eyJ"))
    #expect(!JobLog(log.log).text.contains { $0.contains("eyJ") })
  }

  @Test func theWholeTableIsUsed() {
    #expect(LogCase.all.filter { !$0.codes.isEmpty }.count >= 40)
  }
}
