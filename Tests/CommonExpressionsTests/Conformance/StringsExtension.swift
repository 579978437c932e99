import CommonExpressions

/// The functions of the strings extension that there are.
extension ConformanceTable {
  static let stringsExtension: [ConformanceCase] = replacing + splitting + joining + letters

  private static let replacing = section(
    "ext: strings, replace",
    [
      .gives("'hello hello'.replace('he', 'we')", .string("wello wello")),
      .gives("'hello hello'.replace('he', 'we', -1)", .string("wello wello")),
      .gives("'hello hello'.replace('he', 'we', 1)", .string("wello hello")),
      .gives("'hello hello'.replace('he', 'we', 0)", .string("hello hello")),
      .gives("'hello hello'.replace('he', 'we', 9)", .string("wello wello")),
      .gives("'hello'.replace('l', '')", .string("heo")),
      .gives("'hello'.replace('x', 'y')", .string("hello")),
      .gives("'aaa'.replace('aa', 'b')", .string("ba")),
      .gives("'añb'.replace('', '_')", .string("_a_ñ_b_")),
      .gives("'abc'.replace('', '_', 2)", .string("_a_bc")),
      .gives("''.replace('', 'x')", .string("x")),
      .gives("'a.b'.replace('.', '$0')", .string("a$0b")),
      .refused("'a'.replace('b')"),
      .refused("'a'.replace('b', 'c', 'd')"),
      .refused("replace('a', 'b', 'c')"),
    ]
  )

  private static let splitting = section(
    "ext: strings, split",
    [
      .gives("'a b c'.split(' ')", strings("a", "b", "c")),
      .gives("'a b c'.split(' ', 0)", .list([])),
      .gives("'a b c'.split(' ', 1)", strings("a b c")),
      .gives("'a b c'.split(' ', 2)", strings("a", "b c")),
      .gives("'a b c'.split(' ', 9)", strings("a", "b", "c")),
      .gives("'a b c'.split(' ', -1)", strings("a", "b", "c")),
      .gives("',a,'.split(',')", strings("", "a", "")),
      .gives("'abc'.split('x')", strings("abc")),
      .gives("''.split(',')", strings("")),
      .gives("'añb'.split('')", strings("a", "ñ", "b")),
      .gives("'abc'.split('', 2)", strings("a", "bc")),
      .gives("''.split('')", .list([])),
      .refused("'a'.split()"),
      .refused("'a'.split(1)"),
    ]
  )

  private static let joining = section(
    "ext: strings, join",
    [
      .gives("['a', 'b'].join()", .string("ab")),
      .gives("['a', 'b'].join('-')", .string("a-b")),
      .gives("['a'].join('-')", .string("a")),
      .gives("[].join('-')", .string("")),
      .gives("['', ''].join('-')", .string("-")),
      .fails("[dyn(1), 'a'].join()"),
      .refused("[1].join()"),
      .refused("['a'].join(1)"),
    ]
  )

  private static let letters = section(
    "ext: strings, lowerAscii, upperAscii, trim",
    [
      .gives("'TacoCat'.lowerAscii()", .string("tacocat")),
      .gives("'TacoCÆt Xii'.lowerAscii()", .string("tacocÆt xii")),
      .gives("'TacoCat'.upperAscii()", .string("TACOCAT")),
      .gives("'größe'.upperAscii()", .string("GRößE")),
      .gives("'@[`{'.lowerAscii()", .string("@[`{")),
      .gives("'@[`{'.upperAscii()", .string("@[`{")),
      .gives("'  trim\\n '.trim()", .string("trim")),
      .gives("'a b'.trim()", .string("a b")),
      .gives("'   '.trim()", .string("")),
      .gives(#"'\u00a0\u2003\u3000x\u0085'.trim()"#, .string("x")),
      .gives(#"size('\u200bx\u200b'.trim())"#, .int(3)),
      .refused("'a'.trim(' ')"),
      .refused("1.trim()"),
    ]
  )
}
