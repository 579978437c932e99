import ShellSyntax

/// `az login --service-principal --federated-token`.
///
/// Source: Azure CLI, `azure/cli/command_modules/profile`; `@FILE` is put in by knack for every
/// argument.
enum AzureCLISignIn {
  static func signIns(_ call: SignInCall) -> [ScriptSignIn] {
    guard call.subcommand.first == "login", !call.has("--identity", "-i", "--help", "-h"),
      let word = call.word(["--federated-token"])
    else { return [] }
    let assertion =
      word.dropping(prefix: "@").map(call.environment.contents) ?? call.environment.value(word)
    return [
      ScriptSignIn(
        "az login",
        assertion: assertion,
        clientID: call.option(["-u", "--username"]) ?? .unknown,
        tenant: call.option(["-t", "--tenant"]) ?? .unknown
      )
    ]
  }
}
