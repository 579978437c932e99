/// Which flexible credentials Entra ID stores.
///
/// A credential that it does not store accepts no token, however the sandbox got it.
///
/// Source: Microsoft's pages on flexible federated identity credentials (2026-08-14), which lists
/// the issuers and their claims, and on mutable subjects (2026-07-28).
enum FlexibleCredential {
  /// Whether Entra ID stores a credential with an expression.
  static func isAccepted(_ credential: TrustedCredential) -> Bool {
    guard let expression = credential.expression, expression.languageVersion == 1,
      credential.subject ?? "" == "", credential.audiences.count == 1,
      let read = ClaimsExpression(expression.value), read.claims.contains("sub")
    else { return false }
    if isGitLab(credential.issuer) {
      return read.claims.isSubset(of: ["sub", "project_id", "namespace_id", "user_id"])
        && read.patterns.isSubset(of: ["sub"])
    }
    return others.contains(credential.issuer)
  }

  private static let others: Set<String> = [
    "https://token.actions.githubusercontent.com", "https://app.terraform.io",
    "https://app.eu.terraform.io",
  ]

  /// gitlab.com, and the hosts gitlab.X.com and gitlab.X.ca.
  private static func isGitLab(_ issuer: String) -> Bool {
    issuer == "https://gitlab.com"
      || issuer.wholeMatch(of: /https:\/\/gitlab(\.[A-Za-z0-9-]+)+\.(com|ca)/) != nil
  }
}
