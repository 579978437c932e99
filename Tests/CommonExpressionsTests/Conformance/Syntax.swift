import CommonExpressions

/// Precedence, associativity, white space, comments, and how much has to be taken.
extension ConformanceTable {
  static let syntax: [ConformanceCase] = precedence + layout + limits

  private static let precedence = section(
    "langdef: Syntax, precedence and associativity",
    [
      .gives("1 + 2 * 3", .int(7)),
      .gives("(1 + 2) * 3", .int(9)),
      .gives("10 - 4 - 3", .int(3)),
      .gives("2 - 1 + 4", .int(5)),
      .gives("100 / 10 / 5", .int(2)),
      .gives("100 / 10 * 5", .int(50)),
      .gives("17 % 7 % 2", .int(1)),
      .gives("2 * 7 % 4", .int(2)),
      .gives("-2 * -3", .int(6)),
      .gives("1 - -1", .int(2)),
      .gives("1-1", .int(0)),
      .gives("--5", .int(5)),
      .gives("-[1, 2][1]", .int(-2)),
      .gives("-'abc'.size()", .int(-3)),
      .holds("!!true"),
      .isFalse("!!!true"),
      .holds("!true || true"),
      .holds("!true == false"),
      .isFalse("!(true || true)"),
      .holds("true || false && false"),
      .isFalse("(true || false) && false"),
      .holds("1 + 1 == 2"),
      .holds("1 < 2 == true"),
      .isFalse("false == false == false"),
      .holds("1 in [1] == true"),
      .gives("true ? 1 : false ? 2 : 3", .int(1)),
      .gives("false ? 1 : false ? 2 : 3", .int(3)),
      .gives("(false ? true : false) ? 1 : 2", .int(2)),
      .gives("false || true ? 'a' : 'b'", .string("a")),
      .gives("{'a': [5, 6]}.a[1]", .int(6)),
      .gives("[[1, 2], [3]][0][1]", .int(2)),
      .refused("true ? 1 ? 2 : 3 : 4"),
      .refused("true ? : 2"),
      .refused("1 +* 2"),
      .refused("!-1"),
      .refused("()"),
    ]
  )

  private static let layout = section(
    "langdef: Syntax, WHITESPACE and COMMENT",
    [
      .gives("\t1\n+\r\n\u{C}2 ", .int(3)),
      .gives("4 // four", .int(4)),
      .gives("// four\n4", .int(4)),
      .gives("1 + // one more\n 2", .int(3)),
      .gives("'// text'", .string("// text")),
      .gives("8 / // half\n2", .int(4)),
      .refused("// nothing"),
      .refused("/* 1 */ 1"),
      .refused("1 # one"),
      .refused("1\u{B}+ 2"),
      .refused("1\u{A0}+ 2"),
      .refused(""),
    ]
  )

  /// The limits that every implementation must support.
  private static let limits = section(
    "langdef: Syntax, required repetitions",
    [
      .holds(chain("false", " || ", 31) + " || true"),
      .holds(chain("true", " && ", 32)),
      .gives(chain("1", " + ", 25), .int(25)),
      .gives(chain("1", " * ", 25), .int(1)),
      .holds(chain("true", " == ", 25)),
      .gives(String(repeating: "false ? 0 : ", count: 24) + "7", .int(7)),
      .gives(nested("size([", "1", "])"), .int(1)),
      .gives(nested("[", "[]", "]") + String(repeating: "[0]", count: 12), .list([])),
      .gives(nested("{'k': ", "3", "}") + String(repeating: ".k", count: 12), .int(3)),
      .gives("size([\(chain("0", ", ", 32))])", .int(32)),
      .gives("size({\((0..<32).map { "\($0): 0" }.joined(separator: ", "))})", .int(32)),
      .gives(nested("int(", "5", ")"), .int(5)),
    ]
  )

  private static func chain(_ part: String, _ separator: String, _ count: Int) -> String {
    Array(repeating: part, count: count).joined(separator: separator)
  }

  private static func nested(_ start: String, _ inner: String, _ end: String) -> String {
    String(repeating: start, count: 12) + inner + String(repeating: end, count: 12)
  }
}
