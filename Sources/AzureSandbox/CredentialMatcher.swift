/// The claims of an ID token that a client presents.
struct PresentedToken: Sendable {
  /// `iss`.
  var issuer = ""
  /// `aud`.
  var audiences: [String] = []
  /// `sub`.
  var subject = ""
  /// Further claims by name.
  var others: [String: String] = [:]

  /// All claims that an expression may name.
  var claims: [String: String] { others.merging(["sub": subject]) { $1 } }
}

/// Entra ID's decision whether an application's federated credentials accept an ID token.
///
/// This is not the linter's comparison but a second one, written from Microsoft's documentation
/// alone, so that a mistake in either of them shows: `CredentialMatcherTests` compares the two.
///
/// Source: Microsoft's page on workload identity federation (issuer, audience and subject are
/// compared exactly, with the case of letters), and its reference of error codes.
struct CredentialMatcher: Sendable {
  /// The decision.
  enum Answer: Hashable, Sendable {
    /// A credential accepts the token.
    case accepted(TrustedCredential)
    /// None does; the number follows `AADSTS`.
    case refused(code: Int)
  }

  /// The application's credentials.
  let credentials: [TrustedCredential]

  /// Decides about a token, and names what no credential has: its issuer, then its audience, then
  /// its subject.
  ///
  /// An application without credentials has an error of its own.
  func answer(to token: PresentedToken) -> Answer {
    guard !credentials.isEmpty else { return .refused(code: 70_025) }
    let ofIssuer = credentials.filter { Self.areSame($0.issuer, token.issuer) }
    guard !ofIssuer.isEmpty else { return .refused(code: 700_211) }
    let ofAudience = ofIssuer.filter { credential in
      credential.audiences.contains { wanted in
        token.audiences.contains { Self.areSame($0, wanted) }
      }
    }
    guard !ofAudience.isEmpty else { return .refused(code: 700_212) }
    if let credential = ofAudience.first(where: { Self.hasSubject($0, of: token) }) {
      // No page says what becomes of a token with several audiences; the sandbox is strict.
      return token.audiences.count == 1 ? .accepted(credential) : .refused(code: 700_213)
    }
    let hasTwin = ofAudience.contains { credential in
      guard credential.expression == nil, let subject = credential.subject else { return false }
      return Self.areSame(subject.lowercased(), token.subject.lowercased())
    }
    return .refused(code: hasTwin ? 7_002_138 : 700_213)
  }

  private static func hasSubject(_ credential: TrustedCredential, of token: PresentedToken) -> Bool
  {
    if let expression = credential.expression {
      guard FlexibleCredential.isAccepted(credential) else { return false }
      return ClaimsExpression(expression.value)?.holds(for: token.claims) ?? false
    }
    return credential.subject.map { areSame($0, token.subject) } ?? false
  }

  /// Whether two texts are the same, byte by byte.
  private static func areSame(_ first: String, _ second: String) -> Bool {
    first.utf8.elementsEqual(second.utf8)
  }
}
