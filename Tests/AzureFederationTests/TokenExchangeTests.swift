import AzureFederation
import Testing

/// The answers of Entra ID to ID tokens.
///
/// Source: Microsoft's error code reference and its page on workload identity federation.
@Suite struct TokenExchangeTests {
  private static let issuer = "https://gitlab.com"
  private static let subject = "project_path:g/p:ref_type:branch:ref:main"

  private static func credential(
    issuer: String = issuer,
    subject: String? = subject,
    audience: String = issuer,
    expression: String? = nil
  ) -> FederatedCredential {
    FederatedCredential(
      name: "c",
      issuer: issuer,
      subject: expression == nil ? subject : nil,
      audiences: [audience],
      claimsMatchingExpression: expression.map { ClaimsMatchingExpression(value: $0) }
    )
  }

  private static var claims: TokenClaims {
    var claims = TokenClaims()
    claims.issuer = issuer
    claims.audiences = [issuer]
    claims.subject = subject
    claims.others = ["project_id": "42"]
    return claims
  }

  private static func answer(
    _ credentials: [FederatedCredential],
    _ claims: TokenClaims = claims
  ) -> String {
    switch TokenExchange(claims: claims, credentials: credentials).outcome {
    case .accepted: "accepted"
    case .refused(let code, _, _): code
    case .unknown: "unknown"
    }
  }

  @Test(arguments: [
    ([credential()], "accepted"), ([], "AADSTS70025"),
    ([credential(issuer: "https://gitlab.com/")], "AADSTS700211"),
    ([credential(issuer: "https://GitLab.com")], "AADSTS700211"),
    ([credential(audience: "https://gitlab.com/")], "AADSTS700212"),
    ([credential(audience: "https://GITLAB.com")], "AADSTS700212"),
    ([credential(subject: "project_path:g/p:ref_type:branch:ref:dev")], "AADSTS700213"),
    ([credential(subject: "project_path:g/p:ref_type:branch:ref:*")], "AADSTS700213"),
    ([credential(subject: "project_path:G/p:ref_type:branch:ref:main")], "AADSTS7002138"),
    // The missing part is named in this order: issuer, audience, subject.
    ([credential(issuer: "x", audience: "x")], "AADSTS700211"),
    ([credential(subject: "x", audience: "x"), credential(issuer: "x")], "AADSTS700212"),
    ([credential(audience: "x"), credential(subject: "x")], "AADSTS700213"),
    ([credential(subject: "x"), credential()], "accepted"),
  ])
  func codes(credentials: [FederatedCredential], expected: String) {
    #expect(Self.answer(credentials) == expected)
  }

  @Test(arguments: [
    ("claims['sub'] eq '\(subject)'", "accepted"),
    ("claims['sub'] matches 'project_path:g/p:*'", "accepted"),
    ("claims['sub'] matches 'project_path:g/p'", "AADSTS700213"),
    ("claims['sub'] matches 'project_path:*' and claims['project_id'] eq '42'", "accepted"),
    ("claims['sub'] matches 'project_path:*' and claims['project_id'] eq '43'", "AADSTS700213"),
    // The subject differs, even if nothing else is known.
    ("claims['user_id'] eq '7' and claims['sub'] eq 'x'", "AADSTS700213"),
    ("claims['user_id'] eq '7' and claims['sub'] eq '\(subject)'", "unknown"),
    // Expressions that Entra ID does not accept.
    ("claims['sub'] eq '\(subject)' and claims['ref'] eq 'main'", "AADSTS700213"),
    ("claims['project_id'] eq '42'", "AADSTS700213"), ("claims['sub'] like 'x'", "AADSTS700213"),
  ])
  func expressions(expression: String, expected: String) {
    #expect(Self.answer([Self.credential(expression: expression)]) == expected)
  }

  @Test func whatIsNotKnownIsNotGuessed() {
    var claims = Self.claims
    claims.issuer = nil
    #expect(Self.answer([Self.credential()], claims) == "unknown")
    claims = Self.claims
    claims.audiences = nil
    #expect(Self.answer([Self.credential()], claims) == "unknown")
    #expect(Self.answer([Self.credential(issuer: "x")], claims) == "AADSTS700211")
    claims = Self.claims
    claims.subject = nil
    #expect(Self.answer([Self.credential()], claims) == "unknown")
    #expect(Self.answer([Self.credential(audience: "x")], claims) == "AADSTS700212")
    claims = Self.claims
    claims.audiences = ["x", Self.issuer]
    #expect(Self.answer([Self.credential()], claims) == "unknown")
  }

  /// A claim that only Entra ID knows may differ as well, and then decides the code; the refusal is
  /// certain.
  @Test(arguments: [
    ([credential(audience: "x")], "AADSTS700212"), ([credential(subject: "x")], "AADSTS700213"),
    ([credential(subject: subject.uppercased())], "AADSTS7002138"),
    ([credential(audience: "x"), credential(subject: "x")], "AADSTS700213"),
    ([credential(expression: "claims['sub'] eq 'x'")], "AADSTS700213"),
  ])
  func certainRefusals(credentials: [FederatedCredential], mismatch: String) {
    var claims = Self.claims
    claims.issuer = nil
    let outcome = TokenExchange(claims: claims, credentials: credentials).outcome
    guard case .refused(let code, _, let claim) = outcome else {
      Issue.record("\(outcome) is not certain")
      return
    }
    #expect(code == "AADSTS70021")
    #expect(claim.rawValue == mismatch)
    claims.issuer = Self.issuer
    #expect(Self.answer(credentials, claims) == mismatch)
  }

  @Test func anUnknownAudienceDoesNotHideTheSubject() {
    var claims = Self.claims
    claims.audiences = nil
    #expect(Self.answer([Self.credential(subject: "x")], claims) == "AADSTS70021")
    let both = [Self.credential(subject: "x"), Self.credential(audience: "x")]
    #expect(Self.answer(both, claims) == "unknown")
  }

  /// Two spellings of one letter are the same text to Swift, and not to Entra ID.
  @Test(arguments: [
    ("\u{E9}", "e\u{301}"), ("\u{1E69}", "s\u{323}\u{307}"), ("\u{F1}", "n\u{303}"),
  ])
  func textsAreComparedByTheirBytes(one: String, other: String) {
    var claims = Self.claims
    let subject = "project_path:g/p:ref_type:branch:ref:"
    claims.subject = subject + one
    claims.audiences = ["https://\(one).example"]
    func answer(_ text: String, audience: String) -> String {
      let audience = "https://\(audience).example"
      let classic = Self.credential(subject: subject + text, audience: audience)
      let flexible = Self.credential(
        audience: audience,
        expression: "claims['sub'] eq '\(subject)\(text)'"
      )
      let answers = Set([Self.answer([classic], claims), Self.answer([flexible], claims)])
      return answers.sorted().joined(separator: " ")
    }
    #expect(answer(one, audience: one) == "accepted")
    #expect(answer(one, audience: other) == "AADSTS700212")
    #expect(answer(other, audience: one) == "AADSTS700213")
    claims.issuer = "https://\(one).example"
    let issuer = Self.credential(issuer: "https://\(other).example", subject: claims.subject)
    #expect(Self.answer([issuer], claims) == "AADSTS700211")
  }
}
