import CommonExpressions

/// Conversions between types, and types as values.
extension ConformanceTable {
  static let conversions: [ConformanceCase] = toInt + toUint + toDouble + toText + toBool

  private static let toInt = section(
    "langdef: Types and Conversions, int; Overflow",
    [
      .gives("int(42)", .int(42)),
      .gives("int(42u)", .int(42)),
      .gives("int(1.9)", .int(1)),
      .gives("int(-7.9)", .int(-7)),
      .gives("int(-0.5)", .int(0)),
      .gives("int(1e18)", .int(1_000_000_000_000_000_000)),
      .gives("int('987')", .int(987)),
      .gives("int('-987')", .int(-987)),
      .gives("int('-9223372036854775808')", .int(.min)),
      .fails("int(18446744073709551615u)"),
      .fails("int(9223372036854775808u)"),
      .fails("int(1e99)"),
      .fails("int(9223372036854775807.0)"),
      .fails("int(-9223372036854775808.0)"),
      .fails("int(1.0 / 0.0)"),
      .fails("int(0.0 / 0.0)"),
      .fails("int('9223372036854775808')"),
      .fails("int('')"),
      .fails("int('1.5')"),
      .fails("int(' 1')"),
      .fails("int('0x1f')"),
      .fails("int('12u')"),
      .fails("int('１')"),
      .fails("int(dyn(true))"),
      .refused("int(true)"),
      .refused("int(null)"),
      .refused("int([1])"),
      .refused("int()"),
      .refused("int(1, 2)"),
      .refused("'1'.int()"),
    ]
  )

  private static let toUint = section(
    "langdef: Types and Conversions, uint; Overflow",
    [
      .gives("uint(42u)", .uint(42)),
      .gives("uint(1729)", .uint(1729)),
      .gives("uint(25.5)", .uint(25)),
      .gives("uint(1e19)", .uint(10_000_000_000_000_000_000)),
      .gives("uint('300')", .uint(300)),
      .gives("uint('18446744073709551615')", .uint(.max)),
      .fails("uint(-1)"),
      .fails("uint(-1.5)"),
      .fails("uint(6.022e23)"),
      .fails("uint(18446744073709551616.0)"),
      .fails("uint(0.0 / 0.0)"),
      .fails("uint('-1')"),
      .fails("uint('-0')"),
      .fails("uint('+1')"),
      .fails("uint('18446744073709551616')"),
      .fails("uint('')"),
      .refused("uint(true)"),
    ]
  )

  private static let toDouble = section(
    "langdef: Types and Conversions, double; Overflow",
    [
      .gives("double(2.5)", .double(2.5)),
      .gives("double(-3)", .double(-3)),
      .gives("double(3u)", .double(3)),
      .gives("double(9223372036854775807)", .double(0x1p63)),
      .gives("double(18446744073709551615u)", .double(0x1p64)),
      .gives("double('123')", .double(123)),
      .gives("double('-987.654')", .double(-987.654)),
      .gives("double('6.02214e23')", .double(6.02214e23)),
      .gives("double('.5')", .double(0.5)),
      .gives("double('-.5')", .double(-0.5)),
      .holds("double('NaN') != double('NaN')"),
      .fails("double('')"),
      .fails("double('abc')"),
      .fails("double('1.5x')"),
      .fails("double('1 ')"),
      .fails("double('--1')"),
      .fails("double('1e999')"),
      .refused("double(true)"),
    ]
  )

  private static let toText = section(
    "langdef: Types and Conversions, string and bytes",
    [
      .gives("string('é')", .string("é")),
      .gives("string(true)", .string("true")),
      .gives("string(false)", .string("false")),
      .gives("string(-456)", .string("-456")),
      .gives("string(9876u)", .string("9876")),
      .gives("string(123.456)", .string("123.456")),
      .gives("string(-4.5e-3)", .string("-0.0045")),
      .holds("double(string(0.1)) == 0.1"),
      .holds("double(string(1e300)) == 1e300"),
      .gives("string(b'abc')", .string("abc")),
      .gives(#"string(b'\303\277')"#, .string("ÿ")),
      .gives("string(b'')", .string("")),
      .fails(#"string(b'\000\xff')"#),
      .fails(#"string(b'\xed\xa0\x80')"#),
      .gives("bytes('')", .bytes([])),
      .gives("bytes('ÿ')", .bytes([195, 191])),
      .gives("bytes(b'abc')", .bytes([97, 98, 99])),
      .isFalse(#"bytes('\377') == b'\377'"#),
      .refused("string(null)"),
      .refused("string([1])"),
      .refused("bytes(1)"),
      .fails("string(dyn([1]))"),
      .fails("bytes(dyn(1))"),
    ]
  )

  private static let toBool = section(
    "langdef: Types and Conversions, bool; testdata: conversions",
    ["1", "t", "true", "TRUE", "True"].map { .holds("bool('\($0)')") }
      + ["0", "f", "false", "FALSE", "False"].map { .isFalse("bool('\($0)')") }
      + ["", "yes", "tRuE", "FaLsE", "T", "F", " true", "10"].map { .fails("bool('\($0)')") }
      + [.holds("bool(true)"), .refused("bool(1)"), .refused("bool(null)")]
  )
}
