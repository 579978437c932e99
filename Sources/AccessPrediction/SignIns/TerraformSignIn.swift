import Files
import ShellSyntax

/// Terraform's and OpenTofu's providers azurerm, azuread, azapi and azurestack, and the backend
/// azurerm; Pulumi's providers, which are made from them.
///
/// Source: hashicorp/terraform-provider-azurerm, "Authenticating using a Service Principal and
/// OpenID Connect"; Terraform, backend azurerm; pulumi-azure-native, configuration.
enum TerraformSignIn {
  /// The programs, whose providers use the session of `az login` when they lack a value.
  static let programs: Set<String> = [
    "terraform", "tofu", "terragrunt", "gitlab-terraform", "gitlab-tofu", "pulumi",
  ]
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

  /// The call with the arguments that `TF_CLI_ARGS` and `TF_CLI_ARGS_COMMAND` insert after the
  /// command.
  ///
  /// Source: Terraform CLI, "Environment Variables".
  private static func withArguments(_ call: SignInCall, of command: String) -> SignInCall {
    let words = ["TF_CLI_ARGS_\(command)", "TF_CLI_ARGS"].flatMap { name -> [ShellWord] in
      let value = call.variable(name)
      guard value.state != .unknown || value.path != "${\(name)}",
        let text = value.text ?? value.path, !text.isEmpty
      else { return [] }
      return ShellScript(Array(text.utf8)[...]).commands.first?.words ?? []
    }
    let place = call.line.arguments.firstIndex { $0.literal == command }
    guard !words.isEmpty, let place else { return call }
    let own = call.line.arguments
    let all = [call.line.word] + own[...place] + words + own[(place + 1)...]
    return ShellCommandLine(all[...]).map { SignInCall($0, call.command, call.environment) } ?? call
  }

  static func signIns(_ call: SignInCall) -> [ScriptSignIn] {
    let name = call.program == "tofu" || call.program == "gitlab-tofu" ? "OpenTofu" : "Terraform"
    let words = call.line.arguments.compactMap(\.literal).filter { !$0.hasPrefix("-") }
    guard let command = words.first, !call.has("-help", "--help", "-h") else { return [] }
    let call = withArguments(call, of: command)
    let settings = TerraformSettings(call)
    if command == "init" { return TerraformBackend.signIns(call, settings, name) }
    if stateful.contains(command), settings.folder?.hasWholeBackend == true,
      !call.environment.isInitialized
    {
      return TerraformBackend.signIns(call, settings, name)
    }
    guard planning.contains(command) else { return [] }
    guard let folder = settings.folder else {
      return provider(call, settings.possibleArguments, name)
    }
    guard folder.mentionsAzure else { return [] }
    guard call.environment.budget.spend(folder.providers.count, on: .scriptSteps) else { return [] }
    if folder.providers.isEmpty { return provider(call, [:], name) }
    return folder.providers.flatMap { written in
      provider(call, written.arguments.mapValues(settings.value), name)
    }
  }

  static func pulumi(_ call: SignInCall) -> [ScriptSignIn] {
    let commands = ["up", "update", "preview", "pre", "refresh", "destroy", "import", "watch"]
    guard commands.contains(call.subcommand.first ?? "") else { return [] }
    let settings = TerraformSettings(call)
    let values = PulumiStack.arguments(call).mapValues(settings.value)
    return provider(call, values.merging(call.environment.stack) { _, set in set }, "Pulumi")
  }

  /// The sign-in of one provider: its arguments beat the environment.
  private static func provider(
    _ call: SignInCall,
    _ values: [String: ScriptValue],
    _ tool: String
  ) -> [ScriptSignIn] {
    let usesCluster = values["use_aks_workload_identity"]
    if (usesCluster ?? call.variable("ARM_USE_AKS_WORKLOAD_IDENTITY")).isTrue == true {
      return [LibrarySignIn.signIn(call.environment, tool: tool)].compactMap(\.self)
    }
    let token = TerraformSettings.token(call, values)
    guard !TerraformSettings.hasSecret(call, values) else { return [] }
    guard (values["use_oidc"] ?? call.variable("ARM_USE_OIDC")).isTrue ?? token.isToken else {
      return []
    }
    var signIn = ScriptSignIn(
      tool,
      assertion: token,
      clientID: TerraformSettings.clientID(call, values),
      tenant: values["tenant_id"] ?? call.variable("ARM_TENANT_ID"),
      cloud: TerraformSettings.cloud(call, values)
    )
    signIn.alternative = TerraformSettings.alternative(call, values)
    return [signIn]
  }
}
