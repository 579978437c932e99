import CommonExpressions
import Testing

/// Errors that only show when an expression is evaluated.
@Suite struct EvaluationErrorTests {
  static let failures: [FailureCase] = [
    FailureCase("Overflow", "9223372036854775807 + 1", "integer overflow"),
    FailureCase("Overflow", "-9223372036854775808 - 1", "integer overflow"),
    FailureCase("Overflow", "9223372036854775807 * 2", "integer overflow"),
    FailureCase("Overflow", "-9223372036854775808 / -1", "integer overflow"),
    FailureCase("Overflow", "-(-9223372036854775808)", "integer overflow"),
    FailureCase("Overflow", "0u - 1u", "integer overflow"),
    FailureCase("Overflow", "18446744073709551615u + 1u", "integer overflow"),
    FailureCase("Arithmetic Operators", "1 / 0", "division by zero"),
    FailureCase("Arithmetic Operators", "1 % 0", "modulus by zero"),
    FailureCase("Arithmetic Operators", "1u / 0u", "division by zero"),
    FailureCase("Field Selection", "other.version", "no such field 'version'"),
    FailureCase("Field Selection", "other.version.text == ''", "no such field 'version'"),
    FailureCase("Field Selection", "dyn(secret).nothing", "no such field 'nothing'"),
    FailureCase("Field Selection", "{'a': 1}.b", "no such key 'b'"),
    FailureCase("Field Selection", "has(dyn(1).a)", "no such overload"),
    FailureCase("Aggregate Values", "[1][1]", "index 1 is out of range"),
    FailureCase("Aggregate Values", "[1][-1]", "index -1 is out of range"),
    FailureCase("Aggregate Values", "[1][dyn(0.5)]", "invalid index 0.5 of a list"),
    FailureCase("Aggregate Values", "{'a': 1}['b']", "no such key 'b'"),
    FailureCase("Aggregate Values", "{'a': 1}['b' + 'b']", "no such key 'bb'"),
    FailureCase("Aggregate Values", "{1: 1}[2]", "no such key 2"),
    FailureCase("Aggregate Values", "[1][dyn([1, 2])]", "invalid index (list) of a list"),
    FailureCase("Aggregate Values", "{'a': 1}[dyn({'b': 1})]", "no such key (map)"),
    FailureCase("Aggregate Values", "{'a': 1, 'a': 2}", "invalid or repeated key"),
    FailureCase("Aggregate Values", "{1: 1, dyn(1u): 2}", "invalid or repeated key"),
    FailureCase("Aggregate Values", "{dyn(1.5): 1}", "invalid or repeated key"),
    FailureCase("Logical Operators", "dyn('a') && true", "no such overload"),
    FailureCase("Logical Operators", "!dyn(1)", "no such overload"),
    FailureCase("Logical Operators", "dyn(1) ? 1 : 2", "no such overload"),
    FailureCase("Logical Operators", "1 / 0 == 1 && true", "division by zero"),
    FailureCase("Ordering", "dyn([1]) < [1].map(x, dyn(x))[0]", "no such overload"),
    FailureCase("Ordering", "dyn(1) < 'a'", "no such overload"),
    FailureCase("Type Conversions", "int('x')", "cannot be converted to int"),
    FailureCase("Type Conversions", "int(1e30)", "out of the range of int"),
    FailureCase("Type Conversions", "int(double('NaN'))", "out of the range of int"),
    FailureCase("Type Conversions", "uint(-1)", "out of the range of uint"),
    FailureCase("Type Conversions", "int(18446744073709551615u)", "out of the range of int"),
    FailureCase("Type Conversions", #"string(b'\xff')"#, "invalid UTF-8"),
    FailureCase("Timezones", "timestamp(0).getHours('x')", "'x' is not UTC"),
    FailureCase("Regular Expressions", "'a'.matches('(' + '')", "invalid regular expression"),
    FailureCase("Macros", "[1, 0].all(x, 1 / x == 1)", "division by zero"),
    FailureCase("Macros", "[0, 1].exists(x, 1 / x == 2)", "division by zero"),
    FailureCase("Macros", "[1, 0].exists_one(x, 1 / x == 1)", "division by zero"),
    FailureCase("Macros", "[0].map(x, 1 / x)", "division by zero"),
    FailureCase("Macros", "[0].filter(x, 1 / x == 1)", "division by zero"),
    FailureCase("Macros", "dyn(1).all(x, true)", "no such overload"),
  ]

  @Test(arguments: failures)
  func isReported(_ example: FailureCase) throws {
    let value = try SecretFixture.evaluate(example.source)
    guard case .error(let error) = value else {
      Issue.record("\(value) is not an error")
      return
    }
    #expect(error.message.contains(example.message))
  }

  /// Each doubles, squares or repeats what it gets, and would run for hours.
  static let explosions: [String] = {
    let digits = "[0,1,2,3,4,5,6,7,8,9]"
    let nested =
      (0..<9).map { "\(digits).all(x\($0), " }.joined() + "true"
      + String(repeating: ")", count: 9)
    let hundred = "\(digits).map(x, \(digits)).map(y, y.map(z, 'aaaaaaaaaaaaaaaa').join()).join()"
    let doubled = (0..<60).reduce("'aaaaaaaaaaaaaaaa'") { text, _ in
      "[\(text)].map(s, s + s)[0]"
    }
    return [nested, "\(hundred).replace('', \(hundred)).replace('', \(hundred))", doubled]
      + costly.map { call in
        "[\(hundred)].map(t, t.replace('a', 'aaaa'))"
          + ".all(t, \(digits).all(a, \(digits).all(b, \(digits).all(c, \(digits).all(d, "
          + "\(digits).all(e, \(call)))))))"
      }
  }()

  /// Calls that read a long text `t`, many of them failing with its start in the message.
  static let costly = [
    "bool(t) || true", "int(t) > 0 || true", "uint(t) > 0u || true", "double(t) > 0.0 || true",
    "timestamp(t) == timestamp(0) || true", "duration(t) == duration('0') || true",
    "timestamp(0).getHours(t) == 0 || true", "{'a': 1}[t] == 1 || true", "[1][dyn(t)] == 1 || true",
    "{t: 1} != {}", "!(t in {1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 6, 7: 7, 8: 8, 'a': 9})",
    "t.lastIndexOf('b') < 0",
  ]

  /// A value that holds itself twice, on many levels.
  private static let shared = (0..<40).reduce("[1]") { value, level in
    "[\(value)].map(v\(level), [v\(level), v\(level)])[0]"
  }

  @Test(arguments: ["optional.of(@) == optional.of(@)", "known(optional.of(@))", "@ in [@]"])
  func sharedPartsCountAsOftenAsTheyAreLookedAt(_ source: String) throws {
    let text = source.split(separator: "@", omittingEmptySubsequences: false)
      .joined(separator: Self.shared)
    #expect(
      try SecretFixture.evaluate(text)
        == .error(EvaluationError("the evaluation takes too many steps"))
    )
  }

  @Test(arguments: ["dyn([1])[dyn(@)]", "{'a': 1}[dyn(@)]"])
  func sharedPartsAreNotPartOfErrors(_ source: String) throws {
    let text = source.split(separator: "@", omittingEmptySubsequences: false)
      .joined(separator: Self.shared)
    guard case .error(let error) = try SecretFixture.evaluate(text) else {
      Issue.record("it is not an error")
      return
    }
    #expect(error.message.contains("(list)"))
  }

  @Test func longTextsAreCutInErrors() throws {
    let long = String(repeating: "a", count: 1_000)
    guard case .error(let error) = try SecretFixture.evaluate("int('\(long)')") else {
      Issue.record("it is not an error")
      return
    }
    #expect(error.message == "'\(long.prefix(80))…' cannot be converted to int")
  }

  @Test(arguments: explosions)
  func endsWhenTheWorkGetsTooMuch(_ source: String) throws {
    #expect(
      try SecretFixture.evaluate(source)
        == .error(EvaluationError("the evaluation takes too many steps"))
    )
  }
}
