import CommonExpressions

/// The logical operators, the conditional operator, and what they make of errors and unknowns.
extension ConformanceTable {
  static let logic: [ConformanceCase] = absorption + conditional

  private static let absorption = section(
    "langdef: Logical Operators; testdata: logic",
    [
      .holds("true && true"),
      .isFalse("true && false"),
      .isFalse("false && true"),
      .isFalse("false && false"),
      .holds("true || true"),
      .holds("true || false"),
      .holds("false || true"),
      .isFalse("false || false"),
      .isFalse("!true"),
      .holds("!false"),
      .isFalse("false && 1 / 0 > 2"),
      .isFalse("1 / 0 > 2 && false"),
      .fails("true && 1 / 0 > 2"),
      .fails("1 / 0 > 2 && true"),
      .fails("1 / 0 > 2 && 1 % 0 > 2"),
      .holds("true || 1 / 0 > 2"),
      .holds("1 / 0 > 2 || true"),
      .fails("false || 1 / 0 > 2"),
      .fails("1 / 0 > 2 || false"),
      .fails("1 / 0 > 2 || 1 % 0 > 2"),
      .isFalse("1 / 0 > 2 && true && false"),
      .isFalse("true && 1 / 0 > 2 && false"),
      .holds("1 / 0 > 2 || false || true"),
      .holds("(1 / 0 > 2 && false) || true"),
      .fails("(1 / 0 > 2 || true) && 1 % 0 > 2"),
      .isFalse("dyn(32) && false"),
      .isFalse("false && dyn('horse')"),
      .fails("dyn(32) && true"),
      .fails("true && dyn(32)"),
      .holds("dyn(32) || true"),
      .holds("true || dyn('horse')"),
      .fails("dyn('horse') || false"),
      .fails("!dyn(0)"),
      .fails("!(1 / 0 > 2)"),
      .refused("1 && true"),
      .refused("true || 'a'"),
      .refused("!0"),
      .refused("!null"),
      .refused("true & false"),
      .refused("true | false"),
      .refused("true &&& false"),
    ]
  )

  private static let conditional = section(
    "langdef: Logical Operators, conditional",
    [
      .gives("true ? 1 : 2", .int(1)),
      .gives("false ? 1 : 2", .int(2)),
      .gives("true ? 'cow' : 'c' + 'ow'", .string("cow")),
      .gives("true ? 1 : 1 / 0", .int(1)),
      .gives("false ? 1 / 0 : 2", .int(2)),
      .fails("true ? 1 / 0 : 1"),
      .fails("false ? 1 : 1 / 0"),
      .fails("1 / 0 > 2 ? 1 : 1"),
      .fails("dyn('true') ? 1 : 2"),
      .isFalse("1 / 0 > 2 && (false ? true : false)"),
      .fails("false ? true : 1 / 0 > 2"),
      .gives("true ? dyn(1) : 'a'", .int(1)),
      .gives("false ? 1 : dyn('a')", .string("a")),
      .refused("1 ? 1 : 2"),
      .refused("null ? 1 : 2"),
      .refused("true ? 1 : 'a'"),
      .refused("true ? 1"),
    ]
  )

  /// `ExprValue` in the specification's `eval.proto`: an unknown outweighs an error only where a
  /// value could have made both irrelevant.
  static let unknowns: [ConformanceCase] =
    section(
      "eval.proto: unknowns in && and ||",
      [
        .isFalse("unknown_bool && false"),
        .isFalse("false && unknown_bool"),
        .holds("unknown_bool || true"),
        .holds("true || unknown_bool"),
        .unknown("unknown_bool && true"),
        .unknown("true && unknown_bool"),
        .unknown("unknown_bool || false"),
        .unknown("false || unknown_bool"),
        .unknown("unknown_bool && secret.open"),
        .unknown("unknown_bool || secret.open"),
        .unknown("unknown_bool && 1 / 0 > 2"),
        .unknown("1 / 0 > 2 && unknown_bool"),
        .unknown("unknown_bool || 1 / 0 > 2"),
        .unknown("1 / 0 > 2 || unknown_bool"),
        .isFalse("unknown_bool && 1 / 0 > 2 && false"),
        .isFalse("1 / 0 > 2 && unknown_bool && false"),
        .holds("1 / 0 > 2 || unknown_bool || true"),
        .unknown("(unknown_bool || true) && secret.open"),
        .holds("(unknown_bool && false) || true"),
        .unknown("!unknown_bool"),
        .unknown("unknown_bool ? 1 : 1"),
        .gives("true ? 1 : size(unknown_list)", .int(1)),
        .unknown("false ? 1 : size(unknown_list)"),
        .unknown("unknown_bool ? 1 / 0 : 1"),
      ]
    )
    + section(
      "eval.proto: unknowns elsewhere",
      [
        .unknown("secret.audience"),
        .unknown("secret.audience + secret.audience"),
        .unknown("secret.audience.size()"),
        .unknown("secret.audience == ''"),
        .unknown("'' != secret.audience"),
        .unknown("secret.audience in ['a']"),
        .unknown("'a' in [secret.audience]"),
        .unknown("unknown_list[0]"),
        .unknown("[secret.audience]"),
        .unknown("{secret.audience: 1}"),
        .unknown("string(unknown_bool)"),
        .unknown("type(unknown_bool)"),
        .unknown("dyn(unknown_bool)"),
        .unknown("dyn(secret.audience).size"),
        .fails("secret.audience + string(1 / 0)"),
        .fails("string(1 / 0) + secret.audience"),
        .fails("size(unknown_list) + 1 / 0"),
        .fails("secret.audience.startsWith(string(1 / 0))"),
        .fails("secret.audience == string(1 / 0)"),
        .fails("[secret.audience, string(1 / 0)]"),
        .fails("unknown_list[1 / 0]"),
      ]
    )
    + section(
      "langdef: Equality, Lists and Maps, with unknown elements",
      [
        .isFalse("partly_known == [true, true, true]"),
        .isFalse("partly_known == [true]"),
        .holds("partly_known != [false, true, false]"),
        .unknown("partly_known == [true, true, false]"),
        .unknown("partly_known != [true, true, false]"),
        .unknown("partly_known == partly_known"),
        .unknown("[true, true, false] in [partly_known]"),
        .isFalse("[true] in [partly_known]"),
        .holds("[true] in [partly_known, [true]]"),
        .unknown("{'k': partly_known} == {'k': [true, true, false]}"),
        .isFalse("{'k': partly_known} == {'l': [true, true, false]}"),
        .unknown("partly_known[1]"),
        .gives("partly_known[2]", .bool(false)),
      ]
    )
}
