/// An entry of the trust list of an application or managed identity: tokens of one issuer, with one
/// audience and one subject (or subjects that match an expression).
///
/// Holds what was exported or written down, right or wrong: Entra ID's own limits on it are for
/// rules to judge.
///
/// Source: Microsoft Graph, `federatedIdentityCredential`.
package struct FederatedCredential: Hashable, Sendable {
  /// Its name within the application; empty when the evidence leaves it out.
  package let name: String
  /// The issuer, compared letter for letter with the token's `iss`.
  package let issuer: String
  /// The subject, compared letter for letter with the token's `sub`; nil for a flexible one.
  package let subject: String?
  /// The audiences; Entra ID accepts exactly one.
  package let audiences: [String]
  /// The expression of a flexible credential.
  package let claimsMatchingExpression: ClaimsMatchingExpression?
  /// Its ID in Entra ID; nil when it is not known.
  package let id: String?
  /// Where it is known from.
  package let source: EvidenceSource?
  /// Where its subject is written, when that is in a YAML file.
  package let subjectSource: EvidenceSource?

  /// A credential.
  package init(
    name: String,
    issuer: String,
    subject: String?,
    audiences: [String],
    claimsMatchingExpression: ClaimsMatchingExpression? = nil,
    id: String? = nil,
    source: EvidenceSource? = nil,
    subjectSource: EvidenceSource? = nil
  ) {
    self.name = name
    self.issuer = issuer
    self.subject = subject
    self.audiences = audiences
    self.claimsMatchingExpression = claimsMatchingExpression
    self.id = id
    self.source = source
    self.subjectSource = subjectSource
  }

  /// Whether it has an expression instead of a subject.
  package var isFlexible: Bool { claimsMatchingExpression != nil }
}
