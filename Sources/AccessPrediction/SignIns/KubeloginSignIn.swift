/// `kubelogin` with workload identity; its environment beats its flags.
///
/// Source: Azure/kubelogin, `pkg/internal/token/options.go`, workload identity.
enum KubeloginSignIn {
  static func signIns(_ call: SignInCall) -> [ScriptSignIn] {
    guard ["convert-kubeconfig", "get-token"].contains(call.subcommand.first ?? ""),
      method(call).text == "workloadidentity"
    else { return [] }
    let file = call.variable("AZURE_FEDERATED_TOKEN_FILE")
    let path = isSet(file) ? file : call.option(["--federated-token-file"]) ?? .unknown
    let usesTerraformNames = call.has("--use-azurerm-env-vars")
    let authority = value("AZURE_AUTHORITY_HOST", ["--authority-host"], call)
    var signIn = ScriptSignIn(
      "kubelogin",
      assertion: call.environment.contents(ofFile: path),
      clientID: value("AZURE_CLIENT_ID", ["--client-id"], call),
      tenant: value(
        usesTerraformNames ? "ARM_TENANT_ID" : "AZURE_TENANT_ID",
        ["-t", "--tenant-id"],
        call
      ),
      cloud: authority.state == .unknown ? nil : ScriptCloud(authority: authority)
    )
    signIn.alternative = "the environment of kubectl"
    return [signIn]
  }

  /// The login method: `AAD_LOGIN_METHOD`, otherwise the flag.
  private static func method(_ call: SignInCall) -> ScriptValue {
    let own = call.variable("AAD_LOGIN_METHOD")
    let flag = call.option(["-l", "--login"])
    return own.isSet ? own : flag ?? .unknown
  }

  private static func value(
    _ name: String,
    _ options: [String],
    _ call: SignInCall
  ) -> ScriptValue {
    let own = call.variable(name)
    guard let flag = call.option(options) else { return own }
    switch own.state {
    case .undefined: return flag
    // A value in the project's settings would override it.
    case .unknown: return own == flag ? own : .unknown
    case .text(let text): return text.isEmpty ? flag : own
    default: return own
    }
  }

  private static func isSet(_ value: ScriptValue) -> Bool {
    switch value.state {
    case .undefined: false
    case .text(let text): !text.isEmpty
    // A path without a write proves nothing about the flag.
    case .unknown: value.path.map { !$0.hasPrefix("${AZURE_FEDERATED_TOKEN_FILE}") } ?? false
    default: true
    }
  }
}
