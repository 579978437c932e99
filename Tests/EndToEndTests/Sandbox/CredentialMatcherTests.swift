import AzureFederation
import TestSupport
import Testing

@testable import AzureSandbox

/// The sandbox's decision about a token beside the linter's: both are written from Microsoft's
/// documentation, neither from the other.
@Suite struct CredentialMatcherTests {
  @Test(arguments: 0..<16)
  func decidesAsTheLinterDoes(seed: UInt64) {
    var random = ExchangeSource(seed: seed)
    var seen: [String: Int] = [:]
    for _ in 0..<800 {
      let (credentials, token) = random.exchange()
      let sandbox = CredentialMatcher(credentials: credentials.map(Self.trusted))
        .answer(to: token)
      let linter = TokenExchange(claims: Self.claims(token), credentials: credentials).outcome
      switch (linter, sandbox) {
      case (.accepted(let expected), .accepted(let credential)):
        #expect(Self.trusted(expected) == credential, "\(credentials) \(token)")
        seen["accepted", default: 0] += 1
      case (.refused(let expected, _, _), .refused(let code)):
        #expect(expected == "AADSTS\(code)", "\(credentials) \(token)")
        seen[expected, default: 0] += 1
      case (.unknown, .refused(let code)):
        // Claims that the token lacks, and several audiences: the linter leaves it undecided.
        #expect([700_213, 7_002_138].contains(code), "\(credentials) \(token)")
        seen["unknown", default: 0] += 1
      default: Issue.record("\(linter) is not \(sandbox): \(credentials) \(token)")
      }
    }
    let all = [
      "accepted", "AADSTS70025", "AADSTS700211", "AADSTS700212", "AADSTS700213", "AADSTS7002138",
      "unknown",
    ]
    for outcome in all { #expect(seen[outcome, default: 0] >= 5, "\(outcome) is too rare") }
  }

  private static func trusted(_ credential: FederatedCredential) -> TrustedCredential {
    TrustedCredential(
      name: credential.name,
      issuer: credential.issuer,
      subject: credential.subject,
      audiences: credential.audiences,
      expression: credential.claimsMatchingExpression.map {
        TrustedCredential.Expression(value: $0.value, languageVersion: $0.languageVersion)
      }
    )
  }

  private static func claims(_ token: PresentedToken) -> TokenClaims {
    var claims = TokenClaims()
    claims.issuer = token.issuer
    claims.audiences = token.audiences
    claims.subject = token.subject
    claims.others = token.others
    return claims
  }
}

/// Random credentials and tokens that often have something in common.
private struct ExchangeSource: RandomNumberGenerator {
  private static let issuers = [
    "https://gitlab.com", "https://gitlab.com/", "https://GitLab.com", "https://gitlab.example.com",
  ]
  private static let audiences = [
    "https://gitlab.com", "https://gitlab.com/", "api://AzureADTokenExchange",
    "api://azureadtokenexchange",
  ]

  private var numbers: SeededNumbers

  init(seed: UInt64) {
    numbers = SeededNumbers(seed: seed)
  }

  mutating func next() -> UInt64 { numbers.next() }

  /// An application's credentials, and a token.
  mutating func exchange() -> ([FederatedCredential], PresentedToken) {
    var token = PresentedToken(issuer: often(Self.issuers), subject: subject())
    token.audiences = [often(Self.audiences)]
    if chance(of: 20) { token.audiences.append(often(Self.audiences)) }
    if !chance(of: 4) { token.others["project_id"] = choice(["1", "42"]) }
    if !chance(of: 4) { token.others["project_path"] = choice(["g/p", "G/p"]) }
    let count = Int.random(in: 0...4, using: &self)
    let credentials = (0..<count).map { number in credential(number, for: token) }
    return (credentials, token)
  }

  private mutating func credential(
    _ number: Int,
    for token: PresentedToken
  ) -> FederatedCredential {
    let isFlexible = chance(of: 2)
    var subject = chance(of: 3) ? token.subject : subject()
    if chance(of: 4) { subject = subject.uppercased() }
    if chance(of: 12) { subject += choice(["*", " ", "/"]) }
    return FederatedCredential(
      name: "c\(number)",
      issuer: often(Self.issuers),
      subject: isFlexible && !chance(of: 20) ? nil : subject,
      audiences: chance(of: 20) ? [] : [often(Self.audiences)],
      claimsMatchingExpression: isFlexible
        ? ClaimsMatchingExpression(value: expression(for: token)) : nil
    )
  }

  private mutating func subject() -> String {
    let project = choice(["g/p", "G/p", "g/p/q", "gé/p", "GÉ/p"])
    let type = choice(["branch", "tag"])
    let ref = choice(["main", "Main", "feature/a", "feature/b", "v1", "", "*", "it's", "a\u{301}"])
    return "project_path:\(project):ref_type:\(type):ref:\(ref)"
  }

  // MARK: Expressions

  private mutating func expression(for token: PresentedToken) -> String {
    // Mostly an expression that Entra ID stores: it names the subject, and maybe an ID.
    let isUsual = !chance(of: 4)
    let count = chance(of: 3) ? 2 : 1
    var text = (0..<count).map { clause(for: token, isSubject: isUsual && $0 == 0) }
      .joined(separator: choice([" and ", "  and  "]))
    if chance(of: 12) { text = " " + text + " " }
    // Something that may not be in the language.
    if chance(of: 10), !text.isEmpty {
      let scalars = Array(text.unicodeScalars)
      let place = Int.random(in: scalars.indices, using: &self)
      var view = String.UnicodeScalarView(scalars[..<place])
      view += choice(["", "'", " ", "x", "\u{301}", "\n", "]"]).unicodeScalars
      view += scalars[(place + Int.random(in: 0...1, using: &self))...]
      text = String(view)
    }
    return text
  }

  private mutating func clause(for token: PresentedToken, isSubject: Bool) -> String {
    let others = ["project_id", "project_id", "namespace_id", "project_path", "ref"]
    let claim = isSubject || chance(of: 4) ? "sub" : choice(others)
    let value = claim == "sub" ? token.subject : token.others[claim] ?? choice(["1", "main"])
    let wanted = chance(of: 2) ? value : claim == "sub" ? subject() : choice(["42", "g/p"])
    return chance(of: claim == "sub" ? 3 : 2)
      ? "claims['\(claim)'] eq '\(wanted)'" : "claims['\(claim)'] matches '\(pattern(wanted))'"
  }

  /// A text with wildcards instead of some parts.
  private mutating func pattern(_ text: String) -> String {
    var scalars = Array(text.unicodeScalars)
    for _ in 0..<Int.random(in: 0...3, using: &self) where !scalars.isEmpty {
      let start = Int.random(in: scalars.indices, using: &self)
      let end = Int.random(in: start...min(start + 6, scalars.count), using: &self)
      let wildcard = choice(["*", "**", "?", "??", "?*"])
      scalars.replaceSubrange(start..<end, with: Array(wildcard.unicodeScalars))
    }
    return String(String.UnicodeScalarView(scalars))
  }

  // MARK: Choices

  private mutating func chance(of count: Int) -> Bool {
    Int.random(in: 0..<count, using: &self) == 0
  }

  private mutating func choice(_ texts: [String]) -> String {
    texts[Int.random(in: texts.indices, using: &self)]
  }

  /// Mostly the first one, so that both sides often have the same.
  private mutating func often(_ texts: [String]) -> String {
    chance(of: 4) ? choice(texts) : texts[0]
  }
}
