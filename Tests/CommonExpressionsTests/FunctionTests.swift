import CommonExpressions
import Testing

/// The standard functions and the macros.
@Suite struct FunctionTests {
  static let conversions: [ExpressionCase] = [
    ExpressionCase("Type Conversions", "string(12)", .string("12")),
    ExpressionCase("Type Conversions", "string(12u)", .string("12")),
    ExpressionCase("Type Conversions", "string(1.0)", .string("1")),
    ExpressionCase("Type Conversions", "string(1.25)", .string("1.25")),
    ExpressionCase("Type Conversions", "string(true)", .string("true")),
    ExpressionCase("Type Conversions", "string(b'abc')", .string("abc")),
    ExpressionCase("Type Conversions", "int('-42')", .int(-42)),
    ExpressionCase("Type Conversions", "int(42u)", .int(42)),
    ExpressionCase("Type Conversions", "int(-1.9)", .int(-1)),
    ExpressionCase("Type Conversions", "uint('42')", .uint(42)),
    ExpressionCase("Type Conversions", "uint(1.9)", .uint(1)),
    ExpressionCase("Type Conversions", "double('1.5')", .double(1.5)),
    ExpressionCase("Type Conversions", "double(3)", .double(3)),
    ExpressionCase("Type Conversions", "bool('true')", .bool(true)),
    ExpressionCase(
      "Type Conversions",
      "bool('F')",
      .error(EvaluationError("'F' cannot be converted to bool"))
    ),
    ExpressionCase("Type Conversions", "bytes('é')", .bytes([195, 169])),
    ExpressionCase("Types", "type(1) == int", .bool(true)),
    ExpressionCase("Types", "type('a') == type('b')", .bool(true)),
    ExpressionCase("Types", "type(type(1)) == type", .bool(true)),
    ExpressionCase("Types", "type(null) == null_type", .bool(true)),
    ExpressionCase("Types", "type([]) == list && type({}) == map", .bool(true)),
    ExpressionCase("Types", "type(secret)", .type("secret")),
    ExpressionCase("Dynamic Values", "dyn('a')", .string("a")),
  ]

  static let strings: [ExpressionCase] = [
    ExpressionCase("Strings", "size('größe😀')", .int(6)),
    ExpressionCase("Strings", "'abc'.size()", .int(3)),
    ExpressionCase("List of Standard Definitions", "size(b'é')", .int(2)),
    ExpressionCase("List of Standard Definitions", "size([1, 2])", .int(2)),
    ExpressionCase("List of Standard Definitions", "{}.size()", .int(0)),
    ExpressionCase("String Functions", "'hello'.startsWith('he')", .bool(true)),
    ExpressionCase("String Functions", "'hello'.startsWith('lo')", .bool(false)),
    ExpressionCase("String Functions", "'hello'.startsWith('')", .bool(true)),
    ExpressionCase("String Functions", "'hello'.endsWith('lo')", .bool(true)),
    ExpressionCase("String Functions", "'lo'.endsWith('hello')", .bool(false)),
    ExpressionCase("String Functions", "'hello'.contains('ell')", .bool(true)),
    ExpressionCase("String Functions", "'hello'.contains('')", .bool(true)),
    ExpressionCase("String Functions", "'aabaabaaab'.contains('aabaaab')", .bool(true)),
    ExpressionCase("String Functions", #"'e\u0301'.contains('é')"#, .bool(false)),
    ExpressionCase("Regular Expressions", "'hello'.matches('^h.*o$')", .bool(true)),
    ExpressionCase("Regular Expressions", "'hello'.matches('ell')", .bool(true)),
    ExpressionCase("Regular Expressions", "matches('hello', 'x')", .bool(false)),
    ExpressionCase("Regular Expressions", #"'a1'.matches(r'^\pL\d$')"#, .bool(true)),
    ExpressionCase("Regular Expressions", "'abc'.matches('b' + '.')", .bool(true)),
    ExpressionCase("Strings extension", "'a-b-c'.replace('-', '')", .string("abc")),
    ExpressionCase("Strings extension", "'a-b-c'.replace('-', '+', 1)", .string("a+b-c")),
    ExpressionCase("Strings extension", "'a-b'.replace('-', '+', 0)", .string("a-b")),
    ExpressionCase("Strings extension", "'a-b'.replace('-', '+', -1)", .string("a+b")),
    ExpressionCase("Strings extension", "'aé'.replace('', '_')", .string("_a_é_")),
    ExpressionCase("Strings extension", "'aaa'.replace('aa', 'b')", .string("ba")),
    ExpressionCase(
      "Strings extension",
      "'a,b,,c'.split(',')",
      .list([.string("a"), .string("b"), .string(""), .string("c")])
    ),
    ExpressionCase(
      "Strings extension",
      "'a,b,c'.split(',', 2)",
      .list([.string("a"), .string("b,c")])
    ),
    ExpressionCase("Strings extension", "'a,b'.split(',', 0)", .list([])),
    ExpressionCase("Strings extension", "'a,b'.split(',', 1)", .list([.string("a,b")])),
    ExpressionCase(
      "Strings extension",
      "'a,b'.split(',', -1)",
      .list([.string("a"), .string("b")])
    ),
    ExpressionCase(
      "Strings extension",
      "'aéb'.split('')",
      .list([.string("a"), .string("é"), .string("b")])
    ),
    ExpressionCase(
      "Strings extension",
      "'abc'.split('', 2)",
      .list([.string("a"), .string("bc")])
    ),
    ExpressionCase("Strings extension", "''.split(',')", .list([.string("")])),
    ExpressionCase("Strings extension", "['a', 'b'].join()", .string("ab")),
    ExpressionCase("Strings extension", "['a', 'b'].join(', ')", .string("a, b")),
    ExpressionCase("Strings extension", "[].join('-')", .string("")),
    ExpressionCase("Strings extension", "'TacoCÃT'.lowerAscii()", .string("tacocÃt")),
    ExpressionCase("Strings extension", "'tacocãt'.upperAscii()", .string("TACOCãT")),
    ExpressionCase("Strings extension", #"' \t\u3000trim\n'.trim()"#, .string("trim")),
    ExpressionCase("Strings extension", "'  '.trim()", .string("")),
  ]

  static let macros: [ExpressionCase] = [
    ExpressionCase("Macros", "[1, 2].all(x, x > 0)", .bool(true)),
    ExpressionCase("Macros", "[1, 2].all(x, x > 1)", .bool(false)),
    ExpressionCase("Macros", "[].all(x, x > 1)", .bool(true)),
    ExpressionCase("Macros", "[0, 1].all(x, 1 / x == 2)", .bool(false)),
    ExpressionCase("Macros", "[1, 2].exists(x, x > 1)", .bool(true)),
    ExpressionCase("Macros", "[].exists(x, x > 1)", .bool(false)),
    ExpressionCase("Macros", "[0, 1].exists(x, 1 / x == 1)", .bool(true)),
    ExpressionCase("Macros", "[1, 0].exists(x, 1 / x == 1)", .bool(true)),
    ExpressionCase("Macros", "[1, 2, 2].exists_one(x, x == 1)", .bool(true)),
    ExpressionCase("Macros", "[1, 2, 2].exists_one(x, x == 2)", .bool(false)),
    ExpressionCase("Macros", "[1, 2].existsOne(x, x == 3)", .bool(false)),
    ExpressionCase("Macros", "[1, 2].map(x, x * 2)", .list([.int(2), .int(4)])),
    ExpressionCase("Macros", "[1, 2, 3].map(x, x > 1, x * 2)", .list([.int(4), .int(6)])),
    ExpressionCase("Macros", "[1, 2, 3].filter(x, x != 2)", .list([.int(1), .int(3)])),
    ExpressionCase("Macros", "{'a': 1, 'b': 2}.all(k, k < 'c')", .bool(true)),
    ExpressionCase(
      "Macros",
      "{'a': 1, 'b': 2}.map(k, k + '!')",
      .list([.string("a!"), .string("b!")])
    ),
    ExpressionCase("Macros", "{'a': 1, 'b': 2}.filter(k, k == 'b')", .list([.string("b")])),
    ExpressionCase("Macros", "{'a': 1}.exists(k, k == 'a')", .bool(true)),
    ExpressionCase(
      "Macros",
      "[[1, 2], [3]].map(x, x.map(y, y + size(x)))",
      .list([.list([.int(3), .int(4)]), .list([.int(4)])])
    ),
    ExpressionCase("Macros", "[1].all(secret, secret == 1)", .bool(true)),
    ExpressionCase("Macros", "[1].map(x, [2].map(x, x)[0] + x)", .list([.int(3)])),
    ExpressionCase("Macros", "secret.tags.exists(t, t.startsWith('pr'))", .bool(true)),
    ExpressionCase(
      "Macros",
      "[secret, other].filter(s, has(s.version)).map(s, s.name)",
      .list([.string("DATABASE_PASSWORD")])
    ),
  ]

  @Test(arguments: conversions + strings + macros)
  func isAsTheLanguageDefines(_ example: ExpressionCase) throws {
    #expect(try SecretFixture.evaluate(example.source) == example.value)
  }
}
