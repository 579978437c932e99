import TextFormats

/// Entra ID's own limits on federated credentials.
///
/// Source: Microsoft Graph, `federatedIdentityCredential`; the patterns of Azure's command line.
package enum CredentialLimits {
  private static let textLimit = 600
  /// The most characters that a name may have.
  package static let maximumNameLength = 120
  /// The most credentials that an application or a managed identity may have.
  package static let maximumCount = 20

  /// The first limit that a credential breaks; a clause that follows its name.
  ///
  /// - Parameters:
  ///   - credential: The credential.
  ///   - issuer: The issuer of the project's ID tokens, where it is known.
  /// - Returns: The clause; nil when it breaks none.
  package static func problem(
    _ credential: FederatedCredential,
    issuer: String? = nil
  ) -> String? {
    if let problem = name(credential.name) { return problem }
    if credential.audiences.count != 1 {
      return "has \(credential.audiences.count) audiences; Entra ID takes exactly one"
    }
    let texts = [
      ("issuer", credential.issuer), ("subject", credential.subject ?? ""),
      ("audience", credential.audiences[0]),
    ]
    for (what, text) in texts {
      if text.unicodeScalars.count > textLimit {
        return "has an \(what) of more than \(textLimit) characters"
      }
      let isPadded =
        text.first?.isWhitespace ?? false || text.last?.isWhitespace ?? false
      if isPadded { return "has white space around its \(what), which makes it match nothing" }
    }
    return subject(credential, issuer) ?? expression(credential)
  }

  private static func name(_ name: String) -> String? {
    guard !name.isEmpty else { return nil }
    let isShort = name.unicodeScalars.count <= maximumNameLength
    let isPlain = name.unicodeScalars.allSatisfy { scalar in
      scalar.isASCII
        && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "-"
          || scalar == "_")
    }
    guard !isShort || !isPlain else { return nil }
    return "has a name that Entra ID does not take: at most \(maximumNameLength) letters, digits, "
      + "hyphens and underscores"
  }

  /// A subject that no token of GitLab can have.
  private static func subject(_ credential: FederatedCredential, _ issuer: String?) -> String? {
    guard let subject = credential.subject, !subject.isEmpty,
      isGitLab(credential.issuer) || credential.issuer == issuer
    else { return nil }
    let claim = "has the subject \"\(subject)\", which no GitLab token can have"
    if !SubjectComponent.first.contains(where: { subject.hasPrefix("\($0.rawValue):") }) {
      return "\(claim): GitLab's subjects start with project_path: or another component that names "
        + "the project"
    }
    // No value contains a colon: neither paths nor refs do.
    let parts = subject.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    for place in stride(from: 0, to: parts.count, by: 2) {
      guard let component = SubjectComponent(rawValue: parts[place]) else {
        return "\(claim): \(parts[place]) is not one of its components"
      }
      guard place + 1 < parts.count else { return "\(claim): \(parts[place]) has no value" }
      let value = parts[place + 1]
      if let values = component.values, !values.contains(value), !value.contains("*") {
        return "\(claim): \(parts[place]) is \(values.joined(separator: " or ")), never \(value)"
      }
    }
    return nil
  }

  /// Whether no token of GitLab can have the subject of a credential.
  package static func hasImpossibleSubject(
    _ credential: FederatedCredential,
    issuer: String?
  ) -> Bool {
    subject(credential, issuer) != nil
  }

  private static func expression(_ credential: FederatedCredential) -> String? {
    guard let expression = credential.claimsMatchingExpression else { return nil }
    if credential.subject?.isEmpty == false {
      return "has a subject and an expression, which exclude each other"
    }
    if expression.languageVersion != 1 {
      return "has an expression of language version \(expression.languageVersion); there is only 1"
    }
    do throws(ClaimsExpressionError) {
      if let problem = claims(try expression.clauses(), credential) { return problem }
    } catch {
      return "has an expression that is not valid at column \(error.column): \(error.message)"
    }
    guard !allowsExpressions(credential.issuer) else { return nil }
    return "has an expression, which Entra ID takes only for \(expressionHosts)"
  }

  /// The GitLab instances for which Entra ID takes expressions, in words.
  package static let expressionHosts =
    "gitlab.com and hosts like gitlab.example.com or gitlab.example.ca"

  /// The claims of GitLab's tokens that expressions may compare.
  ///
  /// Source: Microsoft's page on flexible credentials (2026-08-14) and on mutable subjects
  /// (2026-07-28).
  private static let claims: Set<String> = ["sub", "project_id", "namespace_id", "user_id"]

  private static func claims(
    _ clauses: [ClaimsClause],
    _ credential: FederatedCredential
  ) -> String? {
    guard clauses.contains(where: { $0.claim == "sub" }) else {
      return "has an expression without claims['sub'], which Entra ID requires"
    }
    guard isGitLab(credential.issuer) else { return nil }
    if let other = clauses.first(where: { !claims.contains($0.claim) }) {
      return "has an expression with claims['\(other.claim)']; of GitLab's claims Entra ID accepts "
        + "only sub, project_id, namespace_id and user_id"
    }
    if let other = clauses.first(where: { $0.claim != "sub" && $0.comparison != .equals }) {
      return "has an expression that compares claims['\(other.claim)'] with matches; Entra ID "
        + "accepts only eq there"
    }
    return nil
  }

  /// Whether an issuer for which there are expressions is a GitLab instance.
  private static func isGitLab(_ issuer: String) -> Bool {
    issuer == "https://gitlab.com" || issuer.hasPrefix("https://gitlab.")
  }

  /// Whether flexible credentials may name an issuer.
  package static func allowsExpressions(_ issuer: String) -> Bool {
    let others = [
      "https://token.actions.githubusercontent.com", "https://app.terraform.io",
      "https://app.eu.terraform.io",
    ]
    if issuer == "https://gitlab.com" || others.contains(issuer) { return true }
    guard issuer.hasPrefix("https://gitlab.") else { return false }
    let labels = issuer.dropFirst("https://gitlab.".count)
      .split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count > 1, labels.last == "com" || labels.last == "ca" else { return false }
    return labels.allSatisfy { label in
      !label.isEmpty && label.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
    }
  }
}

/// The breadth of an expression.
package enum CredentialBreadth {
  /// The reason why an expression accepts more than intended; a clause that follows the name.
  package static func problem(_ credential: FederatedCredential) -> String? {
    guard let clauses = try? credential.claimsMatchingExpression?.clauses(),
      !clauses.contains(where: { $0.claim == "project_id" && $0.comparison == .equals })
    else { return nil }
    guard let sub = clauses.first(where: { $0.claim == "sub" && $0.comparison == .matches }) else {
      return nil
    }
    let pattern = sub.comparand
    let project = pattern.split(separator: ":", omittingEmptySubsequences: false).dropFirst().first
    let id = "add project_id: it stays the same when someone else takes over the path"
    if project?.contains("*") ?? true { return "accepts tokens of any project (\(pattern)); \(id)" }
    // A pattern that takes one made-up branch takes them all.
    let branch = "project_path:\(project ?? ""):ref_type:branch:ref:any-branch-at-all"
    guard sub.holds(for: PartialText(branch)) == true else { return nil }
    return "accepts tokens of any branch (\(pattern)); \(id)"
  }
}
