/// `azd auth login --federated-credential-provider oidc`, which reads `AZURE_OIDC_TOKEN`.
///
/// Source: azure-dev, `cli/azd/cmd/auth_login.go`, `cli/azd/pkg/auth/manager.go`.
enum DeveloperCLISignIn {
  static func signIns(_ call: SignInCall) -> [ScriptSignIn] {
    guard call.subcommand.prefix(2) == ["auth", "login"] || call.subcommand.first == "login",
      let provider = call.option(["--federated-credential-provider"])
    else { return [] }
    // The other providers ask GitHub and Azure DevOps for a token.
    let isOwn = provider.text.map { $0 == "oidc" }
    var signIn = ScriptSignIn(
      "azd auth login",
      assertion: isOwn ?? false ? call.variable("AZURE_OIDC_TOKEN") : .unknown,
      clientID: call.option(["--client-id"]) ?? call.variable("AZURE_CLIENT_ID"),
      tenant: call.option(["--tenant-id"]) ?? call.variable("AZURE_TENANT_ID")
    )
    if isOwn != true { signIn.alternative = "the environment of its provider" }
    return [signIn]
  }
}
