import CommonExpressions

/// Selection of fields and `has()`.
///
/// That an unset field is an error, where a protocol buffer gives the field's default, is a
/// decision that `Field.isOptional` states.
extension ConformanceTable {
  static let fields: [ConformanceCase] = selection + presence

  private static let selection = section(
    "langdef: Field Selection",
    [
      .gives("{'a': 1}.a", .int(1)),
      .gives("{'a': {'b': 2}}.a.b", .int(2)),
      .gives("{'a': null}.a", .null),
      .gives("secret.labels.team", .string("core")),
      .gives("dyn(secret).name", .string("DATABASE_PASSWORD")),
      .holds("{'a': 1}.a == {'a': 1}['a']"),
      .fails("{'a': 1}.b"),
      .fails("{}.a"),
      .fails("dyn({1: 2}).a"),
      .fails("dyn(1).a"),
      .fails("dyn(null).a"),
      .fails("dyn([1]).a"),
      .fails("dyn(secret).nothing"),
      .fails("other.version"),
      .refused("'a'.b"),
      .refused("1.b"),
      .refused("[1].b"),
      .refused("{1: 2}.a"),
      .refused("{'a': 1}.a.b"),
      .refused("{'a': 1}.'a'"),
      .refused("{'a': 1}.1"),
    ]
  )

  private static let presence = section(
    "langdef: Field Selection, has()",
    [
      .holds("has({'a': 1}.a)"),
      .holds("has({'a': null}.a)"),
      .isFalse("has({'a': 1}.b)"),
      .isFalse("has({}.a)"),
      .holds("has({'a': {'b': 1}}.a.b)"),
      .isFalse("has({'a': {'b': 1}}.a.c)"),
      .fails("has({'a': {'b': 1}}.c.b)"),
      .holds("has(secret.version)"),
      .isFalse("has(other.version)"),
      .holds("has(secret.version.text)"),
      .fails("has(other.version.text)"),
      .holds("!has(other.version) || other.version.text != ''"),
      .fails("has(dyn(secret).nothing)"),
      .fails("has(dyn(1).a)"),
      .fails("has(dyn(null).a)"),
      .fails("has(dyn([1]).a)"),
      .isFalse("has(dyn({1: 2}).a)"),
      .refused("has(secret.nothing)"),
      .refused("has('a'.b)"),
      .refused("has({1: 2}.a)"),
      .refused("has(secret)"),
      .refused("has({'a': 1}['a'])"),
      .refused("has(secret.name.size())"),
      .refused("has()"),
      .refused("has(secret.name, secret.name)"),
    ]
  )
}
