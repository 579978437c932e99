/// An application registration or user-assigned managed identity, as which jobs sign in.
package struct Identity: Hashable, Sendable {
  /// The application (client) ID as written; compare with `GUID.areEqual`.
  package let clientID: String
  /// The ID of its tenant.
  package let tenantID: String?
  /// Its federated credentials; nil when they are not known, empty when it is known to have none.
  package let credentials: [FederatedCredential]?
  /// Where it is known from.
  package let source: EvidenceSource?
  /// What it is.
  package let kind: Kind
  /// The Azure resource ID of a managed identity.
  package let resourceID: String?

  /// What jobs sign in as.
  package enum Kind: String, Sendable, CaseIterable {
    case application
    case managedIdentity = "managed_identity"
  }

  /// An identity.
  package init(
    clientID: String,
    tenantID: String?,
    credentials: [FederatedCredential]?,
    source: EvidenceSource? = nil,
    kind: Kind = .application,
    resourceID: String? = nil
  ) {
    self.clientID = clientID
    self.tenantID = tenantID
    self.credentials = credentials
    self.source = source
    self.kind = kind
    self.resourceID = resourceID
  }
}
