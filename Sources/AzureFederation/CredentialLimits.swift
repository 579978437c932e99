/// Entra ID's own limits on federated credentials.
///
/// Source: Microsoft Graph, `federatedIdentityCredential`; the patterns of Azure's command line.
package enum CredentialLimits {
  private static let textLimit = 600
  private static let nameLimit = 120

  /// The first limit that a credential breaks; a clause that follows its name.
  package static func problem(_ credential: FederatedCredential) -> String? {
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
    return expression(credential)
  }

  private static func name(_ name: String) -> String? {
    guard !name.isEmpty else { return nil }
    let isShort = name.unicodeScalars.count <= nameLimit
    let isPlain = name.unicodeScalars.allSatisfy { scalar in
      scalar.isASCII
        && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "-"
          || scalar == "_")
    }
    guard !isShort || !isPlain else { return nil }
    return "has a name that Entra ID does not take: at most \(nameLimit) letters, digits, hyphens "
      + "and underscores"
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
      _ = try expression.clauses()
    } catch {
      return "has an expression that is not valid at column \(error.column): \(error.message)"
    }
    guard !allowsExpressions(credential.issuer) else { return nil }
    return "has an expression, which Entra ID takes only for gitlab.com and hosts like "
      + "gitlab.example.com or gitlab.example.ca"
  }

  /// Whether flexible credentials may name an issuer.
  static func allowsExpressions(_ issuer: String) -> Bool {
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

/// How much an expression accepts.
package enum CredentialBreadth {
  /// Why an expression accepts more than anyone means; a clause that follows the name.
  package static func problem(_ credential: FederatedCredential) -> String? {
    guard let clauses = try? credential.claimsMatchingExpression?.clauses(),
      !clauses.contains(where: { $0.claim == "project_id" && $0.comparison == .equals })
    else { return nil }
    guard let sub = clauses.first(where: { $0.claim == "sub" && $0.comparison == .matches }) else {
      return nil
    }
    let pattern = sub.comparand
    let project = pattern.split(separator: ":", omittingEmptySubsequences: false).dropFirst().first
    let id = "and names no project_id, which a renamed project could not take over"
    if project?.contains("*") ?? true { return "accepts tokens of any project (\(pattern)) \(id)" }
    // A pattern that takes one made-up branch takes them all.
    let branch = "project_path:\(project ?? ""):ref_type:branch:ref:any-branch-at-all"
    guard sub.holds(for: branch) else { return nil }
    return "accepts tokens of any branch (\(pattern)) \(id)"
  }
}
