import Findings
import Foundation
import Reporting
import Testing
import YAMLSyntax

/// Reviewdog counts columns in bytes; we count characters.
@Suite struct RDJSONReportTests {
  private struct Document: Decodable {
    struct Diagnostic: Decodable {
      let location: Location
    }
    struct Location: Decodable {
      let path: String
      let range: Range
    }
    struct Range: Decodable, Equatable {
      let start: Position
      let end: Position
    }
    struct Position: Decodable, Equatable {
      let line: Int
      let column: Int
    }
    let diagnostics: [Diagnostic]
  }

  @Test(arguments: [
    ("key: value", 6, 11, 6, 11), ("d\u{E9}: value", 5, 10, 6, 11), ("\u{1F511}: v", 4, 5, 7, 8),
    ("\u{FEFF}key: value", 6, 11, 6, 11),
  ])
  func columnsCountBytes(text: String, from: Int, to: Int, start: Int, end: Int) throws {
    let span = TextSpan(
      start: TextPosition(line: 1, column: from),
      end: TextPosition(line: 1, column: to)
    )
    var report = RunReport()
    report.findings = [
      ReportSample.finding(
        "AKV202",
        .error,
        "no such token",
        at: FileLocation(path: "a.yml", span: span),
        fingerprint: "f1"
      )
    ]
    report.sources = ["a.yml": SourceText(path: "a.yml", bytes: Array(text.utf8))]
    let rendered = ReportSample.writer.render(report, as: .rdjson)
    let document = try JSONDecoder().decode(Document.self, from: Data(rendered.utf8))
    let location = try #require(document.diagnostics.first?.location)
    #expect(location.path == "a.yml")
    #expect(location.range.start == Document.Position(line: 1, column: start))
    #expect(location.range.end == Document.Position(line: 1, column: end))
  }
}
