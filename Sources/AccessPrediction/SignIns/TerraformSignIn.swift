import ShellSyntax

/// Terraform's and OpenTofu's providers azurerm, azuread, azapi and azurestack, and the backend
/// azurerm; Pulumi's providers, which are made from them.
///
/// Source: hashicorp/terraform-provider-azurerm, "Authenticating using a Service Principal and
/// OpenID Connect"; Terraform, backend azurerm; pulumi-azure-native, configuration.
enum TerraformSignIn {
  private static let planning: Set<String> = [
    "plan", "apply", "destroy", "import", "refresh", "console", "test", "run-all", "run",
  ]

  static func signIns(_ call: SignInCall) -> [ScriptSignIn] {
    let name = call.program == "tofu" || call.program == "gitlab-tofu" ? "OpenTofu" : "Terraform"
    let words = call.line.arguments.compactMap(\.literal).filter { !$0.hasPrefix("-") }
    guard let command = words.first, !call.has("-help", "--help", "-h") else { return [] }
    if command == "init" { return backend(call, name) }
    return planning.contains(command) ? provider(call, name) : []
  }

  static func pulumi(_ call: SignInCall) -> [ScriptSignIn] {
    let commands = ["up", "update", "preview", "pre", "refresh", "destroy", "import", "watch"]
    guard commands.contains(call.subcommand.first ?? "") else { return [] }
    return provider(call, "Pulumi")
  }

  /// The sign-in by the environment.
  private static func provider(_ call: SignInCall, _ tool: String) -> [ScriptSignIn] {
    guard call.variable("ARM_USE_OIDC").isTrue ?? call.variable("ARM_OIDC_TOKEN").isToken else {
      return []
    }
    let token = call.variable("ARM_OIDC_TOKEN")
    return [
      ScriptSignIn(
        tool,
        assertion: isSet(token) ? token : call.file("ARM_OIDC_TOKEN_FILE_PATH"),
        clientID: value("ARM_CLIENT_ID", call),
        tenant: call.variable("ARM_TENANT_ID")
      )
    ]
  }

  private static func value(_ name: String, _ call: SignInCall) -> ScriptValue {
    let own = call.variable(name)
    guard !isSet(own) else { return own }
    let file = call.file("\(name)_FILE_PATH")
    return file.state == .unknown ? own : file
  }

  private static func isSet(_ value: ScriptValue) -> Bool {
    switch value.state {
    case .undefined, .unknown: false
    case .text(let text): !text.isEmpty
    default: true
    }
  }

  // MARK: The backend

  /// The backend's sign-in, when the command line shows that it is azurerm.
  private static func backend(_ call: SignInCall, _ tool: String) -> [ScriptSignIn] {
    guard call.option(["-backend"])?.isTrue != false, !call.line.has("-backend=false") else {
      return []
    }
    let settings = settings(call)
    let isAzure = settings.keys.contains { ["use_oidc", "storage_account_name"].contains($0) }
    guard isAzure else { return [] }
    let usesToken = settings["use_oidc"] ?? call.variable("ARM_USE_OIDC")
    guard usesToken.isTrue ?? true else { return [] }
    let path = settings["oidc_token_file_path"].map(call.environment.contents(ofFile:))
    let token = call.variable("ARM_OIDC_TOKEN")
    let inherited = isSet(token) ? token : call.file("ARM_OIDC_TOKEN_FILE_PATH")
    return [
      ScriptSignIn(
        "\(tool) backend",
        assertion: settings["oidc_token"] ?? path ?? inherited,
        clientID: settings["client_id"] ?? value("ARM_CLIENT_ID", call),
        tenant: settings["tenant_id"] ?? call.variable("ARM_TENANT_ID")
      )
    ]
  }

  /// The values of `-backend-config=NAME=VALUE`.
  private static func settings(_ call: SignInCall) -> [String: ScriptValue] {
    var settings: [String: ScriptValue] = [:]
    let flags = ["-backend-config", "--backend-config"]
    for place in call.line.arguments.indices {
      var word: ShellWord? = flags.lazy.compactMap {
        call.line.arguments[place].dropping(prefix: $0 + "=")
      }.first
      if flags.contains(call.line.arguments[place].literal ?? "") {
        word = call.line.arguments[(place + 1)...].first
      }
      guard let word, let (name, value) = word.field else { continue }
      settings[name] = call.environment.value(value)
    }
    return settings
  }
}
