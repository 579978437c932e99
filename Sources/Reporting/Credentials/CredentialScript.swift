package import AccessPrediction
package import AzureFederation
import TextFormats

/// A plan of credentials as a script of Azure's command line.
package struct CredentialScript {
  private let plan: CredentialPlan
  private let cloud: Cloud
  private var lines: [String] = []

  /// The script for Bash, with a line break at its end.
  ///
  /// - Parameters:
  ///   - plan: The plan.
  ///   - cloud: The cloud whose hosts are called.
  /// - Returns: The script.
  package static func render(_ plan: CredentialPlan, cloud: Cloud) -> String {
    var script = Self(plan: plan, cloud: cloud)
    script.write()
    return script.lines.joined(separator: "\n") + "\n"
  }

  private init(plan: CredentialPlan, cloud: Cloud) {
    self.plan = plan
    self.cloud = cloud
  }

  private mutating func write() {
    lines = [
      "#!/usr/bin/env bash",
      "# \(CredentialPlan.title)",
      "# Review before running; az must be signed in to their tenant.",
      "# Single quotes are meant: nothing in names and subjects is expanded.",
      "# shellcheck disable=SC2016", "set -euo pipefail",
    ]
    for application in plan.applications { write(application) }
    for role in plan.roles { write(role) }
    lines += plan.closingComments("#")
  }

  private mutating func comment(_ text: String) {
    lines.append("# \(TerminalText.sanitised(text))")
  }

  // MARK: Applications

  private mutating func write(_ application: CredentialPlan.Application) {
    lines.append("")
    comment(application.heading)
    var commands: any CredentialCommands =
      application.isManaged
      ? ManagedIdentityCommands(application, cloud) : ApplicationCommands(application, cloud)
    lines += commands.preparation
    // Removals come before additions, because the number of credentials is limited.
    for action in [CredentialPlan.Action.keep, .remove, .narrow, .add] {
      for item in application.items where item.action == action { write(item, &commands) }
    }
  }

  private mutating func write(_ item: CredentialPlan.Item, _ commands: inout any CredentialCommands)
  {
    let runs = item.runs.isEmpty ? "" : ", for \(item.runs.joined(separator: ", "))"
    comment("\(item.action.rawValue) \(item.credential.name)\(runs)")
    if let note = item.note { comment("  \(note)") }
    let command =
      switch item.action {
      case .keep: Optional<String>.none
      case .add: commands.create(item.credential)
      case .narrow: commands.update(item.credential)
      case .remove: commands.delete(item.credential)
      }
    guard item.action != .keep else { return }
    guard let command else { return comment("  az cannot address it; change it in the portal") }
    // Others may need what this pipeline does not.
    lines.append(item.isDoubtful ? "# \(command)" : command)
  }

  // MARK: Roles

  private mutating func write(_ role: CredentialPlan.Role) {
    lines.append("")
    let vault = ShellText.bash(role.vault.name)
    let client = ShellText.bash(role.clientID)
    if role.access == .policy {
      comment("Access policy of \(role.vault.text) for \(role.clientID)")
      lines.append(
        "az keyvault set-policy --name \(vault) --spn \(client) --secret-permissions get"
      )
      return
    }
    comment("\(role.access.rawValue) on \(role.vault.text) for \(role.clientID)")
    lines.append("vault=\"$(az keyvault show --name \(vault) --query id --output tsv)\"")
    let scopes =
      role.secrets.isEmpty ? ["\"$vault\""] : role.secrets.map { "\"$vault\"\(Self.secret($0))" }
    for scope in scopes {
      lines.append(
        "az role assignment create --assignee \(client) --role 'Key Vault Secrets User' "
          + "--scope \(scope)"
      )
    }
  }

  private static func secret(_ name: String) -> String {
    ShellText.bash("/secrets/\(name)")
  }
}
