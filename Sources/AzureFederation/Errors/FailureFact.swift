import TextFormats

/// Something that a report of a failure tells: an ID, a name, a claim.
package enum FailureFact: String, CaseIterable, Sendable {
  /// The token's `iss`.
  case issuer
  /// The token's `sub`.
  case subject
  /// The token's `aud`.
  case audience
  /// The name of the federated credential.
  case credentialName = "credential_name"
  /// The application's client ID.
  case application
  /// The object ID of the application's service principal.
  case objectID = "object_id"
  /// The tenant that was asked, as an ID or a domain.
  case tenant
  /// The tenant that the vault trusts.
  case vaultTenant = "vault_tenant"
  /// The vault's name.
  case vault
  /// The secret's name in the vault.
  case secret
  /// The secret's version.
  case version
  /// The address that the vault saw.
  case address
  /// The variable that was to get the secret.
  case variable
  /// The job's name.
  case job
  /// What Microsoft's support asks for.
  case traceID = "trace_id"
  /// What ties the requests of one sign-in together.
  case correlationID = "correlation_id"
  /// When it happened, as the report writes it.
  case timestamp

  /// What people call it.
  package var label: String {
    switch self {
    case .credentialName: "credential"
    case .objectID: "object ID"
    case .vaultTenant: "vault's tenant"
    case .traceID: "trace ID"
    case .correlationID: "correlation ID"
    case .timestamp: "time"
    default: rawValue
    }
  }

  /// What stands in a command where the value is not known.
  package var placeholder: String {
    switch self {
    case .application: "CLIENT_ID"
    case .tenant, .vaultTenant: "TENANT_ID"
    case .vault: "VAULT_NAME"
    case .secret: "SECRET_NAME"
    case .address: "IP_ADDRESS"
    default: ASCII.uppercased(rawValue)
    }
  }
}
