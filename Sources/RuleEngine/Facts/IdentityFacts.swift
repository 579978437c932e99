import AccessPrediction
import AzureFederation
import CommonExpressions
import Evidence
import TextFormats

enum IdentityField: Int, FactField {
  case clientID
  case tenantID
  case kind
  case resourceID
  case credentials
  case credentialLimit
  case isUsed
  case place

  static let typeName = "identity"

  var declaration: Field {
    switch self {
    case .clientID: .init("client_id", .string, "The application (client) ID.")
    case .tenantID: .init("tenant_id", .string, "The ID of its tenant.")
    case .kind: .init("kind", .string, "`application` or `managed_identity`.")
    case .resourceID:
      .init("resource_id", .string, optional: true, "The resource ID of a managed identity.")
    case .credentials: .init("credentials", .list(.credential), "Its federated credentials.")
    case .credentialLimit:
      .init("credential_limit", .int, "How many federated credentials Entra ID allows it.")
    case .isUsed:
      .init("is_used", .bool, "Whether a job is known to sign in as it in one of its runs.")
    case .place: .init("place", .place, optional: true, "Where it is declared.")
    }
  }
}

extension PipelineFacts {
  func identityValue(_ field: IdentityField, _ reference: FactReference) -> Value? {
    guard reference.item < evidence.identities.count else { return nil }
    let identity = evidence.identities[reference.item]
    switch field {
    case .clientID: return .string(identity.clientID)
    case .tenantID:
      return identity.tenantID.map(Value.string)
        ?? .unknown(Unknown("the tenant of \(identity.clientID) is unknown"))
    case .kind:
      return identity.kind.map { .string($0.rawValue) }
        ?? .unknown(Unknown("the kind of \(identity.clientID) is unknown"))
    case .resourceID: return identity.resourceID.map(Value.string)
    case .credentials:
      guard identity.credentials != nil else {
        return .unknown(Unknown("the credentials of \(identity.clientID) are unknown"))
      }
      return .list(
        credentials.indices.filter { credentials[$0].identity == reference.item }
          .map { FactReference(.credential, job: nil, item: $0).value }
      )
    case .credentialLimit: return .int(Int64(CredentialLimits.maximumCount))
    case .isUsed:
      let clients = judgedPredictions.lazy.compactMap(\.chain?.clientID)
      return .bool(clients.contains { GUID.areEqual($0, identity.clientID) })
    case .place: return place(of: identity.source)
    }
  }
}
