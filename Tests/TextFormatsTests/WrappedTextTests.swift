import Testing
import TextFormats

@Suite struct WrappedTextTests {
  @Test(arguments: [
    ("", ""), ("a b", "a b"), ("a\nb", "a b"), ("a\n\nb c", "a\n\nb c"),
    ("- a\n- b", "- a\n- b"), ("- a\nb", "- a b"), ("a\n  code x\nb", "a\n  code x\nb"),
    ("12345678901 1234567890", "12345678901\n1234567890"),
    ("1234567890 1234567890", "1234567890 1234567890"),
    ("123456789012345678901234567890", "123456789012345678901234567890"),
  ])
  func fitsTheWidth(text: String, lines: String) {
    #expect(TerminalText(isColoured: false, width: 21).wrapped(text) == lines)
  }

  /// A line of a table keeps its columns, and what does not fit is indented.
  @Test(arguments: [
    ("short enough to stay", "short enough to stay"),
    ("a line that is longer than the terminal", "a line that is longer\n  than the terminal"),
    ("ID   name    a title that is long", "ID   name    a title\n  that is long"),
    ("https://example.com/a/path/that/is/long", "https://example.com/a/path/that/is/long"),
    ("see https://example.com/a/path/that then", "see\n  https://example.com/a/path/that\n  then"),
    ("ä€ 🔑 wide characters too", "ä€ 🔑 wide characters\n  too"),
    ("   ", "   "),
  ])
  func folds(line: String, folded: String) {
    let text = TerminalText(isColoured: false, width: 21, folds: true)
    #expect(text.folded(line, indent: 2) == folded)
    #expect(TerminalText(isColoured: false, width: 21).folded(line, indent: 2) == line)
  }
}
