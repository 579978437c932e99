/// An application registration or user-assigned managed identity, as which jobs sign in.
package struct Identity: Hashable, Sendable {
  /// The application (client) ID as written; compare with `GUID.areEqual`.
  package let clientID: String
  /// The ID of its tenant.
  package let tenantID: String?
  /// Its federated credentials; nil when they are not known, empty when it is known to have none.
  package let credentials: [FederatedCredential]?
  /// Whether it is an application or a managed identity; nil when that is not known.
  package let kind: IdentityKind?
  /// The resource ID of a managed identity.
  package let resourceID: String?
  /// The object ID of an application; nil when it is not known.
  package let objectID: String?
  /// Where it is known from.
  package let source: EvidenceSource?

  /// An identity.
  package init(
    clientID: String,
    tenantID: String?,
    credentials: [FederatedCredential]?,
    kind: IdentityKind? = nil,
    resourceID: String? = nil,
    objectID: String? = nil,
    source: EvidenceSource? = nil
  ) {
    self.clientID = clientID
    self.tenantID = tenantID
    self.credentials = credentials
    self.kind = kind
    self.resourceID = resourceID
    self.objectID = objectID
    self.source = source
  }
}
