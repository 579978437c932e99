package import TextFormats

/// The expression of a flexible credential, which it has instead of a subject.
///
/// Source: Microsoft Graph beta, `federatedIdentityExpression`; Microsoft's page on flexible
/// federated identity credentials (language version 1).
package struct ClaimsMatchingExpression: Hashable, Sendable {
  /// The version of its language; 1 is the only one that there is.
  package let languageVersion: Int
  /// The expression, such as `claims['sub'] matches 'project_path:g/p:ref_type:branch:ref:*'`.
  package let value: String

  /// An expression.
  package init(languageVersion: Int = 1, value: String) {
    self.languageVersion = languageVersion
    self.value = value
  }

  /// Its parts, which must all hold.
  ///
  /// - Throws: The first place that is not in the language.
  package func clauses() throws(ClaimsExpressionError) -> [ClaimsClause] {
    var parser = ClaimsExpressionParser(value)
    return try parser.parse()
  }
}

/// One part of an expression: a claim, how it is compared, and with what.
package struct ClaimsClause: Hashable, Sendable {
  /// The comparison of a claim.
  package enum Comparison: String, Sendable {
    /// Letter for letter.
    case equals = "eq"
    /// With `*` for any run of characters and `?` for one.
    case matches
  }

  /// The claim's name.
  package let claim: String
  /// The comparison.
  package let comparison: Comparison
  /// With what.
  package let comparand: String

  /// A part of an expression.
  package init(claim: String, comparison: Comparison, comparand: String) {
    self.claim = claim
    self.comparison = comparison
    self.comparand = comparand
  }

  /// Whether a claim's value passes.
  ///
  /// Microsoft does not say whether `*` may be empty or cross `/` and `:`; it may here, so that
  /// nothing is called refused that may be accepted.
  ///
  /// - Parameter value: The value, which may have unknown parts.
  /// - Returns: Whether it passes; nil when that depends on the unknown parts.
  package func holds(for value: PartialText) -> Bool? {
    if let text = value.text {
      switch comparison {
      case .equals: return ByteText.areEqual(text, comparand)
      case .matches: return Glob.matches(comparand, text, hasSingle: true)
      }
    }
    switch comparison {
    case .equals: return value.equals(comparand)
    case .matches: return comparand.contains("?") ? nil : value.matches(glob: comparand)
    }
  }
}

/// The reason why an expression is not in the language.
package struct ClaimsExpressionError: Error, Hashable, Sendable {
  /// Where, in Unicode scalars from 1.
  package let column: Int
  /// The fault; one clause without a full stop.
  package let message: String
}

/// Reads `claims['sub'] eq 'x' and claims['project_id'] eq '1'`.
struct ClaimsExpressionParser {
  private let scalars: [Unicode.Scalar]
  private var index = 0

  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
  }

  mutating func parse() throws(ClaimsExpressionError) -> [ClaimsClause] {
    skipSpaces()
    var clauses = [try clause()]
    while true {
      let hadSpace = skipSpaces()
      guard index < scalars.count else { return clauses }
      guard hadSpace, take("and"), skipSpaces() else {
        throw error("expected \"and\" or the end")
      }
      clauses.append(try clause())
    }
  }

  private mutating func clause() throws(ClaimsExpressionError) -> ClaimsClause {
    guard take("claims[") else { throw error("expected claims['NAME']") }
    let name = try quoted()
    guard take("]") else { throw error("expected \"]\"") }
    guard skipSpaces() else { throw error("expected a space and \"eq\" or \"matches\"") }
    let comparison: ClaimsClause.Comparison
    if take("eq") {
      comparison = .equals
    } else if take("matches") {
      comparison = .matches
    } else {
      throw error("expected \"eq\" or \"matches\"; the language has no other operators")
    }
    guard skipSpaces() else { throw error("expected a space and a text in single quotes") }
    return ClaimsClause(claim: name, comparison: comparison, comparand: try quoted())
  }

  private mutating func quoted() throws(ClaimsExpressionError) -> String {
    guard take("'") else { throw error("expected a text in single quotes") }
    let start = index
    while index < scalars.count, scalars[index] != "'" { index += 1 }
    guard index < scalars.count else {
      index = start
      throw error("the text has no closing quote")
    }
    defer { index += 1 }
    return String(String.UnicodeScalarView(scalars[start..<index]))
  }

  private mutating func take(_ text: String) -> Bool {
    let wanted = Array(text.unicodeScalars)
    guard scalars[index...].starts(with: wanted) else { return false }
    index += wanted.count
    return true
  }

  @discardableResult
  private mutating func skipSpaces() -> Bool {
    let start = index
    while index < scalars.count, scalars[index] == " " { index += 1 }
    return index > start
  }

  private func error(_ message: String) -> ClaimsExpressionError {
    ClaimsExpressionError(column: index + 1, message: message)
  }
}
