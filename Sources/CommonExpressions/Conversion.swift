/// Conversions between types (language definition: Type Conversions).
enum Conversion {
  /// The steps that reading a time from a text takes, or writing one: both go through its parts.
  private static let timeSteps = 24

  /// Calls the function that is named like the type.
  static func call(
    _ function: StandardFunction,
    _ value: Value,
    _ evaluation: inout Evaluation
  ) -> Value {
    guard evaluation.spend(steps(function, value)) else { return Evaluation.exhausted }
    return switch function {
    case .bool: bool(value)
    case .bytes: bytes(value)
    case .double: double(value)
    case .duration: duration(value)
    case .int: int(value)
    case .string: string(value)
    case .timestamp: timestamp(value)
    case .uint: uint(value)
    default: .noSuchOverload
    }
  }

  private static func steps(_ function: StandardFunction, _ value: Value) -> Int {
    switch (function, value) {
    // Their parts are read letter by letter.
    case (.timestamp, .string(let text)), (.duration, .string(let text)):
      timeSteps + text.utf8.count
    case (.string, .timestamp), (.string, .duration): timeSteps
    // No digits are skipped on the way to a number.
    case (.double, .string(let text)): text.utf8.count
    case (_, .string(let text)): text.utf8.count / Evaluation.bytesPerStep
    case (_, .bytes(let bytes)): bytes.count / Evaluation.bytesPerStep
    default: 0
    }
  }

  private static func bool(_ value: Value) -> Value {
    switch value {
    case .bool: return value
    case .string(let text):
      switch text {
      case "1", "t", "true", "TRUE", "True": return .bool(true)
      case "0", "f", "false", "FALSE", "False": return .bool(false)
      default: return failure(text, "bool")
      }
    default: return .noSuchOverload
    }
  }

  private static func bytes(_ value: Value) -> Value {
    switch value {
    case .bytes: value
    case .string(let text): .bytes(Array(text.utf8))
    default: .noSuchOverload
    }
  }

  private static func int(_ value: Value) -> Value {
    switch value {
    case .int: value
    case .uint(let number): Int64(exactly: number).map(Value.int) ?? range("int")
    // The smallest integer is out of reach, so that both ends of the range are refused alike
    // (language definition: Overflow).
    case .double(-0x1p63): range("int")
    case .double(let number): NumberText.int(number).map(Value.int) ?? range("int")
    case .string(let text): Int64(text).map(Value.int) ?? failure(text, "int")
    case .timestamp(let time): .int(time.seconds)
    default: .noSuchOverload
    }
  }

  private static func uint(_ value: Value) -> Value {
    switch value {
    case .uint: value
    case .int(let number): UInt64(exactly: number).map(Value.uint) ?? range("uint")
    case .double(let number): NumberText.uint(number).map(Value.uint) ?? range("uint")
    case .string(let text): natural(text).map(Value.uint) ?? failure(text, "uint")
    default: .noSuchOverload
    }
  }

  /// Digits and nothing else: unsigned numbers have no sign, and Swift would take one.
  private static func natural(_ text: String) -> UInt64? {
    text.utf8.allSatisfy { $0 &- UInt8(ascii: "0") < 10 } ? UInt64(text) : nil
  }

  private static func double(_ value: Value) -> Value {
    switch value {
    case .double: value
    case .int(let number): .double(Double(number))
    case .uint(let number): .double(Double(number))
    case .string(let text):
      NumberText.double(text).map(Value.double) ?? failure(text, "double")
    default: .noSuchOverload
    }
  }

  private static func string(_ value: Value) -> Value {
    switch value {
    case .string: return value
    case .bool, .int, .uint, .double, .timestamp, .duration: return .string(value.description)
    case .bytes(let bytes):
      guard let text = String(validating: bytes, as: UTF8.self) else {
        return .error("invalid UTF-8 in bytes")
      }
      return .string(text)
    default: return .noSuchOverload
    }
  }

  private static func timestamp(_ value: Value) -> Value {
    switch value {
    case .timestamp: value
    case .int(let seconds):
      CELTimestamp(seconds: seconds).map(Value.timestamp) ?? range(CELTimestamp.typeName)
    case .string(let text):
      CELTimestamp(text).map(Value.timestamp) ?? failure(text, CELTimestamp.typeName)
    default: .noSuchOverload
    }
  }

  private static func duration(_ value: Value) -> Value {
    switch value {
    case .duration: value
    case .string(let text):
      CELDuration(text).map(Value.duration) ?? failure(text, CELDuration.typeName)
    default: .noSuchOverload
    }
  }

  private static func range(_ type: String) -> Value {
    .error("the number is out of the range of \(type)")
  }

  private static func failure(_ text: String, _ type: String) -> Value {
    .error("\(Value.string(text).quoted) cannot be converted to \(type)")
  }
}
