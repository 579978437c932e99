package import TextFormats

/// The claims of an ID token, as far as they are known before a run.
package struct TokenClaims: Hashable, Sendable {
  /// `iss`; nil when it is not known.
  package var issuer: String?
  /// `sub`, which may have unknown parts; nil when all of it is unknown.
  package var partialSubject: PartialText?
  /// `aud`, which may have unknown parts; nil when all of it is unknown.
  package var partialAudiences: [PartialText]?
  /// The components of `sub` that are not known, in their order.
  package var unknownComponents: [String] = []
  /// Further claims by name, those that are known.
  package var others: [String: String] = [:]

  /// No facts.
  package init() {}

  /// `sub`; nil when not all of it is known.
  package var subject: String? {
    get { partialSubject?.text }
    set { partialSubject = newValue.map { PartialText($0) } }
  }

  /// `aud`; nil when not all of it is known.
  package var audiences: [String]? {
    get {
      guard let partialAudiences else { return nil }
      let texts = partialAudiences.compactMap(\.text)
      return texts.count == partialAudiences.count ? texts : nil
    }
    set { partialAudiences = newValue.map { $0.map { PartialText($0) } } }
  }
}

/// Whether Entra ID takes a token for an application.
package enum ExchangeOutcome: Hashable, Sendable {
  /// A credential matches.
  case accepted(FederatedCredential)
  /// None does: the code of the error, both sides of the comparison, and the claim that differs.
  case refused(code: String, reason: String, mismatch: ClaimMismatch)
  /// It depends on what is not known.
  case unknown(String)
}

/// The claim for which no credential is left.
package enum ClaimMismatch: String, Sendable {
  /// There are no credentials.
  case all = "AADSTS70025"
  case issuer = "AADSTS700211"
  case audience = "AADSTS700212"
  case subject = "AADSTS700213"
  case subjectCase = "AADSTS7002138"

  /// The code that covers all of them: Entra ID's answer before it had one for each claim.
  package static let family = "AADSTS70021"
}

/// The comparison of a token with an application's federated credentials.
///
/// Issuer, audience, and subject or expression are compared byte by byte. No page of
/// Microsoft's says in which order, so the code is a guess when more than one of them differs: that
/// of the first of the three with which no credential is left.
///
/// Source: Microsoft's error code reference and its change of August 2024.
package struct TokenExchange: Sendable {
  /// The comparison of one credential.
  package struct Comparison: Hashable, Sendable {
    /// The credential.
    package let credential: FederatedCredential
    /// Whether the issuer is the same; nil when it is not known.
    package let issuer: Bool?
    /// Whether the audience is the same.
    package let audience: Bool?
    /// Whether the subject is the same, or the expression holds.
    package let subject: Bool?
    /// The reason why the subject differs, when a more specific reason is known.
    package let note: String?
  }

  /// The token's claims.
  package let claims: TokenClaims
  /// The application's credentials.
  package let credentials: [FederatedCredential]

  /// A comparison.
  package init(claims: TokenClaims, credentials: [FederatedCredential]) {
    self.claims = claims
    self.credentials = credentials
  }

  /// The comparison of each credential.
  package var comparisons: [Comparison] {
    credentials.map { credential in
      let (subject, note) = subject(credential)
      return Comparison(
        credential: credential,
        issuer: claims.issuer.map { ByteText.areEqual($0, credential.issuer) },
        audience: audience(credential),
        subject: subject,
        note: note
      )
    }
  }

  /// Entra ID's answer.
  package var outcome: ExchangeOutcome { outcome(of: comparisons) }

  /// Entra ID's answer to a token, from its comparisons with the credentials.
  ///
  /// A claim that is not known may differ as well, and then decides the code: the answer is that of
  /// the family.
  package func outcome(of comparisons: [Comparison]) -> ExchangeOutcome {
    guard !credentials.isEmpty else {
      return refused(.all, "the application has no federated credentials")
    }
    let ofIssuer = comparisons.filter { $0.issuer != false }
    guard !ofIssuer.isEmpty else { return refused(.issuer, issuerReason(claims.issuer ?? "")) }
    let ofAudience = ofIssuer.filter { $0.audience != false }
    guard !ofAudience.isEmpty else {
      let known = ofIssuer.flatMap(\.credential.audiences)
      return refused(
        .audience,
        audienceReason(known),
        isCertain: ofIssuer.contains { $0.issuer == true }
      )
    }
    let candidates = ofAudience.filter { $0.subject != false }
    guard !candidates.isEmpty else {
      return refusedSubject(
        ofAudience,
        isCertain: ofAudience.contains { $0.issuer == true && $0.audience == true }
      )
    }
    let match = candidates.first {
      $0.issuer == true && $0.audience == true && $0.subject == true
    }
    guard let match else { return .unknown(unknown(candidates)) }
    guard claims.partialAudiences?.count == 1 else {
      return .unknown(
        "the token has several audiences, and whether Entra ID takes it is unknown"
      )
    }
    return .accepted(match.credential)
  }

  /// The reason why a match is unknown.
  private func unknown(_ candidates: [Comparison]) -> String {
    guard claims.issuer != nil else { return "the token's issuer is unknown" }
    let ofAudience = candidates.filter { $0.audience == true }
    guard !ofAudience.isEmpty else { return "the token's audience is unknown" }
    return ofAudience.lazy.compactMap(\.note).first ?? "the token's subject is unknown"
  }

  private func refused(
    _ mismatch: ClaimMismatch,
    _ reason: String,
    isCertain: Bool = true
  ) -> ExchangeOutcome {
    .refused(
      code: isCertain ? mismatch.rawValue : ClaimMismatch.family,
      reason: reason,
      mismatch: mismatch
    )
  }

  // MARK: Subjects

  /// Whether the audience of the token is that of a credential; nil when that is not known.
  private func audience(_ credential: FederatedCredential) -> Bool? {
    guard let audiences = claims.partialAudiences else { return nil }
    var answers: [Bool?] = []
    for audience in audiences {
      for wanted in credential.audiences { answers.append(audience.equals(wanted)) }
    }
    if answers.contains(true) { return true }
    return answers.contains(nil) ? nil : false
  }

  private func subject(_ credential: FederatedCredential) -> (Bool?, note: String?) {
    if credential.claimsMatchingExpression != nil,
      let problem = CredentialLimits.problem(credential)
    {
      return (false, "Entra ID does not accept this credential: it \(problem)")
    }
    if let expression = credential.claimsMatchingExpression {
      do throws(ClaimsExpressionError) {
        return holds(try expression.clauses())
      } catch {
        return (false, "its expression is not valid at column \(error.column): \(error.message)")
      }
    }
    guard let wanted = credential.subject, let subject = claims.partialSubject else {
      return (nil, nil)
    }
    guard let isSame = subject.equals(wanted) else {
      let isImpossible = CredentialLimits.hasImpossibleSubject(credential, issuer: claims.issuer)
      return (isImpossible ? false : nil, nil)
    }
    if isSame { return (true, nil) }
    if let text = subject.text, ByteText.areEqual(text.lowercased(), wanted.lowercased()) {
      return (false, Self.equalButForCase)
    }
    if wanted.contains("*") {
      return (false, "the * in its subject is a literal character, no wildcard")
    }
    return (false, nil)
  }

  private func holds(_ clauses: [ClaimsClause]) -> (Bool?, note: String?) {
    var unknown: String?
    for clause in clauses {
      let value =
        clause.claim == "sub"
        ? claims.partialSubject : claims.others[clause.claim].map { PartialText($0) }
      guard let value, let holds = clause.holds(for: value) else {
        unknown = "the claim \(clause.claim) is unknown"
        continue
      }
      if !holds { return (false, "claims['\(clause.claim)'] is \"\(value.description)\"") }
    }
    return unknown == nil ? (true, nil) : (nil, unknown)
  }

  private static let equalButForCase = "equal but for case"

  private func refusedSubject(_ candidates: [Comparison], isCertain: Bool) -> ExchangeOutcome {
    let subject = claims.partialSubject.map { "\"\($0.description)\"" } ?? "unknown"
    let sameButCase = candidates.first { $0.note == Self.equalButForCase }
    if let twin = sameButCase?.credential.subject {
      return refused(
        .subjectCase,
        "the subject is \(subject), and the credential has \"\(twin)\": only the case of letters "
          + "differs",
        isCertain: isCertain
      )
    }
    let known = candidates.map { comparison in
      let text =
        comparison.credential.subject.map { "\"\($0)\"" }
        ?? comparison.credential.claimsMatchingExpression?.value ?? ""
      return comparison.note.map { "\(text) (\($0))" } ?? text
    }
    return refused(
      .subject,
      "the subject is \(subject); the credentials accept \(Self.list(known))",
      isCertain: isCertain
    )
  }

  // MARK: Words

  private func issuerReason(_ issuer: String) -> String {
    let known = Set(credentials.map(\.issuer)).sorted()
    let isSlash = known.contains { $0 == issuer + "/" || $0 + "/" == issuer }
    let hint = isSlash ? ": only the slash at the end differs" : ""
    return
      "the issuer is \"\(issuer)\"; the credentials accept \(Self.list(known.map { "\"\($0)\"" }))\(hint)"
  }

  private func audienceReason(_ known: [String]) -> String {
    let audiences = (claims.partialAudiences ?? []).map(\.description)
    if audiences.isEmpty { return "the token has no audience" }
    let shown = audiences.map { "\"\($0)\"" }.joined(separator: ", ")
    let unique = Set(known).sorted()
    let isSlash = unique.contains { twin in
      audiences.contains { $0 == twin + "/" || $0 + "/" == twin }
    }
    let hint = isSlash ? ": only the slash at the end differs" : ""
    return
      "the audience is \(shown); the credentials accept \(Self.list(unique.map { "\"\($0)\"" }))\(hint)"
  }

  /// A few of many.
  private static func list(_ items: [String]) -> String {
    let shown = items.prefix(3).joined(separator: ", ")
    return items.count > 3 ? "\(shown) and \(items.count - 3) more" : shown
  }
}
