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
}
