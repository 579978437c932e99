/// A claims matching expression, read: clauses that must all hold.
///
/// Source: Microsoft's page on flexible federated identity credentials. `claims['NAME']` looks a
/// claim up, `eq` compares it exactly, `matches` with `*` for any number of characters and `?` for
/// one, and `and` combines clauses. There is nothing else in version 1 of the language.
struct ClaimsExpression {
  /// One clause.
  private struct Clause {
    let claim: String
    let isPattern: Bool
    let operand: String
  }

  private var clauses: [Clause] = []

  /// Reads an expression; nil when it is not in the language.
  init?(_ text: String) {
    let clause = /claims\['([^']*)'\][ ]+(eq|matches)[ ]+'([^']*)'/.matchingSemantics(
      .unicodeScalar
    )
    let conjunction = /[ ]+and[ ]+/.matchingSemantics(.unicodeScalar)
    let spaces = /[ ]*/.matchingSemantics(.unicodeScalar)
    var rest = text[...]
    rest.trimPrefix(spaces)
    while true {
      guard let match = rest.prefixMatch(of: clause) else { return nil }
      clauses.append(
        Clause(
          claim: String(match.1),
          isPattern: match.2 == "matches",
          operand: String(match.3)
        )
      )
      rest = rest[match.range.upperBound...]
      guard let next = rest.prefixMatch(of: conjunction) else { break }
      rest = rest[next.range.upperBound...]
    }
    rest.trimPrefix(spaces)
    guard rest.isEmpty else { return nil }
  }

  /// The names of the claims that it compares.
  var claims: Set<String> { Set(clauses.map(\.claim)) }

  /// The names of the claims that it compares with patterns.
  var patterns: Set<String> { Set(clauses.filter(\.isPattern).map(\.claim)) }

  /// Whether a token's claims fulfil it; a claim that the token does not have fulfils nothing.
  func holds(for claims: [String: String]) -> Bool {
    clauses.allSatisfy { clause in
      guard let value = claims[clause.claim] else { return false }
      return clause.isPattern
        ? Self.isLike(value, clause.operand) : value.utf8.elementsEqual(clause.operand.utf8)
    }
  }

  /// Whether a whole text has the form of a pattern.
  ///
  /// Keeps for each beginning of the text whether the pattern read so far matches it.
  private static func isLike(_ text: String, _ pattern: String) -> Bool {
    let text = Array(text.unicodeScalars)
    var isMatched = [true] + [Bool](repeating: false, count: text.count)
    for symbol in pattern.unicodeScalars {
      if symbol == "*" {
        for end in text.indices where isMatched[end] { isMatched[end + 1] = true }
      } else {
        for end in text.indices.reversed() {
          isMatched[end + 1] = isMatched[end] && (symbol == "?" || symbol == text[end])
        }
        isMatched[0] = false
      }
    }
    return isMatched[text.count]
  }
}
