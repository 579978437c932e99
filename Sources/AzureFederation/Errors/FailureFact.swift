import TextFormats

/// A value in the report of a failure: an ID, a name, a claim.
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
  /// The resource for which the access token was requested.
  case resource
  /// The resource for which the vault, or another host that answered instead of it, accepts tokens.
  case acceptedResource = "accepted_resource"
  /// The permission that the access policy lacks, such as `list`.
  case permission
  /// The name of the managed identity.
  case identityName = "identity_name"
  /// The resource group of the managed identity.
  case resourceGroup = "resource_group"
  /// The identifier of the key that signed the token.
  case signingKey = "signing_key"
  /// The lifetime of the ID token.
  case tokenLifetime = "token_lifetime"
  /// The parameter or claim that is missing.
  case parameter
  /// The host that could not be reached or was not trusted.
  case host
  /// The version of the runner.
  case runnerVersion = "runner_version"
  /// The name of the ID token.
  case idToken = "id_token"
  /// The variable that was to get the secret.
  case variable
  /// The job's name.
  case job
  /// The ID that Microsoft's support asks for.
  case traceID = "trace_id"
  /// The ID that all requests of one sign-in share.
  case correlationID = "correlation_id"
  /// When it happened, as the report writes it.
  case timestamp

  /// The usual name of the value.
  package var label: String {
    switch self {
    case .credentialName: "credential"
    case .objectID: "object ID"
    case .vaultTenant: "vault's tenant"
    case .acceptedResource: "accepted"
    case .identityName: "identity"
    case .resourceGroup: "resource group"
    case .signingKey: "signing key"
    case .tokenLifetime: "token lifetime"
    case .runnerVersion: "runner version"
    case .idToken: "ID token"
    case .traceID: "trace ID"
    case .correlationID: "correlation ID"
    case .timestamp: "time"
    default: rawValue
    }
  }

  /// The word in a command where the value is not known.
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
