import Findings
import Reporting
import Testing
import TextFormats
import YAMLSyntax

@testable import RuleEngine

@Suite struct TextReportTests {
  private func report(_ line: String, columns: Range<Int>) -> RunReport {
    var report = RunReport()
    let span = TextSpan(
      start: TextPosition(line: 1, column: columns.lowerBound),
      end: TextPosition(line: 1, column: columns.upperBound)
    )
    report.findings = [
      Finding(
        rule: "AKV202",
        name: "undefined-token",
        severity: .error,
        message: "no such token",
        place: FileLocation(path: "f.yml", span: span),
        jobs: ["a", "b", "c", "d", "e", "f", "g"],
        secret: nil,
        scenarios: [],
        predicts: nil,
        related: [],
        fixes: [],
        fingerprint: "",
        help: "https://example.com"
      )
    ]
    report.fileCount = 1
    report.sources = ["f.yml": SourceText(path: "f.yml", bytes: Array(line.utf8))]
    return report
  }

  @Test(arguments: [
    ("a: $X", 4..<6, "a: $X", "   ^^"), ("漢: $X", 4..<6, "漢: $X", "    ^^"),
    ("a:\t$X", 4..<6, "a:    $X", "      ^^"), ("é: $X", 4..<6, "é: $X", "   ^^"),
    ("a: \u{1B}[1m", 4..<5, "a: \\u{1B}[1m", "   ^^^^^^"), ("a: $X", 6..<6, "a: $X", "^"),
  ])
  func underlines(line: String, columns: Range<Int>, shown: String, underline: String) {
    let lines = TextReport.render(report(line, columns: columns), isColoured: false)
      .split(separator: "\n")
    #expect(lines[1] == " 1 | \(shown)")
    #expect(lines[2].hasPrefix("   | ") && lines[2].hasSuffix(underline))
  }

  @Test func namesFiveJobsAndCountsTheRest() {
    let text = TextReport.render(report("a: b", columns: 1..<2), isColoured: false)
    #expect(text.contains("= jobs: a, b, c, d, e and 2 more"))
    #expect(text.hasSuffix("1 error in 1 file, 0 jobs\n"))
  }
}

@Suite struct JSONTextTests {
  @Test func escapes() {
    var json = JSONText()
    json.array(["a\"b", "\u{1}", "é😀", "\u{2028}", "\\"])
    #expect(json.text == #"["a\"b","\u0001","é😀","\u2028","\\"]"#)
  }

  @Test func nestsWithCommas() {
    var json = JSONText()
    json.object { json in
      json.member("a", 1)
      json.key("b")
      json.array([true, false]) { $0.value($1) }
      json.member("c", nil as String?)
    }
    #expect(json.text == #"{"a":1,"b":[true,false],"c":null}"#)
  }
}
