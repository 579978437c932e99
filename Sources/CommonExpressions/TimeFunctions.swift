import TextFormats

/// The parts of timestamps and durations (language definition: Functions, date and time).
enum TimeFunctions {
  /// The steps that finding a part takes: a day is written out and taken apart.
  private static let steps = 8

  /// A part of a timestamp in a time zone, or a whole number of units of a duration.
  static func part(
    _ function: StandardFunction,
    of value: Value,
    zone: Value,
    _ evaluation: inout Evaluation
  ) -> Value {
    guard case .string(let zone) = zone else { return .noSuchOverload }
    guard evaluation.spend(steps), evaluation.spend(zone.utf8.count) else {
      return Evaluation.exhausted
    }
    switch value {
    case .timestamp(let time):
      guard let offset = TimeZoneOffset.seconds(zone) else {
        return .error("\(Value.string(zone).quoted) is not UTC or an offset such as +02:00")
      }
      return part(function, of: time, offset: offset).map(Value.int) ?? .noSuchOverload
    case .duration(let duration):
      return part(function, of: duration).map(Value.int) ?? .noSuchOverload
    default: return .noSuchOverload
    }
  }

  private static func part(
    _ function: StandardFunction,
    of time: CELTimestamp,
    offset: Int64
  ) -> Int64? {
    let seconds = Int(time.seconds + offset)
    let day = CalendarDay(secondsSince1970: seconds)
    let second = Int64(seconds - day.number * 86_400)
    switch function {
    case .getFullYear: return Int64(day.year)
    case .getMonth: return Int64(day.month - 1)
    case .getDate: return Int64(day.dayOfMonth)
    case .getDayOfMonth: return Int64(day.dayOfMonth - 1)
    case .getDayOfYear: return Int64(day.dayOfYear - 1)
    case .getDayOfWeek: return Int64(day.weekday)
    case .getHours: return second / 3600
    case .getMinutes: return second / 60 % 60
    case .getSeconds: return second % 60
    case .getMilliseconds: return time.nanoseconds / 1_000_000
    default: return nil
    }
  }

  private static func part(_ function: StandardFunction, of duration: CELDuration) -> Int64? {
    let seconds = duration.nanoseconds / CELDuration.second
    return switch function {
    case .getHours: seconds / 3600
    case .getMinutes: seconds / 60
    case .getSeconds: seconds
    case .getMilliseconds: duration.nanoseconds % CELDuration.second / 1_000_000
    default: nil
    }
  }

  /// The sum or difference of times; nil when the operands are none.
  static func combine(
    _ operation: ArithmeticNode.Operator,
    _ left: Value,
    _ right: Value
  ) -> Value? {
    switch (operation, left, right) {
    case (.add, .timestamp(let time), .duration(let duration)),
      (.add, .duration(let duration), .timestamp(let time)):
      time.advanced(by: duration).map(Value.timestamp) ?? outOfRange
    case (.subtract, .timestamp(let time), .duration(let duration)):
      duration.nanoseconds == .min
        ? outOfRange
        : time.advanced(by: CELDuration(nanoseconds: -duration.nanoseconds))
          .map(Value.timestamp) ?? outOfRange
    case (.subtract, .timestamp(let left), .timestamp(let right)):
      left.since(right).map(Value.duration) ?? outOfRange
    case (.add, .duration(let left), .duration(let right)):
      duration(left.nanoseconds.addingReportingOverflow(right.nanoseconds))
    case (.subtract, .duration(let left), .duration(let right)):
      duration(left.nanoseconds.subtractingReportingOverflow(right.nanoseconds))
    default: nil
    }
  }

  private static let outOfRange = Value.error("the time is out of range")

  private static func duration(_ result: (partialValue: Int64, overflow: Bool)) -> Value {
    result.overflow ? outOfRange : .duration(CELDuration(nanoseconds: result.partialValue))
  }
}

extension CalendarDay {
  fileprivate var parts: [Int] { text.split(separator: "-").compactMap { Int($0) } }
  fileprivate var year: Int { parts[0] }
  fileprivate var month: Int { parts[1] }
  fileprivate var dayOfMonth: Int { parts[2] }

  fileprivate var dayOfYear: Int {
    let first = CalendarDay(text.prefix(4) + "-01-01")
    return number - (first?.number ?? number) + 1
  }

  /// The number of days since a Sunday; the first day of 1970 was a Thursday.
  fileprivate var weekday: Int { ((number + 4) % 7 + 7) % 7 }
}
