import CommonExpressions

/// `format()` of the strings extension.
extension ConformanceTable {
  static let formatting: [ConformanceCase] = plainClauses + numberClauses + roundings + faults

  private static let plainClauses = section(
    "ext: strings, format %s",
    [
      .gives("'none'.format([])", .string("none")),
      .gives("'%s and %s'.format(['a', 'b'])", .string("a and b")),
      .gives("'100%%'.format([])", .string("100%")),
      .gives("'%s'.format([b'xyz'])", .string("xyz")),
      .gives(#"'%s'.format([b'\xff\xfe!'])"#, .string("\u{FFFD}!")),
      .gives("'%s'.format([null])", .string("null")),
      .gives("'%s'.format([true])", .string("true")),
      .gives("'%s'.format([-7])", .string("-7")),
      .gives("'%s'.format([2.50])", .string("2.5")),
      .gives("'%s'.format([2.0])", .string("2")),
      .gives("'%s'.format([type(1)])", .string("int")),
      .gives("'%s'.format([[1, 'a', [true, null]]])", .string("[1, a, [true, null]]")),
      .gives("'%s'.format([{'b': 1, 'a': [2]}])", .string("{a: [2], b: 1}")),
      .gives("'%s'.format([duration('90s')])", .string("90s")),
      .gives(
        "'%s'.format([timestamp('2024-02-29T12:00:00+01:00')])",
        .string("2024-02-29T11:00:00Z")
      ),
    ]
  )

  private static let numberClauses = section(
    "ext: strings, format of numbers",
    [
      .gives("'%d %d'.format([-42, 42u])", .string("-42 42")),
      .gives("'%d'.format([3.14])", .string("3.14")),
      .gives("'%x %X'.format([-255, 255u])", .string("-ff FF")),
      .gives("'%x'.format(['az'])", .string("617a")),
      .gives(#"'%X'.format([b'\x0f\xf0'])"#, .string("0FF0")),
      .gives("'%o'.format([-8])", .string("-10")),
      .gives("'%b %b'.format([-5, false])", .string("-101 0")),
      .gives("'%f'.format([1])", .string("1.000000")),
      .gives("'%.2f'.format([10u])", .string("10.00")),
      .gives("'%e'.format([0])", .string("0.000000e+00")),
      .gives("'%.1e'.format([-1234.5])", .string("-1.2e+03")),
      .gives("'%.0e'.format([9.6e9])", .string("1e+10")),
      .gives("'%.2e'.format([0.00123])", .string("1.23e-03")),
      .gives("'%f'.format([double('-Infinity')])", .string("-Infinity")),
      .gives("'%e'.format([double('NaN')])", .string("NaN")),
    ]
  )

  /// Of the exact value of the double, ties to the even digit.
  private static let roundings = section(
    "ext: strings, format, rounding",
    [
      .gives("'%.0f %.0f %.0f'.format([0.5, 1.5, 2.5])", .string("0 2 2")),
      .gives("'%.1f %.1f'.format([0.25, 0.75])", .string("0.2 0.8")),
      .gives("'%.2f'.format([1.005])", .string("1.00")),
      .gives("'%.1f'.format([9.96])", .string("10.0")),
      .gives("'%.3f'.format([0.0004])", .string("0.000")),
      .gives("'%.3f'.format([0.0006])", .string("0.001")),
      .gives("'%.0f'.format([1e22])", .string("10000000000000000000000")),
      .gives("'%.20f'.format([0.1])", .string("0.10000000000000000555")),
      .gives("'%.1e'.format([5e-324])", .string("4.9e-324")),
      .gives("'%.3e'.format([1.7976931348623157e308])", .string("1.798e+308")),
    ]
  )

  private static let faults = section(
    "ext: strings, format, errors",
    [
      .fails("'%s'.format([])"),
      .fails("'%q'.format([1])"),
      .fails("'%'.format([1])"),
      .fails("'%.f'.format([1.0])"),
      .fails("'%.9999f'.format([1.0])"),
      .fails("'%d'.format(['1'])"),
      .fails("'%f'.format(['1'])"),
      .fails("'%b'.format(['1'])"),
      .fails("'%x'.format([1.5])"),
      .fails("'%o'.format([true])"),
      .fails("'%s'.format([secret])"),
      .unknown("'%s'.format([secret.audience])"),
      .refused("'%s'.format('a')"),
      .refused("'%s'.format()"),
    ]
  )
}
