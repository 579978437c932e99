import CommonExpressions

/// Identifiers, reserved words and what a name means where.
extension ConformanceTable {
  static let names: [ConformanceCase] = identifiers + resolution + reserved + selected

  private static let identifiers = section(
    "langdef: Syntax, IDENT",
    [
      .gives("[1].map(_, _)", ints(1)),
      .gives("[1].map(_x1, _x1)", ints(1)),
      .gives("[1].map(x_Y9, x_Y9)", ints(1)),
      .gives("[1].map(trueish, trueish)", ints(1)),
      .gives("[1].map(inn, inn)", ints(1)),
      .refused("[1].map(9a, 1)"),
      .refused("[1].map(é, é)"),
      .refused("[1].map(x-y, 1)"),
      .refused("[1].map($x, $x)"),
      .refused("[1].map(in, 1)"),
      .refused("[1].map(true, 1)"),
      .refused("[1].map(null, 1)"),
      .refused("in"),
      .refused("True"),
    ]
  )

  private static let resolution = section(
    "langdef: Name Resolution",
    [
      .gives("secret.name", .string("DATABASE_PASSWORD")),
      .gives(".secret.name", .string("DATABASE_PASSWORD")),
      .gives("[1].map(secret, secret)", ints(1)),
      .gives("[1].map(secret, .secret.name)", strings("DATABASE_PASSWORD")),
      .gives("[1].map(x, [2].map(x, x))", .list([ints(2)])),
      .gives("[2].map(size, size('abc') + size)", ints(5)),
      .gives("[1].map(int, int)", ints(1)),
      .refused("[1].map(x, .x)"),
      .refused("[1].map(.x, 1)"),
      .refused("[1].all(x, x == 1) && x == 1"),
      .refused("nothing"),
      .refused("nothing(1)"),
      .refused("secret.nothing"),
    ]
  )

  private static let words = [
    "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop",
    "package", "namespace", "return", "var", "void", "while",
  ]

  private static let reserved = section(
    "langdef: Syntax, RESERVED",
    words.map { .refused("[1].map(\($0), 1)") } + [.refused("for"), .refused("package(1)")]
  )

  /// After a point reserved words are names; the keywords are none anywhere.
  private static let selected = section(
    "langdef: Syntax, SELECTOR",
    words.map { .gives("{'\($0)': 1}.\($0)", .int(1)) }
      + ["in", "true", "false", "null"].map { .refused("{'\($0)': 1}.\($0)") }
  )
}
