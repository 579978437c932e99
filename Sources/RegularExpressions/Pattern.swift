/// A regular expression in RE2's syntax, matched in linear time.
///
/// All ways through the expression are followed at once, so the time for a match is bounded by the
/// product of the sizes of expression and text, for any expression: one from a hostile repository
/// cannot hang the process. As in RE2 there are no back-references and no look-around.
///
/// Syntax: <https://github.com/google/re2/wiki/Syntax>
package struct Pattern: Sendable {
  /// Flags that hold from the start of an expression.
  package struct Options: OptionSet, Sendable {
    /// The flags as bits.
    package let rawValue: UInt8

    /// Flags from bits.
    package init(rawValue: UInt8) {
      self.rawValue = rawValue
    }

    /// `i`: letters match in either case.
    package static let ignoresCase = Self(rawValue: 1)
    /// `m`: `^` and `$` also match at line breaks.
    package static let multiline = Self(rawValue: 2)
    /// `s`: `.` also matches a line break.
    package static let dotMatchesNewline = Self(rawValue: 4)
    /// `U`: quantifiers take as little as possible, and with `?` as much as possible.
    package static let ungreedy = Self(rawValue: 8)
  }

  private let program: PatternProgram

  /// Reads an expression.
  ///
  /// - Parameters:
  ///   - text: The expression.
  ///   - options: Flags that hold from its start.
  /// - Throws: The mistake in it, and where it is.
  package init(_ text: String, options: Options = []) throws(PatternError) {
    var compiler = PatternCompiler(text, options: options)
    program = try compiler.compile()
  }

  /// The number of steps that no compiled expression has.
  package static let sizeLimit = PatternCompiler.sizeLimit

  /// The number of steps of the compiled expression; a match takes at most about this many
  /// operations for each scalar of the text.
  package var size: Int { program.code.count }

  /// The work of compiling the expression, in operations; for callers that compile expressions from
  /// the inputs of a check.
  package var compilationWork: Int { program.work }

  /// Whether the expression matches somewhere in a text.
  package func matches(_ text: String) -> Bool {
    var work = 0
    return matches(text, work: &work)
  }

  /// Whether the expression matches somewhere in a text.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - work: Grows by the steps of the expression that were looked at, over all characters.
  /// - Returns: Whether it does.
  package func matches(_ text: String, work: inout Int) -> Bool {
    if var machine = SmallMachine(program) {
      defer { work += machine.work }
      return machine.run(text, matchesWhole: false)
    }
    var machine = Machine(program)
    defer { work += machine.work }
    return machine.run(text, .anywhere) != nil
  }

  /// Whether the expression matches a text from its start to its end.
  package func wholeMatch(_ text: String) -> Bool {
    var work = 0
    return wholeMatch(text, work: &work)
  }

  /// Whether the expression matches a text from its start to its end.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - work: Grows by the steps of the expression that were looked at, over all characters.
  /// - Returns: Whether it does.
  package func wholeMatch(_ text: String, work: inout Int) -> Bool {
    if var machine = SmallMachine(program) {
      defer { work += machine.work }
      return machine.run(text, matchesWhole: true)
    }
    var machine = Machine(program)
    defer { work += machine.work }
    return machine.run(text, .whole) != nil
  }

  /// The leftmost match in a text; the one of several starting there that Perl would take.
  package func firstMatch(in text: String) -> Range<String.Index>? {
    var machine = Machine(program)
    guard let match = machine.run(text, .leftmost) else { return nil }
    let utf8 = text.utf8
    let start = utf8.index(utf8.startIndex, offsetBy: match.lowerBound)
    return start..<utf8.index(start, offsetBy: match.count)
  }
}
