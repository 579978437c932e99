/// A federated identity credential as the sandbox's directory stores it.
///
/// Source: Microsoft Graph, `federatedIdentityCredential`.
package struct TrustedCredential: Hashable, Sendable {
  /// The expression of a flexible credential.
  package struct Expression: Hashable, Sendable {
    /// Its text, such as `claims['sub'] matches 'project_path:g/p:*'`.
    package let value: String
    /// The version of its language.
    package let languageVersion: Int

    /// An expression.
    package init(value: String, languageVersion: Int = 1) {
      self.value = value
      self.languageVersion = languageVersion
    }
  }

  /// Its name within the application.
  package let name: String
  /// The issuer of the tokens that it accepts.
  package let issuer: String
  /// The subject of the tokens that it accepts; nil for a flexible one.
  package let subject: String?
  /// The audiences of the tokens that it accepts.
  package let audiences: [String]
  /// The expression of a flexible one.
  package let expression: Expression?

  /// A credential.
  package init(
    name: String,
    issuer: String,
    subject: String?,
    audiences: [String],
    expression: Expression? = nil
  ) {
    self.name = name
    self.issuer = issuer
    self.subject = subject
    self.audiences = audiences
    self.expression = expression
  }
}
