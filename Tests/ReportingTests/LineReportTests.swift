import Foundation
import Reporting
import Testing

/// The reports that are read line by line.
@Suite struct LineReportTests {
  private func lines(_ format: ReportFormat) -> [String] {
    ReportSample.writer.render(ReportSample.full, as: format)
      .unicodeScalars.split(separator: "\n").map(String.init)
  }

  @Test func jsonLinesSayWhatTheyAre() throws {
    let types = try lines(.jsonLines).map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return object?["type"] as? String
    }
    #expect(
      types == ["finding", "finding", "finding", "finding", "suppressed", "suppressed"]
        + ["undecided", "summary"]
    )
  }

  @Test func aWorkflowCommandIsOneLine() {
    let commands = lines(.github)
    #expect(commands.count == 4)
    #expect(
      commands[0]
        == "::error file=a.yml,line=3,col=5,endColumn=8,title=AKV202 undefined-token"
        + "::no such token (https://example.com/AKV202)"
    )
    // A range of several lines has no columns.
    #expect(commands[2].hasPrefix("::warning file=ci/b c.yml,line=1,endLine=3,title=AKV303"))
    #expect(commands[2].contains("::<a>&\"'\\u{1B}[31m\\u{1}%0D%0A%25,:[x](y)漢😀 ("))
    #expect(commands[3].hasPrefix("::notice file=ci/b c.yml,line=9,col=1,endColumn=1,"))
  }

  @Test func nothingSteersTheTerminal() {
    for format in [ReportFormat.text, .concise, .github] {
      let text = ReportSample.writer.render(ReportSample.full, as: format)
      let controls = text.unicodeScalars.filter { $0.value < 0x20 && $0 != "\n" }
      #expect(controls.isEmpty, "\(format)")
    }
  }
}
