import Files
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
  /// Commands that only read or change the state, which the backend keeps.
  private static let stateful: Set<String> = [
    "state", "output", "show", "workspace", "force-unlock", "taint", "untaint",
  ]

  /// Whether a command initializes Terraform's folder.
  static func initializes(_ call: SignInCall) -> Bool {
    ["terraform", "tofu", "terragrunt", "gitlab-terraform", "gitlab-tofu"].contains(call.program)
      && call.operands.first?.text == "init"
  }

  static func signIns(_ call: SignInCall) -> [ScriptSignIn] {
    let name = call.program == "tofu" || call.program == "gitlab-tofu" ? "OpenTofu" : "Terraform"
    let words = call.line.arguments.compactMap(\.literal).filter { !$0.hasPrefix("-") }
    guard let command = words.first, !call.has("-help", "--help", "-h") else { return [] }
    let settings = TerraformSettings(call)
    if command == "init" { return TerraformBackend.signIns(call, settings, name) }
    if stateful.contains(command), settings.folder?.hasWholeBackend == true,
      !call.environment.isInitialized
    {
      return TerraformBackend.signIns(call, settings, name)
    }
    guard planning.contains(command) else { return [] }
    guard let folder = settings.folder else { return provider(call, settings, [:], name) }
    guard folder.mentionsAzure else { return [] }
    guard call.environment.budget.spend(folder.providers.count, on: .scriptSteps) else { return [] }
    if folder.providers.isEmpty { return provider(call, settings, [:], name) }
    return folder.providers.flatMap { provider(call, settings, $0.arguments, name) }
  }

  static func pulumi(_ call: SignInCall) -> [ScriptSignIn] {
    let commands = ["up", "update", "preview", "pre", "refresh", "destroy", "import", "watch"]
    guard commands.contains(call.subcommand.first ?? "") else { return [] }
    return provider(call, TerraformSettings(call), PulumiStack.arguments(call), "Pulumi")
  }

  /// The sign-in of one provider: its arguments beat the environment.
  private static func provider(
    _ call: SignInCall,
    _ settings: TerraformSettings,
    _ arguments: [String: TerraformFolder.Value],
    _ tool: String
  ) -> [ScriptSignIn] {
    let values = arguments.mapValues(settings.value)
    let usesCluster = values["use_aks_workload_identity"]
    if (usesCluster ?? call.variable("ARM_USE_AKS_WORKLOAD_IDENTITY")).isTrue == true {
      return [LibrarySignIn.signIn(call.environment, tool: tool)].compactMap(\.self)
    }
    let token = TerraformSettings.token(call, values)
    guard !TerraformSettings.hasSecret(call, values) else { return [] }
    guard (values["use_oidc"] ?? call.variable("ARM_USE_OIDC")).isTrue ?? token.isToken else {
      return []
    }
    return [
      ScriptSignIn(
        tool,
        assertion: token,
        clientID: TerraformSettings.clientID(call, values),
        tenant: values["tenant_id"] ?? call.variable("ARM_TENANT_ID"),
        cloud: TerraformSettings.cloud(call, values)
      )
    ]
  }
}
