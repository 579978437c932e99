import Files
import ShellSyntax
import TextFormats

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
    let flags = flags(call, settings)
    let isNamed = flags.keys.contains { ["use_oidc", "storage_account_name"].contains($0) }
    let written = settings.folder?.backend
    guard written != nil || isNamed && settings.folder == nil || isNamed && written != nil else {
      return []
    }
    var values = (written ?? [:]).mapValues(settings.value)
    values.merge(flags) { _, flag in flag }
    let hasKey = ["access_key", "sas_token"].contains { name in
      values[name] != nil || call.variable("ARM_\(ASCII.uppercased(name))").isSet
    }
    let token = TerraformSettings.token(call, values)
    let usesToken = values["use_oidc"] ?? call.variable("ARM_USE_OIDC")
    let isUsed = usesToken.isTrue ?? token.isToken
    let unknown = call.unknownOptions
    guard !hasKey, !TerraformSettings.hasSecret(call, values), isUsed || unknown != nil else {
      return []
    }
    var signIn = ScriptSignIn(
      "\(tool) backend",
      assertion: token,
      clientID: TerraformSettings.clientID(call, values),
      tenant: values["tenant_id"] ?? call.variable("ARM_TENANT_ID"),
      cloud: TerraformSettings.cloud(call, values)
    )
    signIn.alternative = TerraformSettings.alternative(call, values)
    if !isUsed { signIn.doubt = "its options are unknown" }
    return [signIn]
  }

  /// The values of `-backend-config=NAME=VALUE` and of the files that `-backend-config=FILE` names.
  private static func flags(
    _ call: SignInCall,
    _ settings: TerraformSettings
  ) -> [String: ScriptValue] {
    var values: [String: ScriptValue] = [:]
    for (_, word) in call.pairs(["-backend-config", "--backend-config"]) {
      if let (name, value) = word.field {
        values[name] = call.environment.value(value)
      } else {
        let file = settings.values(inFile: word) ?? [:]
        // A file may be named often.
        guard call.environment.budget.spend(file.count, on: .scriptSteps) else { return [:] }
        values.merge(file.mapValues(settings.value)) { _, new in new }
      }
    }
    return values
  }
}
