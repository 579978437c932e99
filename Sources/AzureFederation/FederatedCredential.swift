/// What an application or managed identity trusts: tokens of one issuer, with one audience and
/// one subject (or subjects that match an expression).
package struct FederatedCredential: Hashable, Sendable {
  /// An expression of a flexible credential, which stands in place of a subject.
  package struct ClaimsMatchingExpression: Hashable, Sendable {
    /// The version of its language; 1 is the only one.
    package let languageVersion: Int
    /// The expression.
    package let value: String

    /// An expression.
    package init(languageVersion: Int, value: String) {
      self.languageVersion = languageVersion
      self.value = value
    }
  }

  /// Its name within the application.
  package let name: String
  /// The issuer, compared letter for letter with the token's `iss`.
  package let issuer: String
  /// The subject, compared letter for letter with the token's `sub`; nil for a flexible one.
  package let subject: String?
  /// The audiences; Entra ID accepts exactly one.
  package let audiences: [String]
  /// The expression of a flexible credential.
  package let claimsMatchingExpression: ClaimsMatchingExpression?

  /// A credential.
  package init(
    name: String, issuer: String, subject: String?, audiences: [String],
    claimsMatchingExpression: ClaimsMatchingExpression?
  ) {
    self.name = name
    self.issuer = issuer
    self.subject = subject
    self.audiences = audiences
    self.claimsMatchingExpression = claimsMatchingExpression
  }
}

/// An application registration or user-assigned managed identity.
package struct Identity: Hashable, Sendable {
  /// The application (client) ID.
  package let clientID: String
  /// The tenant.
  package let tenantID: String?
  /// Its federated credentials; nil when they are not known.
  package let credentials: [FederatedCredential]?

  /// An identity.
  package init(clientID: String, tenantID: String?, credentials: [FederatedCredential]?) {
    self.clientID = clientID
    self.tenantID = tenantID
    self.credentials = credentials
  }
}
