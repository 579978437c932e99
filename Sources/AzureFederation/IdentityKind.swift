/// The two kinds of identities that can trust an outside issuer; each has commands of its own.
package enum IdentityKind: String, CaseIterable, Sendable {
  /// An application registration.
  case application
  /// A user-assigned managed identity.
  case managedIdentity = "managed_identity"

  /// Its common name, with its article.
  package var words: String {
    switch self {
    case .application: "an application"
    case .managedIdentity: "a managed identity"
    }
  }
}
