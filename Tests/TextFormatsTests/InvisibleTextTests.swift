import Testing
import TextFormats

@Suite struct InvisibleTextTests {
  @Test(
    "invisible characters are made visible",
    arguments: [
      ("a\u{200B}b", "a\\u{200B}b"), ("a\u{200D}b", "a\\u{200D}b"), ("\u{FEFF}a", "\\u{FEFF}a"),
      ("a\u{00AD}b", "a\\u{AD}b"), ("a\u{E0041}", "a\\u{E0041}"), ("1\u{FE0F}", "1\\u{FE0F}"),
      ("a\u{2060}", "a\\u{2060}"), ("a\u{3164}", "a\\u{3164}"), ("\u{200C}", "\\u{200C}"),
      ("a\u{E0100}", "a\\u{E0100}"), ("a\u{200E}", "a\\u{200E}"), ("\u{1B}[m", "\\u{1B}[m"),
      ("😀\u{200D}x", "😀\\u{200D}x"), ("a\u{FFF9}", "a\\u{FFF9}"),
    ] as [(String, String)]
  )
  func hidden(text: String, shown: String) {
    #expect(TerminalText.sanitised(text) == shown)
  }

  @Test(
    "what emoji and writing systems need stays",
    arguments: [
      "plain", "👨\u{200D}💻", "❤\u{FE0F}", "👩🏽\u{200D}🚀", "🏳\u{FE0F}\u{200D}🌈", "1\u{FE0F}\u{20E3}",
      "نمی\u{200C}خواهم", "क्\u{200D}ष", "葛\u{E0100}", "🏴\u{E0067}\u{E0062}\u{E007F}", "über", "",
    ]
  )
  func needed(text: String) {
    #expect(TerminalText.sanitised(text) == text)
  }
}
