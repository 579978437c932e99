import CommonExpressions

/// Lists: literals, indexing, membership, equality.
extension ConformanceTable {
  static let lists: [ConformanceCase] = listLiterals + listIndexes + listMembers + listEquality

  private static let listLiterals = section(
    "langdef: Aggregate Values, lists",
    [
      .gives("[]", .list([])),
      .gives("[1, 'a', null]", .list([.int(1), .string("a"), .null])),
      .gives("[1, 2,]", ints(1, 2)),
      .gives("[,]", .list([])),
      .gives("[[], [1]]", .list([.list([]), ints(1)])),
      .gives("size([1, 2, 3])", .int(3)),
      .gives("[].size()", .int(0)),
      .fails("[1, 1 / 0]"),
      .refused("[1 2]"),
      .refused("[,1]"),
      .refused("[1,,2]"),
      .refused("[1,,]"),
      .refused("[1"),
    ]
  )

  private static let listIndexes = section(
    "langdef: List Operators, indexing; testdata: lists",
    [
      .gives("[7, 8, 9][0]", .int(7)),
      .gives("[7, 8, 9][2]", .int(9)),
      .gives("[7, 8, 9][dyn(1.0)]", .int(8)),
      .gives("[7, 8, 9][dyn(1u)]", .int(8)),
      .fails("[7][1]"),
      .fails("[7][-1]"),
      .fails("[][0]"),
      .fails("[7, 8][dyn(0.1)]"),
      .fails("[7, 8][dyn('0')]"),
      .fails("dyn(7)[0]"),
      .fails("[7][1 / 0]"),
      .refused("[7]['0']"),
      .refused("[7][0u]"),
      .refused("7[0]"),
      .refused("'abc'[0]"),
      .refused("[7][]"),
    ]
  )

  private static let listMembers = section(
    "langdef: List Operators, in; testdata: lists",
    [
      .holds("2 in [1, 2]"),
      .isFalse("3 in [1, 2]"),
      .isFalse("3 in []"),
      .isFalse("'a' in ['A']"),
      .holds("[1] in [[1], [2]]"),
      .holds("null in [null]"),
      .holds("dyn(1.0) in [1, 2]"),
      .holds("dyn(2u) in [1, 2]"),
      .isFalse("dyn('1') in [1, 2]"),
      .isFalse("dyn(1.5) in [1, 2]"),
      .isFalse("0.0 / 0.0 in [0.0 / 0.0]"),
      .fails("1 / 0 in [1]"),
      .fails("1 in [1, 1 / 0]"),
      .fails("1 in dyn(1)"),
      .refused("'a' in [1]"),
      .refused("1 in 1"),
      .refused("'a' in 'abc'"),
    ]
  )

  private static let listEquality = section(
    "langdef: Equality, Lists and Maps",
    [
      .holds("[] == []"),
      .holds("[1, 2] == [1, 2]"),
      .isFalse("[1, 2] == [2, 1]"),
      .isFalse("[1] == [1, 1]"),
      .isFalse("[] == [1]"),
      .holds("[1] != [2]"),
      .holds("[[1], []] == [[1], []]"),
      .holds("[dyn(1), dyn(2u)] == [1.0, 2.0]"),
      .isFalse("[dyn(1)] == ['1']"),
      .isFalse("[0.0 / 0.0] == [0.0 / 0.0]"),
    ]
  )
}
