import CommonExpressions

/// Timestamps and durations.
extension ConformanceTable {
  static let times: [ConformanceCase] = timestamps + durations + timeArithmetic + timeParts

  private static let timestamps = section(
    "langdef: Abstract Types, Timestamp",
    [
      .holds("timestamp('2024-02-29T00:00:00Z') == timestamp(1709164800)"),
      .holds("timestamp('2024-03-01T01:30:00+01:30') == timestamp('2024-03-01T00:00:00Z')"),
      .gives("string(timestamp(0))", .string("1970-01-01T00:00:00Z")),
      .gives("string(timestamp('1969-12-31T23:59:59.25Z'))", .string("1969-12-31T23:59:59.25Z")),
      .gives("int(timestamp('1969-12-31T23:59:59.25Z'))", .int(-1)),
      .holds("timestamp(1) < timestamp(2) && timestamp(2) >= timestamp(2)"),
      .holds("type(timestamp(0)) == google.protobuf.Timestamp"),
      .holds("timestamp(timestamp(7)) == timestamp(7)"),
      .fails("timestamp('2023-02-29T00:00:00Z')"),
      .fails("timestamp('2024-01-01')"),
      .fails("timestamp('2024-01-01T00:00:00')"),
      .fails("timestamp('2024-01-01T24:00:00Z')"),
      .fails("timestamp('2024-01-01T00:00Z')"),
      .fails("timestamp('2024-01-01T00:00:00.Z')"),
      .fails("timestamp('0000-12-31T23:59:59Z')"),
      .fails("timestamp(253402300800)"),
      .refused("timestamp(1.0)"),
      .refused("timestamp(0) == 0"),
      .refused("timestamp(0) < 0"),
    ]
  )

  private static let durations = section(
    "langdef: Abstract Types, Duration",
    [
      .holds("duration('1h30m') == duration('5400s')"),
      .holds("duration('1.5s') == duration('1500ms')"),
      .holds("duration('1s') == duration('1000000us') && duration('1us') == duration('1000ns')"),
      .holds("duration('-1m') < duration('0')"),
      .gives("string(duration('1h1.5s'))", .string("3601.5s")),
      .gives("string(duration('-250ms'))", .string("-0.25s")),
      .holds("type(duration('0s')) == google.protobuf.Duration"),
      .fails("duration('')"),
      .fails("duration('-')"),
      .fails("duration('1')"),
      .fails("duration('1d')"),
      .fails("duration('h')"),
      .fails("duration('.s')"),
      .fails("duration('99999999999h')"),
      .refused("duration(1)"),
    ]
  )

  private static let timeArithmetic = section(
    "langdef: Arithmetic Operators, times",
    [
      .holds("timestamp(60) - timestamp(0) == duration('1m')"),
      .holds("timestamp(60) - duration('1m') == timestamp(0)"),
      .holds("duration('1m') + timestamp(0) == timestamp(60)"),
      .holds("timestamp(0) - duration('1ns') < timestamp(0)"),
      .holds("duration('1m') + duration('1s') == duration('61s')"),
      .holds("duration('1m') - duration('2m') == duration('-1m')"),
      .holds("timestamp(0) + dyn(duration('1s')) == timestamp(1)"),
      .fails("timestamp(253402300799) + duration('1s')"),
      .fails("timestamp(253402300799) - timestamp(-62135596800)"),
      .refused("timestamp(0) + timestamp(0)"),
      .refused("duration('1s') - timestamp(0)"),
      .refused("duration('1s') * 2"),
      .refused("-duration('1s')"),
    ]
  )

  private static let timeParts = section(
    "langdef: Functions, parts of times",
    [
      .gives("timestamp('2024-12-31T23:59:58.5Z').getFullYear()", .int(2024)),
      .gives("timestamp('2024-12-31T23:59:58.5Z').getMonth()", .int(11)),
      .gives("timestamp('2024-12-31T23:59:58.5Z').getDate()", .int(31)),
      .gives("timestamp('2024-12-31T23:59:58.5Z').getDayOfMonth()", .int(30)),
      .gives("timestamp('2024-12-31T23:59:58.5Z').getDayOfYear()", .int(365)),
      .gives("timestamp('2024-12-31T23:59:58.5Z').getDayOfWeek()", .int(2)),
      .gives("timestamp('2024-12-31T23:59:58.5Z').getHours()", .int(23)),
      .gives("timestamp('2024-12-31T23:59:58.5Z').getMinutes()", .int(59)),
      .gives("timestamp('2024-12-31T23:59:58.5Z').getSeconds()", .int(58)),
      .gives("timestamp('2024-12-31T23:59:58.5Z').getMilliseconds()", .int(500)),
      .gives("timestamp('2024-12-31T23:59:58.5Z').getFullYear('+00:01')", .int(2025)),
      .gives("timestamp('2024-12-31T23:59:58.5Z').getHours('-05:30')", .int(18)),
      .gives("timestamp('1969-12-28T00:00:00Z').getDayOfWeek()", .int(0)),
      .gives("duration('90m').getHours()", .int(1)),
      .gives("duration('90m').getMinutes()", .int(90)),
      .gives("duration('-90s').getSeconds()", .int(-90)),
      .gives("duration('1250ms').getMilliseconds()", .int(250)),
      .refused("duration('1s').getFullYear()"),
      .refused("getHours(timestamp(0))"),
    ]
  )
}
