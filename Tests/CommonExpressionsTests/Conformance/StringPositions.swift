import CommonExpressions

/// The functions of the strings extension that count in characters, or escape them.
extension ConformanceTable {
  static let stringPositions: [ConformanceCase] =
    characters + firstPlaces + lastPlaces + parts + quotes

  private static let characters = section(
    "ext: strings, charAt, reverse",
    [
      .gives("'größe'.charAt(2)", .string("ö")),
      .gives("'größe'.charAt(5)", .string("")),
      .gives("''.charAt(0)", .string("")),
      .fails("'abc'.charAt(4)"),
      .fails("'abc'.charAt(-1)"),
      .refused("'abc'.charAt('a')"),
      .refused("1.charAt(1)"),
      .refused("'abc'.charAt()"),
      .gives("'abc'.reverse()", .string("cba")),
      .gives("'aé😀'.reverse()", .string("😀éa")),
      .gives("''.reverse()", .string("")),
      .refused("[1].reverse()"),
    ]
  )

  private static let firstPlaces = section(
    "ext: strings, indexOf",
    [
      .gives("'banana'.indexOf('an')", .int(1)),
      .gives("'banana'.indexOf('an', 2)", .int(3)),
      .gives("'banana'.indexOf('x')", .int(-1)),
      .gives("'banana'.indexOf('')", .int(0)),
      .gives("'banana'.indexOf('', 6)", .int(6)),
      .gives("'banana'.indexOf('a', 6)", .int(-1)),
      .gives("'ääb'.indexOf('b')", .int(2)),
      .gives("'ab'.indexOf('abc')", .int(-1)),
      .fails("'banana'.indexOf('a', 7)"),
      .fails("'banana'.indexOf('a', -1)"),
      .refused("'banana'.indexOf(1)"),
      .refused("'banana'.indexOf('a', '1')"),
    ]
  )

  private static let lastPlaces = section(
    "ext: strings, lastIndexOf",
    [
      .gives("'banana'.lastIndexOf('an')", .int(3)),
      .gives("'banana'.lastIndexOf('ana', 2)", .int(1)),
      .gives("'banana'.lastIndexOf('ana', 3)", .int(3)),
      .gives("'banana'.lastIndexOf('b', 0)", .int(0)),
      .gives("'banana'.lastIndexOf('an', 0)", .int(-1)),
      .gives("'banana'.lastIndexOf('x')", .int(-1)),
      .gives("'banana'.lastIndexOf('')", .int(6)),
      .gives("'banana'.lastIndexOf('', 2)", .int(2)),
      .gives("'äbäb'.lastIndexOf('ä')", .int(2)),
      .fails("'banana'.lastIndexOf('a', 7)"),
      .fails("'banana'.lastIndexOf('a', -1)"),
      .refused("'banana'.lastIndexOf(1)"),
    ]
  )

  private static let parts = section(
    "ext: strings, substring",
    [
      .gives("'größe'.substring(2)", .string("öße")),
      .gives("'größe'.substring(1, 3)", .string("rö")),
      .gives("'größe'.substring(5)", .string("")),
      .gives("'größe'.substring(2, 2)", .string("")),
      .fails("'größe'.substring(6)"),
      .fails("'größe'.substring(-1)"),
      .fails("'größe'.substring(2, 1)"),
      .fails("'größe'.substring(0, 6)"),
      .refused("'a'.substring()"),
      .refused("'a'.substring('0')"),
    ]
  )

  private static let quotes = section(
    "ext: strings, quote",
    [
      .gives("strings.quote('plain')", .string("\"plain\"")),
      .gives("strings.quote('')", .string("\"\"")),
      .gives(#"strings.quote('a "b" \\')"#, .string(#""a \"b\" \\""#)),
      .gives(#"strings.quote('\a\b\f\n\r\t\v')"#, .string(#""\a\b\f\n\r\t\v""#)),
      .gives("strings.quote('größe😀')", .string("\"größe😀\"")),
      .refused("strings.quote(1)"),
      .refused("strings.unquote('a')"),
      .refused("'a'.quote()"),
    ]
  )
}
