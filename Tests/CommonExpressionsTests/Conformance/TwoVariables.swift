import CommonExpressions

/// Macros with two variables, and names in backticks.
extension ConformanceTable {
  static let twoVariables: [ConformanceCase] = tests + transformations + quotedNames

  private static let tests = section(
    "ext: comprehensions, all, exists, existsOne",
    [
      .holds("[3, 4].all(i, v, v == i + 3)"),
      .isFalse("[3, 5].all(i, v, v == i + 3)"),
      .holds("{'a': 1}.exists(k, v, k == 'a' && v == 1)"),
      .isFalse("[].exists(i, v, true)"),
      .holds("['a', 'b'].exists_one(i, v, i == 1)"),
      .isFalse("['a', 'b'].existsOne(i, v, i >= 0)"),
      .holds("[0, 1].exists(i, v, 1 / v == i)"),
      .fails("[0, 1].all(i, v, 1 / v == i)"),
      .unknown("[1].all(i, v, secret.open)"),
      .holds("partly_known.exists(i, v, v && i == 0)"),
      .holds("[[1], [2]].all(i, v, v.exists(j, w, w == i + 1 && j == 0))"),
      .refused("[1].all(x, x, true)"),
      .refused("[1].all(1, v, true)"),
      .refused("[1].all(i, v, true, true)"),
      .refused("[1].filter(i, v, true)"),
      .refused("'text'.all(i, v, true)"),
      .refused("[1].all(i, v, i)"),
    ]
  )

  private static let transformations = section(
    "ext: comprehensions, transformList, transformMap",
    [
      .gives("[5, 6].transformList(i, v, v - i)", ints(5, 5)),
      .gives("[5, 6].transformList(i, v, i > 0, v)", ints(6)),
      .gives("{'a': 1, 'b': 2}.transformList(k, v, k + string(v))", strings("a1", "b2")),
      .gives("{'a': 1}.transformMap(k, v, v + 1).a", .int(2)),
      .gives("{'a': 1, 'b': 2}.transformMap(k, v, v > 1, k).map(k, k)", strings("b")),
      .gives("['x'].transformMap(i, v, v)[0]", .string("x")),
      .fails("[0].transformList(i, v, 1 / v)"),
      .unknown("[0].transformMap(i, v, secret.audience)"),
      .refused("[1].transformList(v, v + 1)"),
      .refused("{}.transformMap(k, v)"),
      .refused("[1].transformList(i, v, 1, v)"),
    ]
  )

  private static let quotedNames = section(
    "langdef: Syntax, ESC_IDENT",
    [
      .gives("{'a-b': 1}.`a-b`", .int(1)),
      .gives("{'a.b/c d': 1}.`a.b/c d`", .int(1)),
      .gives("secret.`name`", .string("DATABASE_PASSWORD")),
      .holds("has({'in': 1}.`in`)"),
      .isFalse("has({'a': 1}.`b`)"),
      .gives("{'a-b': 1}.?`a-b`.orValue(0)", .int(1)),
      .fails("{'a-b': 1}.`a-c`"),
      .refused("`secret`"),
      .refused("{}.`a"),
      .refused("{}.``"),
      .refused("{}.`a$`"),
      .refused("{}.`size`()"),
    ]
  )
}
