import CommonExpressions

/// Maps: literals, keys, indexing, membership, equality.
extension ConformanceTable {
  static let maps: [ConformanceCase] = mapLiterals + mapIndexes + mapMembers + mapEquality

  private static let mapLiterals = section(
    "langdef: Aggregate Values, maps; testdata: fields",
    [
      .gives("size({})", .int(0)),
      .gives("size({'a': 1, 'b': 2})", .int(2)),
      .gives("{'a': 1,}.size()", .int(1)),
      .gives("size({,})", .int(0)),
      .gives("size({1: 'a', 'b': 2, true: 3, 4u: 5})", .int(4)),
      .gives("{'a' + 'b': 1}.ab", .int(1)),
      .fails("{'a': 1, 'a': 2}"),
      .fails("{'a': 1, 'a': 2}.a"),
      .fails("{true: 1, false: 2, true: 3}[true]"),
      .fails("{0: 1, 0u: 2}"),
      .fails("{dyn(1.5): 1}"),
      .fails("{dyn(null): 1}"),
      .fails("{dyn([1]): 1}"),
      .fails("{'a': 1 / 0}"),
      .fails("{'a': 1, 'b': 1 / 0}.a"),
      .refused("{1.5: 1}"),
      .refused("{null: 1}"),
      .refused("{[1]: 1}"),
      .refused("{b'a': 1}"),
      .refused("{'a'}"),
      .refused("{'a': }"),
      .refused("{,'a': 1}"),
      .refused("{'a': 1,,}"),
      .refused("{a: 1}"),
    ]
  )

  private static let mapIndexes = section(
    "langdef: Map Operators, indexing",
    [
      .gives("{'a': 1, 'b': 2}['b']", .int(2)),
      .gives("{1: 'x', 2: 'y'}[2]", .string("y")),
      .gives("{1u: 'x'}[1u]", .string("x")),
      .gives("{true: 'x', false: 'y'}[false]", .string("y")),
      .gives("{'': 1}['']", .int(1)),
      .gives("{'a': null}['a']", .null),
      .gives("{1: 'x'}[dyn(1u)]", .string("x")),
      .gives("{1: 'x'}[dyn(1.0)]", .string("x")),
      .gives("{1u: 'x'}[dyn(1)]", .string("x")),
      .fails("{1: 'x'}[dyn(1.5)]"),
      .fails("{9223372036854775807: 'x'}[dyn(9223372036854775808.0)]"),
      .fails("{'a': 1}['b']"),
      .fails("{}['a']"),
      .fails("{'a': 1}[dyn(1)]"),
      .fails(#"{'\u00e9': 1}['e\u0301']"#),
      .refused("{1: 'x'}['1']"),
      .refused("{1: 'x'}[1u]"),
      .refused("{'a': 1}[]"),
    ]
  )

  private static let mapMembers = section(
    "langdef: Map Operators, in",
    [
      .holds("'a' in {'a': 1}"),
      .holds("'a' in {'a': null}"),
      .isFalse("'b' in {'a': 1}"),
      .isFalse("1 in {'a': 1}.map(k, 2)"),
      .isFalse("'a' in {}"),
      .holds("true in {true: 1}"),
      .holds("dyn(1u) in {1: 2}"),
      .holds("dyn(1.0) in {1: 2}"),
      .isFalse("dyn('1') in {1: 2}"),
      .isFalse("dyn(1.5) in {1: 2}"),
      .refused("1 in {'a': 1}"),
    ]
  )

  private static let mapEquality = section(
    "langdef: Equality, Lists and Maps (maps)",
    [
      .holds("{} == {}"),
      .holds("{'a': 1, 'b': 2} == {'b': 2, 'a': 1}"),
      .isFalse("{'a': 1} == {'a': 2}"),
      .isFalse("{'a': 1} == {'b': 1}"),
      .isFalse("{'a': 1} == {'a': 1, 'b': 2}"),
      .isFalse("{} == {'a': 1}"),
      .holds("{'a': 1} != {'a': 2}"),
      .holds("{'a': dyn(1)} == {'a': 1.0}"),
      .holds("{dyn(1): 'x'} == {1u: 'x'}"),
      .isFalse("{'a': 0.0 / 0.0} == {'a': 0.0 / 0.0}"),
      .holds("{'a': [1]} == {'a': [1]}"),
      .refused("{'a': 1} == {'a': 'b'}"),
      .refused("{'a': 1} == {1: 1}"),
    ]
  )
}
