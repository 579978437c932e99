/// Azure's libraries, which sign in by their environment: `AZURE_FEDERATED_TOKEN_FILE` with
/// `AZURE_CLIENT_ID` and `AZURE_TENANT_ID`.
///
/// Source: Azure SDK, `WorkloadIdentityCredential`, `DefaultAzureCredential`.
enum LibrarySignIn {
  static let fileVariable = "AZURE_FEDERATED_TOKEN_FILE"

  /// The sign-in that any program may make which the script starts.
  static func signIn(
    _ environment: ScriptEnvironment,
    tool: String = "Azure SDK"
  ) -> ScriptSignIn? {
    let path = environment.programValue(fileVariable)
    let assertion = environment.contents(ofFile: path)
    guard assertion.isToken else { return nil }
    return ScriptSignIn(
      tool,
      assertion: assertion,
      clientID: environment.programValue("AZURE_CLIENT_ID"),
      tenant: environment.programValue("AZURE_TENANT_ID")
    )
  }
}
