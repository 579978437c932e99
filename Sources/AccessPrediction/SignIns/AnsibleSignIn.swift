/// Ansible's collection azure.azcollection: `AZURE_FEDERATED_TOKEN` or the file that
/// `AZURE_FEDERATED_TOKEN_FILE` names, with `AZURE_CLIENT_ID` and `AZURE_TENANT`.
///
/// Source: azure.azcollection, `plugins/module_utils/azure_rm_common.py`.
enum AnsibleSignIn {
  /// Options with which no task runs.
  private static let lookOnly = [
    "--syntax-check", "--list-tasks", "--list-tags", "--list-hosts", "--version", "--help", "-h",
  ]

  static func signIns(_ call: SignInCall) -> [ScriptSignIn] {
    guard !lookOnly.contains(where: { call.has($0) }) else { return [] }
    let token = call.variable("AZURE_FEDERATED_TOKEN")
    let assertion = token.isToken ? token : call.file("AZURE_FEDERATED_TOKEN_FILE")
    guard assertion.isToken else { return [] }
    let cloud = call.variable("AZURE_CLOUD_ENVIRONMENT")
    var signIn = ScriptSignIn(
      "Ansible",
      assertion: assertion,
      clientID: call.variable("AZURE_CLIENT_ID"),
      tenant: call.variable("AZURE_TENANT"),
      cloud: cloud.state == .unknown ? nil : ScriptCloud(name: cloud)
    )
    signIn.alternative = "a profile or the session of az login"
    return [signIn]
  }
}
