import AzureFederation
import Testing
import TextFormats

@Suite("Claims matching expressions") struct ClaimsExpressionTests {
  @Test(arguments: [
    ("claims['sub'] eq 'x'", ["sub eq x"]),
    (
      "claims['sub'] matches 'project_path:g/p:*' and claims['project_id'] eq '42'",
      ["sub matches project_path:g/p:*", "project_id eq 42"]
    ),
    ("  claims['sub']  matches  ''  ", ["sub matches "]),
    ("claims['a'] eq ' and ' and claims['b'] eq 'c'", ["a eq  and ", "b eq c"]),
  ])
  func parses(text: String, expected: [String]) throws {
    let clauses = try ClaimsMatchingExpression(value: text).clauses()
    #expect(clauses.map { "\($0.claim) \($0.comparison.rawValue) \($0.comparand)" } == expected)
  }

  @Test(arguments: [
    ("", 1, "claims["), ("sub eq 'x'", 1, "claims["), ("claims[sub] eq 'x'", 8, "single quotes"),
    ("claims['sub eq 'x'", 17, "]"), ("claims['sub'] like 'x'", 15, "eq"),
    ("claims['sub'] eq x", 18, "single quotes"), ("claims['sub'] eq 'x", 19, "closing quote"),
    ("claims['sub'] eq 'x' or claims['sub'] eq 'y'", 22, "and"),
    ("claims['sub'] eq 'x' and", 25, "and"), ("claims['sub']eq 'x'", 14, "space"),
    ("(claims['sub'] eq 'x')", 1, "claims["),
  ])
  func refuses(text: String, column: Int, words: String) {
    #expect {
      try ClaimsMatchingExpression(value: text).clauses()
    } throws: { error in
      guard let error = error as? ClaimsExpressionError else { return false }
      return error.column == column && error.message.contains(words)
    }
  }

  @Test(arguments: [
    ("a*", "a", true), ("a*", "abc/d:e", true), ("*a", "ba", true), ("a?c", "abc", true),
    ("a?c", "ac", false), ("*", "", true), ("a", "A", false), ("a*b*c", "aXbYc", true),
    ("a*b*c", "aXcYb", false), ("", "", true), ("", "a", false),
  ])
  func patterns(pattern: String, text: String, matches: Bool) {
    let clause = ClaimsClause(claim: "sub", comparison: .matches, comparand: pattern)
    #expect(clause.holds(for: PartialText(text)) == matches)
  }

  /// Each star may try each place: without care this takes exponential time.
  @Test func hostilePatternsEnd() {
    let clause = ClaimsClause(
      claim: "sub",
      comparison: .matches,
      comparand: String(repeating: "a*", count: 300) + "b"
    )
    #expect(clause.holds(for: PartialText(String(repeating: "a", count: 2_000))) == false)
  }
}
