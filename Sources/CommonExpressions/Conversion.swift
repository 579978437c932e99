/// Conversions between types (language definition: Type Conversions).
enum Conversion {
  static func bool(_ value: Value) -> Value {
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

  static func bytes(_ value: Value, _ evaluation: inout Evaluation) -> Value {
    switch value {
    case .bytes: value
    case .string(let text):
      evaluation.spend(bytes: text.utf8.count)
        ? .bytes(Array(text.utf8)) : Evaluation.exhausted
    default: .noSuchOverload
    }
  }

  static func int(_ value: Value) -> Value {
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

  static func uint(_ value: Value) -> Value {
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

  static func double(_ value: Value) -> Value {
    switch value {
    case .double: value
    case .int(let number): .double(Double(number))
    case .uint(let number): .double(Double(number))
    case .string(let text):
      NumberText.double(text).map(Value.double) ?? failure(text, "double")
    default: .noSuchOverload
    }
  }

  static func string(_ value: Value, _ evaluation: inout Evaluation) -> Value {
    switch value {
    case .string: return value
    case .bool, .int, .uint, .double, .timestamp, .duration: return .string(value.description)
    case .bytes(let bytes):
      guard evaluation.spend(bytes: bytes.count) else { return Evaluation.exhausted }
      guard let text = String(validating: bytes, as: UTF8.self) else {
        return .error("invalid UTF-8 in bytes")
      }
      return .string(text)
    default: return .noSuchOverload
    }
  }

  static func timestamp(_ value: Value) -> Value {
    switch value {
    case .timestamp: value
    case .int(let seconds):
      CELTimestamp(seconds: seconds).map(Value.timestamp) ?? range(CELTimestamp.typeName)
    case .string(let text):
      CELTimestamp(text).map(Value.timestamp) ?? failure(text, CELTimestamp.typeName)
    default: .noSuchOverload
    }
  }

  static func duration(_ value: Value) -> Value {
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
    .error("'\(text)' cannot be converted to \(type)")
  }
}
