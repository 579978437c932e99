/// The condition of `rules:if`, `workflow:rules:if`, `include:rules:if` and `only:variables`.
///
/// Source: GitLab 18.9, `lib/gitlab/ci/pipeline/expression`. What its lexer and parser take is
/// taken here and nothing else, down to oddities: operators may follow both operands, and a pair of
/// parentheses may be empty.
package struct Condition: Sendable {
  /// A part of an expression.
  package indirect enum Term: Sendable {
    /// A value, and where it is.
    case value(Value, at: Range<Int>)
    /// Two parts joined by an operator, and where the operator is.
    case operation(Operator, left: Term, right: Term, at: Range<Int>)
  }

  /// A value in an expression.
  package enum Value: Sendable {
    /// `$NAME`.
    case variable(String)
    /// `$[[ inputs.NAME ]]`.
    case input(String)
    /// Text in quotes; there are no escapes.
    case string(String)
    /// `/text/flags`.
    case pattern(RubyPattern)
    /// `true` or `false`.
    case boolean(Bool)
    /// `null`.
    case null
  }

  /// An operator, by how tightly it binds.
  package enum Operator: Int, Sendable {
    case equals
    case notEquals
    case matches
    case notMatches
    case and
    case or

    /// The lower, the tighter.
    var precedence: Int {
      switch self {
      case .equals, .notEquals, .matches, .notMatches: 10
      case .and: 11
      case .or: 12
      }
    }
  }

  /// The whole expression.
  package let root: Term

  /// Reads an expression.
  ///
  /// - Parameter text: The expression. Places in it are offsets in UTF-8.
  /// - Throws: The reason why GitLab calls its syntax invalid.
  package init(_ text: String) throws(ConditionError) {
    try self.init(utf8: Array(text.utf8)[...])
  }

  /// Reads an expression from its UTF-8.
  package init(utf8 text: ArraySlice<UInt8>) throws(ConditionError) {
    var lexer = ConditionLexer(text)
    var parser = ConditionParser()
    root = try parser.parse(try lexer.tokens())
  }
}

/// The reason why the syntax of an expression is invalid.
package struct ConditionError: Error, Hashable, Sendable {
  /// Where, as an offset in UTF-8.
  package let offset: Int
  /// The fault; one clause without a full stop.
  package let message: String
}
