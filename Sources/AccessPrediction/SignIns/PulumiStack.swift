import ShellSyntax

/// The settings of Pulumi's Azure providers in `Pulumi.STACK.yaml`, under the names of Terraform's
/// arguments.
///
/// Source: pulumi-azure-native, `provider/pkg/provider/auth.go`: the configuration beats the
/// environment.
enum PulumiStack {
  private static let names = [
    "useOidc": "use_oidc", "clientId": "client_id", "tenantId": "tenant_id",
    "environment": "environment", "oidcToken": "oidc_token", "clientSecret": "client_secret",
    "oidcTokenFilePath": "oidc_token_file_path",
  ]

  /// The arguments that the stack's file sets.
  static func arguments(_ call: SignInCall) -> [String: TerraformFolder.Value] {
    var environment = call.environment
    if let path = call.option(["-C", "--cwd"]) { environment.enter(path) }
    guard let stack = call.option(["-s", "--stack"])?.text?.split(separator: "/").last,
      let path = environment.resolve("Pulumi.\(stack).yaml"),
      let text = environment.scripts.text(path)
    else { return [:] }
    var arguments: [String: TerraformFolder.Value] = [:]
    for line in text.split(separator: 0x0A) {
      guard let (name, value) = setting(String(decoding: line, as: UTF8.self)) else { continue }
      arguments[name] = value
    }
    return arguments
  }

  /// The setting that `pulumi config set azure-native:NAME VALUE` makes; nil for other commands.
  static func change(_ call: SignInCall) -> (name: String, value: ScriptValue)? {
    let words = call.line.arguments.filter { $0.literal?.hasPrefix("-") != true }
    guard call.program == "pulumi", words.count >= 4, words[0].literal == "config",
      words[1].literal == "set", let key = words[2].literal?.split(separator: ":"), key.count == 2,
      providers.contains(String(key[0])), let name = names[String(key[1])]
    else { return nil }
    return (name, call.environment.value(words[3]))
  }

  private static let providers: Set<String> = ["azure-native", "azure", "azuread"]

  /// The setting of a line: `azure-native:clientId: VALUE`; what follows on other lines is unknown.
  private static func setting(_ line: String) -> (String, TerraformFolder.Value)? {
    let parts = line.split(separator: ":", maxSplits: 2).map {
      $0.filter { !" \"'\r".contains($0) }
    }
    guard parts.count > 1, providers.contains(parts[0]),
      let name = names[parts[1]]
    else { return nil }
    let value = parts.count == 3 ? parts[2] : ""
    return (name, value.isEmpty ? .unknown : .text(value))
  }
}
