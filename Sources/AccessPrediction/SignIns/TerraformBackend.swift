import ShellSyntax

/// The backend `azurerm`, which signs in when Terraform initializes.
///
/// Source: Terraform, "Backend Type: azurerm".
enum TerraformBackend {
  static func signIns(
    _ call: SignInCall,
    _ settings: TerraformSettings,
    _ tool: String
  ) -> [ScriptSignIn] {
    guard call.option(["-backend", "--backend"])?.isTrue != false else { return [] }
    let flags = flags(call)
    let isNamed = flags.keys.contains { ["use_oidc", "storage_account_name"].contains($0) }
    let written = settings.folder?.backend
    guard written != nil || isNamed && settings.folder == nil || isNamed && written != nil else {
      return []
    }
    var values = (written ?? [:]).mapValues(settings.value)
    values.merge(flags) { _, flag in flag }
    let hasKey = ["access_key", "sas_token"].contains { values[$0] != nil }
    let token = TerraformSettings.token(call, values)
    let usesToken = values["use_oidc"] ?? call.variable("ARM_USE_OIDC")
    guard !hasKey, usesToken.isTrue ?? token.isToken else { return [] }
    return [
      ScriptSignIn(
        "\(tool) backend",
        assertion: token,
        clientID: TerraformSettings.clientID(call, values),
        tenant: values["tenant_id"] ?? call.variable("ARM_TENANT_ID")
      )
    ]
  }

  /// The values of `-backend-config=NAME=VALUE`.
  private static func flags(_ call: SignInCall) -> [String: ScriptValue] {
    var values: [String: ScriptValue] = [:]
    let names = ["-backend-config", "--backend-config"]
    for place in call.line.arguments.indices {
      var word = names.lazy.compactMap {
        call.line.arguments[place].dropping(prefix: $0 + "=")
      }.first
      if names.contains(call.line.arguments[place].literal ?? "") {
        word = call.line.arguments[(place + 1)...].first
      }
      guard let (name, value) = word?.field else { continue }
      values[name] = call.environment.value(value)
    }
    return values
  }
}
