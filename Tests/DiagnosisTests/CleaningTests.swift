import Testing

@testable import Diagnosis

@Suite struct CleaningTests {
  @Test(arguments: [
    ("plain", ["plain"]), ("", []), ("a\nb\r\nc", ["a", "b", "c"]),
    ("10%\r20%\r\n", ["10%", "20%"]), ("a\u{1B}[31;1mb\u{1B}[0;mc", ["abc"]),
    ("\u{1B}]8;;https://x\u{1B}\\text\u{1B}]8;;\u{7}", ["text"]), ("a\u{1B}", ["a"]),
    ("a\u{1B}[12", ["a"]), ("a\u{1B}]title\nb", ["a", "b"]), ("a\u{1B}(Bc", ["ac"]),
    ("section_start:1700000000:resolve_secrets[collapsed=true]\r\u{1B}[0KHeader", ["Header"]),
    ("section_end:1700000000:step\r\u{1B}[0K", []),
    ("section_start: mine", ["section_start: mine"]),
    ("2026-11-20T08:15:42.123456Z 00O text", ["text"]),
    ("2026-11-20T08:15:42Z 01E text", ["text"]), ("2026-11-20T08:15:42.1Z text", ["text"]),
    ("[2026-11-20T08:15:42.1Z] text", ["text"]), ("2026-11-20 text", ["2026-11-20 text"]),
    ("2026-11-20T08:15:42Z 00O one\n2026-11-20T08:15:42Z 00O+two", ["onetwo"]),
    ("2026-11-20T08:15:42Z 00O+two", ["two"]), ("2026-11-20T08:15:42Z 00O\nb", ["b"]),
    (#"{\"a\":\"b\"}"#, [#"{"a":"b"}"#]), (#"a\r\nb\\nc"#, ["a", "b", "c"]),
    (#"\u0027x\u002B\u00e4\u1"#, [#"'x+\u00e4\u1"#]), (#"C:\dir\"#, [#"C:\dir"#]),
    // Frames of Terraform and PowerShell; a line without a text ends the message.
    ("╷\n│ Error: a\n│   b\n│ \n│ c\n╵", ["╷", "Error: a b", "│ ", "c", "╵"]),
    ("     | a\n     | b\n   2 | c", ["a b", "   2 | c"]), ("  | a", ["  | a"]),
    ("     | ~~~~\n     | a", ["     | ~~~~", "a"]),
    ("a\u{0}b\u{8}c", ["abc"]), ("tab\there", ["tab here"]),
    ("x eyJhbGciOi.J9-_x.y= z", ["x [redacted] z"]), ("$T=eyJ", ["$T=[redacted]"]),
    (
      "2026-11-20T08:15:42Z 00O eyJhbG\n2026-11-20T08:15:42Z 00O+ciOi.J9 z", ["[redacted] z"]
    ),
  ])
  func cleans(raw: String, lines: [String]) {
    #expect(JobLog(Array(raw.utf8)).text == lines)
  }

  /// A failure is reported at the line of its text, also where lines were joined.
  @Test func joinedLinesKeepTheirNumbers() {
    let log = JobLog(Array("x\n│ one\n│ two\n│ three".utf8))
    #expect(log.text == ["x", "one two three"])
    let line = log.lines[1]
    #expect(line.number == 2)
    #expect(line.number(at: line.range.lowerBound + 4) == 3)
    #expect(line.number(at: line.range.upperBound - 1) == 4)
  }

  @Test func numbersOfLinesAreThoseOfTheFile() {
    let log = JobLog(Array("\n\na\rb\n\nc".utf8))
    #expect(log.lines.map(\.number) == [3, 3, 5])
  }
}
