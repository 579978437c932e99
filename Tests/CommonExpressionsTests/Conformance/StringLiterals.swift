import CommonExpressions

/// Literals of strings and bytes.
extension ConformanceTable {
  static let stringLiterals: [ConformanceCase] = quotes + escapes + raw + bytes

  private static let quotes = section(
    "langdef: String and Bytes Values, quotes",
    [
      .gives("''", .string("")),
      .gives("\"\"", .string("")),
      .gives(#"'""'"#, .string("\"\"")),
      .gives(#""it's""#, .string("it's")),
      .gives("'größe 😀'", .string("größe 😀")),
      .gives("''''''", .string("")),
      .gives("'''a''b'''", .string("a''b")),
      .gives("'''one\ntwo'''", .string("one\ntwo")),
      .gives("\"\"\"one\n\"two\" three\"\"\"", .string("one\n\"two\" three")),
      .gives(#"'''a\tb'''"#, .string("a\tb")),
      .gives(#"'''\''''"#, .string("'")),
      .refused("'one\ntwo'"),
      .refused("'one\rtwo'"),
      .refused("'one"),
      .refused("'one\""),
      .refused("'''one''"),
      .refused("'a''b'"),
      .refused(#"'one\'"#),
    ]
  )

  private static let escapes = section(
    "langdef: String and Bytes Values, escape sequences",
    [
      .gives(#"'\\'"#, .string("\\")),
      .gives(#"'\?\"\'\`'"#, .string("?\"'`")),
      .gives(#"'\a\b\f\n\r\t\v'"#, .string("\u{7}\u{8}\u{C}\n\r\t\u{B}")),
      .gives(#"'\x41\X42\xfF'"#, .string("ABÿ")),
      .gives(#"'\u00e9\u00E9'"#, .string("éé")),
      .gives(#"'\U0001f600'"#, .string("😀")),
      .gives(#"'\000'"#, .string("\0")),
      .gives(#"'\101'"#, .string("A")),
      .gives(#"'\377'"#, .string("ÿ")),
      .gives(#"'\303\277'"#, .string("Ã¿")),
      .gives(#"'\1011'"#, .string("A1")),
      .refused(#"'\s'"#),
      .refused(#"'\A'"#),
      .refused(#"'\8'"#),
      .refused(#"'\1'"#),
      .refused(#"'\18 '"#),
      .refused(#"'\400'"#),
      .refused(#"'\x4'"#),
      .refused(#"'\xgg'"#),
      .refused(#"'\u12'"#),
      .refused(#"'\u{41}'"#),
      .refused(#"'\ud83d\ude03'"#),
      .refused(#"'\U0000D83D'"#),
      .refused(#"'\U00110000'"#),
      .refused("'a\\\nb'"),
    ]
  )

  private static let raw = section(
    "langdef: String and Bytes Values, raw strings",
    [
      .gives(#"r'\\'"#, .string(#"\\"#)),
      .gives(#"r'\'"#, .string("\\")),
      .gives(#"R"\d+\n""#, .string(#"\d+\n"#)),
      .gives("r'''\\a\nb'c'''", .string("\\a\nb'c")),
      .gives("r\"\"\"\\u0041\"\"\"", .string("\\u0041")),
      .refused("r'one\ntwo'"),
      .refused("r 'one'"),
      .refused("x'one'"),
      .refused("rr'one'"),
    ]
  )

  private static let bytes = section(
    "langdef: String and Bytes Values, bytes",
    [
      .gives("b''", .bytes([])),
      .gives("B'abc'", .bytes([97, 98, 99])),
      .gives("b'ÿ'", .bytes([195, 191])),
      .gives(#"b'\303\277'"#, .bytes([195, 191])),
      .gives(#"b'\377'"#, .bytes([255])),
      .gives(#"b'\xFf\x00'"#, .bytes([255, 0])),
      .gives(#"b'\n\''"#, .bytes([10, 39])),
      .gives("b'''a\n'b'''", .bytes([97, 10, 39, 98])),
      .gives(#"br'\x'"#, .bytes([92, 120])),
      .gives(#"bR"\101""#, .bytes([92, 49, 48, 49])),
      .refused(#"b'\u0041'"#),
      .refused(#"b'\U00000041'"#),
      .refused("rb'abc'"),
      .refused("Rb'abc'"),
      .refused("bb'abc'"),
    ]
  )
}
