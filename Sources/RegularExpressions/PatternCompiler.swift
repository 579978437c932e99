/// Reads RE2's syntax and writes the program as it goes.
///
/// Groups are kept on a stack of our own and no tree is built, so nesting costs no call stack. A
/// counted repetition copies the steps it repeats; the size is checked before.
struct PatternCompiler {
  /// More steps are refused, as RE2 refuses expressions that need too much memory.
  static let sizeLimit = 20_000
  /// RE2's limit for nested groups.
  private static let depthLimit = 1000
  /// RE2's limit for counted repetition.
  static let countLimit = 1000
  /// Scalars that may be looked at for their other cases; enough for dozens of large classes.
  static let foldingLimit = 20_000

  /// A group that is not closed yet; the first stands for the whole expression.
  private struct Group {
    /// Where its steps begin.
    var start: Int
    /// Where the steps of its present branch begin.
    var branchStart: Int
    /// The jumps from the ends of earlier branches to its end.
    var jumps: [Int] = []
    /// The flags to go back to.
    var outerOptions: Pattern.Options
    /// Its parenthesis, in scalars.
    var offset: Int
  }

  let scalars: [Unicode.Scalar]
  var index = 0
  var options: Pattern.Options
  var sets: [ScalarSet] = []
  /// Scalars that were looked at for their other cases.
  var foldingWork = 0
  /// Steps that were moved or copied.
  private var copyingWork = 0
  private var code: [Instruction] = []
  private var groups: [Group]
  var groupNames: Set<String> = []
  /// Where the steps begin that a quantifier would repeat; nil when there is nothing to repeat.
  private var atomStart: Int?

  init(_ text: String, options: Pattern.Options) {
    scalars = Array(text.unicodeScalars)
    self.options = options
    groups = [Group(start: 0, branchStart: 0, outerOptions: options, offset: 0)]
  }

  mutating func compile() throws(PatternError) -> PatternProgram {
    while let scalar = peek { try part(scalar) }
    if let group = groups.last, groups.count > 1 {
      throw PatternError(offset: group.offset, message: "missing closing )")
    }
    finishBranches()
    code.append(.match)
    return PatternProgram(
      code: code,
      sets: sets,
      work: 4 * foldingWork + copyingWork + scalars.count + code.count
    )
  }

  private mutating func part(_ scalar: Unicode.Scalar) throws(PatternError) {
    switch scalar {
    case "(": try openGroup()
    case ")": try closeGroup()
    case "|":
      index += 1
      try nextBranch()
    case "*", "+", "?", "{":
      guard let range = try quantifier() else { return try literal() }
      try repeatAtom(range.counts, at: range.offset)
    case "[":
      let set = try bracketClass()
      try atom(set)
    case ".":
      index += 1
      try atom(options.contains(.dotMatchesNewline) ? .any : newSet([0x0A...0x0A], isNegated: true))
    case "^":
      index += 1
      try atom(.assertion(options.contains(.multiline) ? .lineStart : .textStart))
    case "$":
      index += 1
      try atom(.assertion(options.contains(.multiline) ? .lineEnd : .textEnd))
    case "\\": try escape()
    default: try literal()
    }
  }

  // MARK: Atoms

  private mutating func literal() throws(PatternError) {
    let scalar = scalars[index]
    index += 1
    try atom(try instruction(for: scalar))
  }

  /// Appends a step that a quantifier may repeat.
  private mutating func atom(_ instruction: Instruction) throws(PatternError) {
    try checkSize(adding: 1)
    atomStart = code.count
    code.append(instruction)
  }

  private mutating func escape() throws(PatternError) {
    switch peek(1) {
    case "A"?: try escapedAssertion(.textStart)
    case "z"?: try escapedAssertion(.textEnd)
    case "b"?: try escapedAssertion(.wordBoundary)
    case "B"?: try escapedAssertion(.noWordBoundary)
    case "Q"?:
      index += 2
      while let next = peek {
        if next == "\\", peek(1) == "E" {
          index += 2
          return
        }
        try literal()
      }
    default:
      let instruction = try escapedScalarOrClass()
      try atom(instruction)
    }
  }

  private mutating func escapedAssertion(_ assertion: Assertion) throws(PatternError) {
    index += 2
    try atom(.assertion(assertion))
  }

  // MARK: Groups

  private mutating func openGroup() throws(PatternError) {
    let offset = index
    let outer = options
    index += 1
    // `(?i)` holds for the rest of the group around it and makes no group; as in RE2 a quantifier
    // after it repeats what is before it.
    if take("?"), try groupHead(offset) { return }
    atomStart = nil
    guard groups.count <= Self.depthLimit else {
      throw PatternError(offset: offset, message: "groups are nested deeper than 1000")
    }
    groups.append(
      Group(start: code.count, branchStart: code.count, outerOptions: outer, offset: offset)
    )
  }

  private mutating func closeGroup() throws(PatternError) {
    guard groups.count > 1 else { throw error("unexpected )") }
    index += 1
    finishBranches()
    let group = groups.removeLast()
    options = group.outerOptions
    atomStart = group.start
  }

  private mutating func nextBranch() throws(PatternError) {
    try checkSize(adding: 2)
    let top = groups.count - 1
    let start = groups[top].branchStart
    copyingWork += code.count - start
    code.insert(.split(1, Int32(code.count - start + 2)), at: start)
    groups[top].jumps.append(code.count)
    code.append(.jump(0))
    groups[top].branchStart = code.count
    atomStart = nil
  }

  /// Lets the branches of the innermost group meet at its end.
  private mutating func finishBranches() {
    for jump in groups[groups.count - 1].jumps {
      code[jump] = .jump(Int32(code.count - jump))
    }
  }

  // MARK: Repetition

  private mutating func repeatAtom(_ counts: Counts, at offset: Int) throws(PatternError) {
    guard let start = atomStart else {
      throw PatternError(offset: offset, message: "a quantifier has nothing to repeat")
    }
    let body = Array(code[start...])
    let optional = counts.maximum.map { $0 - counts.minimum }
    let added =
      counts.minimum * body.count
      + (optional.map { $0 * (body.count + 1) } ?? (counts.minimum == 0 ? body.count + 2 : 1))
    copyingWork += body.count + added
    code.removeSubrange(start...)
    try checkSize(adding: added, at: offset)
    for _ in 0..<counts.minimum { code += body }
    if let optional {
      for remaining in stride(from: optional, to: 0, by: -1) {
        code.append(split(1, remaining * (body.count + 1), isLazy: counts.isLazy))
        code += body
      }
    } else if counts.minimum == 0 {
      code.append(split(1, body.count + 2, isLazy: counts.isLazy))
      code += body
      code.append(.jump(Int32(-body.count - 1)))
    } else {
      code.append(split(-body.count, 1, isLazy: counts.isLazy))
    }
    atomStart = nil
    if let next = peek, next == "*" || next == "+" || next == "?" {
      throw error("a quantifier follows a quantifier")
    }
    if peek == "{" {
      let brace = index
      if try braces() != nil {
        throw PatternError(offset: brace, message: "a quantifier follows a quantifier")
      }
    }
  }

  private func split(_ body: Int, _ end: Int, isLazy: Bool) -> Instruction {
    isLazy ? .split(Int32(end), Int32(body)) : .split(Int32(body), Int32(end))
  }

  private func checkSize(adding count: Int, at offset: Int? = nil) throws(PatternError) {
    guard code.count + count < Self.sizeLimit else {
      throw PatternError(
        offset: offset ?? max(0, index - 1),
        message:
          "the expression is too large: more than 20000 steps when repetitions are written out"
      )
    }
  }
}
