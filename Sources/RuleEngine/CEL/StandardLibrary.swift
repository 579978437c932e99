import RegularExpressions

/// The functions and operators of the language that akvlint accepts, with their overloads.
enum StandardLibrary {
  typealias Compiled = ExpressionCompiler.Compiled

  /// No overload takes the arguments.
  struct Mismatch: Error {
    var message: String
  }

  /// A call of a function, method or operator.
  ///
  /// - Parameters:
  ///   - name: The function, or the symbol of the operator.
  ///   - arguments: The arguments, a method's receiver first.
  ///   - isMethod: Whether it is called on a receiver.
  static func call(
    _ name: String, _ arguments: [Compiled], isMethod: Bool
  ) throws(Mismatch) -> Compiled {
    let types = arguments.map(\.type)
    if !isMethod, let compiled = try Operators.call(name, arguments) { return compiled }
    if let compiled = try regularExpression(name, arguments) { return compiled }
    guard let overload = overload(name, types, isMethod: isMethod) else {
      let shown = types.map(\.description).joined(separator: ", ")
      let known = methods.contains(name) || functions.contains(name)
      throw Mismatch(
        message: known
          ? "\(name)() does not take (\(shown))" : "there is no function \(name)(\(shown))")
    }
    return strict(overload.type, arguments, overload.body)
  }

  /// A function that needs the values of all its arguments.
  static func strict(
    _ type: CELType, _ arguments: [Compiled], _ body: @escaping @Sendable ([Value]) -> Value
  ) -> Compiled {
    let thunks = arguments.map(\.thunk)
    return Compiled(type: type) { frame in
      var values: [Value] = []
      values.reserveCapacity(thunks.count)
      for thunk in thunks { values.append(thunk(&frame)) }
      return ExpressionCompiler.outcome(values) ?? body(values)
    }
  }

  private static let methods: Set<String> = [
    "startsWith", "endsWith", "contains", "matches", "replace", "split", "join", "lowerAscii",
    "upperAscii", "trim", "size",
  ]
  private static let functions: Set<String> = [
    "size", "matches", "string", "int", "uint", "double", "bool", "bytes", "type", "dyn",
  ]

  private struct Overload {
    var type: CELType
    var body: @Sendable ([Value]) -> Value
  }

  private static func overload(
    _ name: String, _ types: [CELType], isMethod: Bool
  ) -> Overload? {
    func takes(_ wanted: CELType...) -> Bool {
      types.count == wanted.count && zip(wanted, types).allSatisfy { $0.accepts($1) }
    }
    switch name {
    case "size":
      guard types.count == 1, isSized(types[0]) else { return nil }
      return Overload(type: .int) { size($0[0]) }
    case "type" where !isMethod && types.count == 1:
      return Overload(type: .type) { .type($0[0].typeName) }
    case "dyn" where !isMethod && types.count == 1: return Overload(type: .dyn) { $0[0] }
    case "string", "int", "uint", "double", "bool", "bytes":
      guard !isMethod, types.count == 1 else { return nil }
      return conversion(name)
    default: break
    }
    guard isMethod else { return nil }
    switch name {
    case "startsWith" where takes(.string, .string):
      return texts(.bool) { .bool($0[0].hasPrefix($0[1])) }
    case "endsWith" where takes(.string, .string):
      return texts(.bool) { .bool($0[0].hasSuffix($0[1])) }
    case "contains" where takes(.string, .string):
      return texts(.bool) { .bool(TextFunctions.contains($0[0], $0[1])) }
    case "lowerAscii" where takes(.string):
      return texts(.string) { .string(TextFunctions.lowerASCII($0[0])) }
    case "upperAscii" where takes(.string):
      return texts(.string) { .string(TextFunctions.upperASCII($0[0])) }
    case "trim" where takes(.string): return texts(.string) { .string(TextFunctions.trim($0[0])) }
    case "replace" where takes(.string, .string, .string):
      return texts(.string) { TextFunctions.replace($0[0], $0[1], with: $0[2], limit: -1) }
    case "replace" where takes(.string, .string, .string, .int):
      return Overload(type: .string) { values in
        guard let texts = strings(Array(values.prefix(3))), case .int(let limit) = values[3] else {
          return .error("no such overload")
        }
        return TextFunctions.replace(texts[0], texts[1], with: texts[2], limit: Int(limit))
      }
    case "split" where takes(.string, .string):
      return texts(.list(.string)) { TextFunctions.split($0[0], $0[1], limit: -1) }
    case "split" where takes(.string, .string, .int):
      return Overload(type: .list(.string)) { values in
        guard let texts = strings(Array(values.prefix(2))), case .int(let limit) = values[2] else {
          return .error("no such overload")
        }
        return TextFunctions.split(texts[0], texts[1], limit: Int(limit))
      }
    case "join" where takes(.list(.string)): return Overload(type: .string) { join($0[0], "") }
    case "join" where takes(.list(.string), .string):
      return Overload(type: .string) { values in
        guard case .string(let separator) = values[1] else { return .error("no such overload") }
        return join(values[0], separator)
      }
    default: return nil
    }
  }

  private static func isSized(_ type: CELType) -> Bool {
    switch type {
    case .string, .bytes, .list, .map, .dyn: true
    default: false
    }
  }

  private static func size(_ value: Value) -> Value {
    switch value {
    case .string(let text): .int(Int64(text.unicodeScalars.count))
    case .bytes(let bytes): .int(Int64(bytes.count))
    case .list(let list): .int(Int64(list.count))
    case .map(let map): .int(Int64(map.entries.count))
    default: .error("no such overload")
    }
  }

  private static func join(_ list: Value, _ separator: String) -> Value {
    guard case .list(let values) = list, let texts = strings(values) else {
      return .error("no such overload")
    }
    let size = texts.reduce(0) { $0 + $1.utf8.count + separator.utf8.count }
    guard size <= Frame.sizeLimit else { return .error("the text becomes too long") }
    return .string(texts.joined(separator: separator))
  }

  /// A function over texts.
  private static func texts(
    _ type: CELType, _ body: @escaping @Sendable ([String]) -> Value
  ) -> Overload {
    Overload(type: type) { strings($0).map(body) ?? .error("no such overload") }
  }

  private static func strings(_ values: [Value]) -> [String]? {
    var texts: [String] = []
    for value in values {
      guard case .string(let text) = value else { return nil }
      texts.append(text)
    }
    return texts
  }

  private static func conversion(_ name: String) -> Overload {
    switch name {
    case "string": Overload(type: .string) { Conversions.string($0[0]) }
    case "int": Overload(type: .int) { Conversions.int($0[0]) }
    case "uint": Overload(type: .uint) { Conversions.uint($0[0]) }
    case "double": Overload(type: .double) { Conversions.double($0[0]) }
    case "bool": Overload(type: .bool) { Conversions.bool($0[0]) }
    default: Overload(type: .bytes) { Conversions.bytes($0[0]) }
    }
  }

  /// `matches`: an expression that is a literal is compiled once, and its mistakes are found
  /// when the rule is loaded.
  private static func regularExpression(
    _ name: String, _ arguments: [Compiled]
  ) throws(Mismatch) -> Compiled? {
    guard name == "matches", arguments.count == 2,
      arguments.allSatisfy({ CELType.string.accepts($0.type) })
    else { return nil }
    guard case .string(let source)? = arguments[1].literal else {
      return strict(.bool, arguments) { values in
        guard case .string(let text) = values[0], case .string(let source) = values[1] else {
          return .error("no such overload")
        }
        do throws(PatternError) {
          return .bool(try Pattern(source).matches(text))
        } catch {
          return .error("invalid regular expression: \(error.message)")
        }
      }
    }
    let pattern: Pattern
    do throws(PatternError) {
      pattern = try Pattern(source)
    } catch {
      throw Mismatch(message: "invalid regular expression: \(error.message)")
    }
    return strict(.bool, [arguments[0]]) { values in
      guard case .string(let text) = values[0] else { return .error("no such overload") }
      return .bool(pattern.matches(text))
    }
  }
}
