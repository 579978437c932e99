import CommonExpressions

/// The optional types extension, and names for values.
extension ConformanceTable {
  static let optionals: [ConformanceCase] =
    optionalValues + optionalAccess + optionalElements + bindings + knowledge

  private static let optionalValues = section(
    "ext: optional types, functions",
    [
      .holds("optional.of(1).hasValue()"),
      .isFalse("optional.none().hasValue()"),
      .isFalse("optional.ofNonZeroValue('').hasValue()"),
      .isFalse("optional.ofNonZeroValue([]).hasValue()"),
      .holds("optional.ofNonZeroValue(-1).hasValue()"),
      .gives("optional.of('a').value()", .string("a")),
      .fails("optional.none().value()"),
      .gives("optional.of(1).orValue(2)", .int(1)),
      .gives("optional.none().orValue(2)", .int(2)),
      .gives("optional.of(1).orValue(1 / 0)", .int(1)),
      .fails("optional.of(1 / 0).orValue(2)"),
      .gives("optional.none().or(optional.of(3)).value()", .int(3)),
      .gives("optional.of(4).or(optional.of(3)).value()", .int(4)),
      .holds("optional.of([1]) == optional.of([1])"),
      .holds("optional.of(1) != optional.none()"),
      .holds("type(optional.of(1)) == optional_type"),
      .gives("optional.of(4).optMap(x, x * 2).value()", .int(8)),
      .isFalse("optional.none().optMap(x, x + 1).hasValue()"),
      .gives("optional.of(4).optFlatMap(x, optional.of(x + 1)).value()", .int(5)),
      .fails("optional.of(4).optFlatMap(x, dyn(x))"),
      .unknown("optional.of(secret.audience)"),
      .unknown("optional.of(1).optMap(x, secret.audience)"),
      .refused("1.hasValue()"),
      .refused("optional.of()"),
      .refused("optional.none(1)"),
      .refused("optional.some(1)"),
      .refused("optional.of('a').orValue(1)"),
      .refused("optional.of('a').or('b')"),
      .refused("optional.of(1).optMap(1, 2)"),
      .refused("optional.of(1).optFlatMap(x, x)"),
    ]
  )

  private static let optionalAccess = section(
    "ext: optional types, selection",
    [
      .isFalse("other.?version.hasValue()"),
      .holds("secret.?version.hasValue()"),
      .gives("other.?version.text.orValue('none')", .string("none")),
      .gives(
        "secret.?version.text.orValue('none')",
        .string("0123456789abcdef0123456789abcdef")
      ),
      .gives("secret.labels.?team.orValue('')", .string("core")),
      .gives("secret.labels.?owner.orValue('nobody')", .string("nobody")),
      .gives("secret.tags[?1].orValue('')", .string("eu")),
      .gives("secret.tags[?2].orValue('')", .string("")),
      .gives("{'a': {'b': 1}}.?a.b.value()", .int(1)),
      .isFalse("{'a': {}}.?a.b.hasValue()"),
      .isFalse("{'a': {'b': 1}}.?x.b.hasValue()"),
      .gives("optional.of([1, 2])[1].value()", .int(2)),
      .isFalse("optional.of([1, 2])[2].hasValue()"),
      .isFalse("has({}.?x.y)"),
      .holds("has({'x': {'y': 1}}.?x.y)"),
      .unknown("secret.?audience"),
      .unknown("unknown_list[?0]"),
      .refused("secret.?missing"),
      .refused("'text'.?size"),
      .refused("other.?version.text == 'a'"),
      .refused("secret.?version()"),
    ]
  )

  private static let optionalElements = section(
    "ext: optional types, elements",
    [
      .gives("[1, ?optional.of(2), ?optional.none()]", ints(1, 2)),
      .gives("[?optional.none()]", .list([])),
      .gives("{?'a': optional.none(), 'b': 1}.map(k, k)", strings("b")),
      .gives("{?'a': optional.of(1)}.a", .int(1)),
      .gives("[?{'a': 1}.?a, ?{'a': 1}.?b]", ints(1)),
      .fails("[?dyn(1)]"),
      .refused("[?1]"),
      .refused("{?'a': 1}"),
      .refused("[?]"),
    ]
  )

  private static let bindings = section(
    "ext: bindings",
    [
      .gives("cel.bind(x, 2, x * x)", .int(4)),
      .gives("cel.bind(x, 1, cel.bind(x, x + 1, x + 1))", .int(3)),
      .gives("cel.bind(x, [1, 2], [2, 3].filter(y, y in x))", ints(2)),
      .gives("[1, 2].map(x, cel.bind(y, x + 1, x * y))", ints(2, 6)),
      .gives("cel.bind(secret, 'a', secret)", .string("a")),
      .gives("cel.bind(x, 1 / 0, 2)", .int(2)),
      .fails("cel.bind(x, 1 / 0, x)"),
      .unknown("cel.bind(x, secret.audience, x)"),
      .refused("cel.bind(1, 2, 3)"),
      .refused("cel.bind(x, 2)"),
      .refused("cel.bind(x, x, 1)"),
    ]
  )

  /// Ours: the specification has unknown values, and no way to ask for them.
  private static let knowledge = section(
    "our function known()",
    [
      .holds("known(1)"),
      .isFalse("known(secret.audience)"),
      .isFalse("known(unknown_list)"),
      .isFalse("known(partly_known)"),
      .holds("known([1, 2])"),
      .holds("known(optional.none())"),
      .isFalse("known([secret.audience])"),
      .holds("known(secret)"),
      .fails("known(1 / 0)"),
      .isFalse("known(secret.audience) && secret.audience == 'a'"),
      .gives("partly_known.filter(x, known(x))", .list([.bool(true), .bool(false)])),
      .refused("known()"),
      .refused("secret.known()"),
    ]
  )
}
