import CommonExpressions

/// Types as values, and `dyn`.
extension ConformanceTable {
  static let types: [ConformanceCase] =
    section(
      "langdef: Type Values",
      [
        .gives("type(null)", .type("null_type")),
        .gives("type(true)", .type("bool")),
        .gives("type(7)", .type("int")),
        .gives("type(7u)", .type("uint")),
        .gives("type(7.0)", .type("double")),
        .gives("type('a')", .type("string")),
        .gives("type(b'a')", .type("bytes")),
        .gives("type([1])", .type("list")),
        .gives("type({1: 2})", .type("map")),
        .gives("type(int)", .type("type")),
        .gives("type(type)", .type("type")),
        .gives("type(type(7))", .type("type")),
        .gives("type(secret)", .type("secret")),
        .gives("null_type", .type("null_type")),
        .gives("double", .type("double")),
        .holds("type(7) == int"),
        .isFalse("type(7) == type(7u)"),
        .holds("type(7) != uint"),
        .holds("type([1]) == type(['a'])"),
        .holds("type({'a': 1}) == type({1: 'a'})"),
        .holds("type(type(7)) == type(string)"),
        .holds("type(7) in [int, uint]"),
        .fails("type(1 / 0)"),
        .refused("type()"),
        .refused("type(7) == 'int'"),
        .refused("dyn"),
        .refused("integer"),
      ]
    )
    + section(
      "langdef: Dynamic Values",
      [
        .gives("dyn('a')", .string("a")),
        .gives("type(dyn(7))", .type("int")),
        .gives("type(dyn([1, 'one']))", .type("list")),
        .gives("dyn('a') + 'b'", .string("ab")),
        .gives("dyn([1, 2])[1]", .int(2)),
        .gives("[1, 'a'][0] + 1", .int(2)),
        .fails("[1, 'a'][1] + 1"),
        .fails("dyn(1).size()"),
        .fails("dyn('a').startsWith(dyn(1))"),
        .refused("dyn()"),
        .refused("dyn(1, 2)"),
      ]
    )
}
