import Foundation
import Reporting
import Testing

/// Every format of one report, as files beside this one.
@Suite struct GoldenReportTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Expected")

  /// With `AKVLINT_RECORD` in the environment the expected files are written, and the test fails.
  @Test(arguments: ReportFormat.allCases)
  func isAsStored(format: ReportFormat) throws {
    let file = Self.folder.appending(path: "report.\(format.rawValue)")
    let text = ReportSample.writer.render(ReportSample.full, as: format)
    if ProcessInfo.processInfo.environment["AKVLINT_RECORD"] != nil {
      try Data(text.utf8).write(to: file)
      Issue.record("recorded \(file.lastPathComponent)")
    }
    // Read as bytes: a string would take a carriage return and a line feed for one character.
    #expect(try Data(contentsOf: file) == Data(text.utf8), "\(text)")
  }
}
