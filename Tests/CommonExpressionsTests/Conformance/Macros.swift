import CommonExpressions

/// The results of the macros.
extension ConformanceTable {
  static let macros: [ConformanceCase] = tests + transforms

  private static let tests = section(
    "langdef: Macros, all, exists, exists_one",
    [
      .holds("[1, 2, 3].all(x, x > 0)"),
      .isFalse("[1, 2, 0].all(x, x > 0)"),
      .holds("[].all(x, x > 0)"),
      .holds("{'a': 1, 'b': 2}.all(k, k < 'c')"),
      .isFalse("{'a': 1, 'b': 2}.all(k, k == 'a')"),
      .holds("{}.all(k, false)"),
      .holds("[1, 2, 3].exists(x, x > 2)"),
      .isFalse("[1, 2, 3].exists(x, x > 3)"),
      .isFalse("[].exists(x, true)"),
      .holds("{'a': 1, 'b': 2}.exists(k, k == 'b')"),
      .isFalse("{'a': 1}.exists(k, k == 'b')"),
      .isFalse("{}.exists(k, true)"),
      .holds("[7, 8, 8].exists_one(x, x == 7)"),
      .isFalse("[7, 7, 8].exists_one(x, x == 7)"),
      .isFalse("[7, 8].exists_one(x, x == 9)"),
      .isFalse("[].exists_one(x, true)"),
      .holds("{6: 'six', 7: 'seven', 8: 'eight'}.exists_one(k, k % 5 == 2)"),
      .isFalse("{6: 'six', 7: 'seven', 12: 'twelve'}.exists_one(k, k % 5 == 2)"),
      .holds("['a', 'b'].all(x, ['b', 'a'].exists(y, x == y))"),
      .holds("[[1], [2, 3]].all(x, x.all(y, y > 0))"),
      .holds("{'a': 1}.all(k, {'a': 1}[k] == 1)"),
    ]
  )

  private static let transforms = section(
    "langdef: Macros, map and filter",
    [
      .gives("[1, 2, 3].map(n, n * n)", ints(1, 4, 9)),
      .gives("[].map(n, n)", .list([])),
      .gives("[1, 1].map(n, 'a')", strings("a", "a")),
      .gives("{'one': 1, 'two': 2}.map(k, k)", strings("one", "two")),
      .gives("{'one': 1}.map(k, {'one': 1}[k])", ints(1)),
      .gives("[1, 2, 3, 4].map(n, n % 2 == 0, n * 10)", ints(20, 40)),
      .gives("[1, 2].map(n, false, n)", .list([])),
      .gives("{'a': 1, 'b': 2}.map(k, k != 'a', k + k)", strings("bb")),
      .gives("[[1, 2], [3]].map(x, x.map(y, y + size(x)))", .list([ints(3, 4), ints(4)])),
      .gives("[1, 2, 3].filter(i, i % 2 > 0)", ints(1, 3)),
      .gives("[1, 2].filter(i, i > 5)", .list([])),
      .gives("[].filter(i, true)", .list([])),
      .gives("{'one': 1, 'two': 2}.filter(k, k == 'one')", strings("one")),
      .gives("{'one': 1}.filter(k, false)", .list([])),
      .gives("[3, 1, 2].filter(i, i != 1).map(i, i + 1)", ints(4, 3)),
      .gives("[{'a': 10, 'b': 5}].map(m, m.filter(k, m[k] > 5))", .list([strings("a")])),
      .gives("dyn([1, 2]).map(x, x + 1)", ints(2, 3)),
    ]
  )

  static let macroErrors: [ConformanceCase] = absorbed + raised + undecided + misused

  private static let absorbed = section(
    "langdef: Macros, errors that do not matter; testdata: macros",
    [
      .isFalse("[1, 0, 2].all(x, 2 / x == 1)"),
      .isFalse("[0, 2, 4].all(x, 2 / x != 1)"),
      .holds("[0, 1].exists(x, 2 / x == 2)"),
      .holds("[1, 0].exists(x, 2 / x == 2)"),
      .isFalse("[1, 'foo', 3].all(e, e % 2 == 0)"),
      .holds("[1, 'foo', 3].exists(e, e == 3 || e % 2 == 0)"),
      .isFalse("[dyn(0), true].all(x, x == 0 ? dyn('no bool') : !x)"),
    ]
  )

  private static let raised = section(
    "langdef: Macros, errors that matter; testdata: macros",
    [
      .fails("[0, 1].all(x, 2 / x == 2)"),
      .fails("[1, 0].all(x, 2 / x == 2)"),
      .fails("[0, 1].exists(x, 2 / x == 3)"),
      .fails("[1].exists(x, dyn(x))"),
      .fails("[1, 0].exists_one(x, 2 / x == 2)"),
      .fails("[0, 1].exists_one(x, 2 / x == 2)"),
      .fails("[1, 1, 0].exists_one(x, 2 / x == 2)"),
      .fails("[2, 0].map(x, 1 / x)"),
      .fails("[2, 0].map(x, 1 / x > 5, x)"),
      .fails("[2, 0].map(x, true, 1 / x)"),
      .gives("[2, 0].map(x, x > 0, 4 / x)", ints(2)),
      .fails("[1, 0].filter(x, 1 / x == 1)"),
      .fails("[1].filter(x, dyn('a'))"),
      .fails("{0: 1}.map(k, 1 / k)"),
      .fails("{0: 1, 1: 1}.filter(k, 1 / k == 1)"),
      .fails("[1 / 0].all(x, false)"),
      .fails("dyn(1).exists(x, true)"),
      .fails("dyn('abc').map(x, x)"),
    ]
  )

  private static let undecided = section(
    "langdef: Macros, with unknowns as in && and ||",
    [
      .unknown("unknown_list.all(x, false)"),
      .unknown("unknown_list.map(x, 1)"),
      .isFalse("partly_known.all(x, x)"),
      .holds("partly_known.exists(x, x)"),
      .unknown("[1, 2].all(x, x > 0 && unknown_bool)"),
      .isFalse("[1, 2].all(x, x < 2 && unknown_bool)"),
      .unknown("[1, 2].exists(x, x > 2 || unknown_bool)"),
      .holds("[1, 2].exists(x, x > 1 || unknown_bool)"),
      .unknown("[0, 1].all(x, x == 0 ? 1 / x > 0 : unknown_bool)"),
      .unknown("[0, 1].exists(x, x == 0 ? 1 / x > 0 : unknown_bool)"),
      .unknown("[1, 2].exists_one(x, x == 1 || unknown_bool)"),
      .fails("[0, 1].exists_one(x, x == 0 ? 1 / x > 0 : unknown_bool)"),
      .unknown("[1, 2].map(x, unknown_bool)"),
      .unknown("[1, 2].map(x, unknown_bool, x)"),
      .fails("[0, 1].map(x, x == 0 ? 1 / x > 0 : unknown_bool)"),
      .gives("[1, 2].map(x, x > 2, unknown_bool)", .list([])),
      .unknown("[1, 2].filter(x, unknown_bool)"),
      .gives("[1, 2].filter(x, x == 1 || unknown_bool && false)", ints(1)),
      .fails("[0, 1].filter(x, x == 0 ? 1 / x > 0 : unknown_bool)"),
    ]
  )

  private static let misused = section(
    "langdef: Macros, shape",
    [
      .refused("[1].all(x)"),
      .refused("[1].all()"),
      .refused("[1].exists(x, true, true)"),
      .refused("[1].exists_one(1, true)"),
      .refused("[1].map(x)"),
      .refused("[1].map(x, true, x, x)"),
      .refused("[1].filter(x.y, true)"),
      .refused("[1].filter('x', true)"),
      .refused("[1].all(x, x)"),
      .refused("[1].filter(x, 'a')"),
      .refused("[1].map(x, 1, x)"),
      .refused("1.all(x, true)"),
      .refused("'abc'.map(x, x)"),
      .refused("all([1], x, true)"),
    ]
  )
}
