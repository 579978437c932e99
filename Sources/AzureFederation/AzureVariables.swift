/// The CI/CD variables that hold an Azure vault's URL and the application that signs in.
package enum AzureVariables {
  /// The vault's URL.
  package static let vaultURL = "AZURE_KEY_VAULT_SERVER_URL"
  /// The application's client ID.
  package static let clientID = "AZURE_CLIENT_ID"
  /// The tenant's ID.
  package static let tenantID = "AZURE_TENANT_ID"
  /// All three.
  package static let all = [vaultURL, clientID, tenantID]
}
