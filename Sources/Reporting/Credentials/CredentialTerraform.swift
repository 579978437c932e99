package import AccessPrediction
import AzureFederation
import TextFormats

/// A plan of credentials as configuration of Terraform or OpenTofu.
///
/// Source: the documentation of the providers azuread 3, azurerm 5 and azapi 2.
package struct CredentialTerraform {
  private let plan: CredentialPlan
  private var lines: [String] = []
  private var names = SymbolNames()

  /// The configuration, with a line break at its end.
  package static func render(_ plan: CredentialPlan) -> String {
    var file = Self(plan: plan)
    file.write()
    return file.lines.joined(separator: "\n") + "\n"
  }

  private init(plan: CredentialPlan) {
    self.plan = plan
  }

  private mutating func write() {
    lines = [
      "# \(CredentialPlan.title)",
      "# Review before applying. Providers: hashicorp/azuread >= 3.0, hashicorp/azurerm >= 5.0, and",
      "# azure/azapi >= 2.0 for expressions of managed identities.",
    ]
    let needsIDs = plan.applications.contains { application in
      !application.isManaged
        && application.items.contains { $0.action == .keep && $0.credential.id == nil }
    }
    if needsIDs {
      block("variable \"credential_ids\"") { file in
        file.set(
          "description",
          HCLText.quoted(
            "IDs of the credentials that exist, by name: az ad app federated-credential list --id "
              + "CLIENT_ID --query \"[].[name,id]\""
          )
        )
        file.set("type", "map(string)")
      }
    }
    for application in plan.applications { write(application) }
    writeRoles()
    lines += plan.closingComments("#")
  }

  // MARK: Blocks

  private mutating func comment(_ text: String) {
    lines.append("# \(TerminalText.sanitised(text))")
  }

  private mutating func block(_ header: String, _ content: (inout Self) -> Void) {
    if lines.last?.hasPrefix("#") != true || lines.count < 4 { lines.append("") }
    lines.append("\(header) {")
    let start = lines.count
    content(&self)
    align(from: start)
    lines.append("}")
  }

  /// Lines up the signs of equality, as `terraform fmt` does.
  private mutating func align(from start: Int) {
    let arguments = lines[start...].indices.filter { index in
      lines[index].hasPrefix("  ") && !lines[index].hasPrefix("   ") && lines[index].contains(" = ")
        && !lines[index].hasSuffix("{")
    }
    let keys = arguments.map { index in lines[index].prefix { $0 != "=" }.dropLast() }
    let width = keys.map(\.count).max() ?? 0
    for (index, key) in zip(arguments, keys) {
      lines[index] =
        TerminalText.padded(String(key), to: width) + lines[index].dropFirst(key.count)
    }
  }

  private mutating func set(_ key: String, _ value: String) {
    lines.append("  \(key) = \(value)")
  }

  // MARK: Credentials

  private mutating func write(_ application: CredentialPlan.Application) {
    lines.append("")
    comment(application.heading)
    let parent =
      application.isManaged ? managedIdentity(application) : self.application(application)
    var previous: String?
    for item in application.items {
      if item.action == .remove {
        lines.append("")
        comment("remove \(item.credential.name): delete it with akvlint credentials --format az")
        if let note = item.note { comment("  \(note)") }
        continue
      }
      let resource = write(item, application, parent, after: previous)
      // Azure refuses changes of one managed identity's credentials at the same time.
      if application.isManaged { previous = resource }
    }
  }

  /// The expression for an application's object.
  private mutating func application(_ application: CredentialPlan.Application) -> String {
    let name = names.name("application", application.clientID)
    block("data \"azuread_application\" \"\(name)\"") { file in
      file.set("client_id", HCLText.quoted(application.clientID))
    }
    return "data.azuread_application.\(name)"
  }

  /// The expression for a managed identity's resource ID.
  private mutating func managedIdentity(_ application: CredentialPlan.Application) -> String {
    if let id = application.resourceID.flatMap(ManagedIdentityResource.init)?.id {
      return HCLText.quoted(id)
    }
    let name = names.name("identity", application.clientID)
    block("variable \"\(name)_id\"") { file in
      file.set(
        "description",
        HCLText.quoted("Resource ID of the managed identity \(application.clientID)")
      )
      file.set("type", "string")
    }
    return "var.\(name)_id"
  }

  private mutating func write(
    _ item: CredentialPlan.Item,
    _ application: CredentialPlan.Application,
    _ parent: String,
    after previous: String?
  ) -> String {
    let credential = item.credential
    let type = Self.type(credential, isManaged: application.isManaged)
    let name = names.name("credential", credential.name)
    lines.append("")
    comment("\(item.action.rawValue) \(credential.name), for \(item.runs.joined(separator: ", "))")
    if item.action == .narrow {
      comment("  delete the one that exists first: akvlint credentials --format az")
    }
    block("resource \"\(type)\" \"\(name)\"") { file in
      file.writeOwner(application, credential, parent)
      file.writeContent(credential, isManaged: application.isManaged)
      if let previous { file.set("depends_on", "[\(previous)]") }
    }
    if item.action == .keep {
      block("import") { file in
        file.set("to", "\(type).\(name)")
        file.set("id", file.importID(application, credential, parent))
      }
    }
    return "\(type).\(name)"
  }

  private static func type(_ credential: FederatedCredential, isManaged: Bool) -> String {
    switch (isManaged, credential.isFlexible) {
    case (false, false): "azuread_application_federated_identity_credential"
    case (false, true): "azuread_application_flexible_federated_identity_credential"
    case (true, false): "azurerm_federated_identity_credential"
    case (true, true): "azapi_resource"
    }
  }

  private mutating func writeOwner(
    _ application: CredentialPlan.Application,
    _ credential: FederatedCredential,
    _ parent: String
  ) {
    guard application.isManaged else {
      set("application_id", "\(parent).id")
      return set("display_name", HCLText.quoted(credential.name))
    }
    if credential.isFlexible {
      set(
        "type",
        HCLText.quoted(
          "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials"
            + "@2025-01-31-preview"
        )
      )
      set("parent_id", parent)
    } else {
      set("user_assigned_identity_id", parent)
    }
    set("name", HCLText.quoted(credential.name))
  }

  private mutating func writeContent(_ credential: FederatedCredential, isManaged: Bool) {
    let issuer = HCLText.quoted(credential.issuer)
    let audience = HCLText.quoted(credential.audiences.first ?? "")
    guard let expression = credential.claimsMatchingExpression else {
      set("issuer", issuer)
      set(isManaged ? "audience" : "audiences", "[\(audience)]")
      return set("subject", HCLText.quoted(credential.subject ?? ""))
    }
    guard isManaged else {
      set("issuer", issuer)
      set("audience", audience)
      return set("claims_matching_expression", HCLText.quoted(expression.value))
    }
    lines += [
      "  body = {", "    properties = {", "      issuer = \(issuer)",
      "      audiences = [\(audience)]", "      claimsMatchingExpression = {",
      "        languageVersion = \(expression.languageVersion)",
      "        value = \(HCLText.quoted(expression.value))", "      }", "    }", "  }",
    ]
  }

  private func importID(
    _ application: CredentialPlan.Application,
    _ credential: FederatedCredential,
    _ parent: String
  ) -> String {
    let name = HCLText.quoted(credential.name)
    guard !application.isManaged else {
      return "join(\"/federatedIdentityCredentials/\", [\(parent), \(name)])"
    }
    let path = "/federatedIdentityCredential/"
    if let object = application.objectID, let id = credential.id {
      return HCLText.quoted("\(object)\(path)\(id)")
    }
    let object = application.objectID.map(HCLText.quoted) ?? "\(parent).object_id"
    let id = credential.id.map(HCLText.quoted) ?? "var.credential_ids[\(name)]"
    return "join(\"\(path)\", [\(object), \(id)])"
  }

  // MARK: Roles

  private mutating func writeRoles() {
    var vaults: [String: String] = [:]
    var principals: [String: String] = [:]
    for role in plan.roles {
      let vault = vaults[role.vault.text] ?? vaultData(role)
      vaults[role.vault.text] = vault
      let principal = principals[role.clientID] ?? principalData(role)
      principals[role.clientID] = principal
      write(role, vault, principal)
    }
    if plan.roles.contains(where: { $0.access == .policy }) {
      block("data \"azurerm_client_config\" \"current\"") { _ in }
    }
  }

  private mutating func vaultData(_ role: CredentialPlan.Role) -> String {
    let name = names.name("vault", role.vault.name)
    block("data \"azurerm_resources\" \"\(name)\"") { file in
      file.set("type", "\"Microsoft.KeyVault/vaults\"")
      file.set("name", HCLText.quoted(role.vault.name))
    }
    return "data.azurerm_resources.\(name).resources[0].id"
  }

  private mutating func principalData(_ role: CredentialPlan.Role) -> String {
    let name = names.name("principal", role.clientID)
    block("data \"azuread_service_principal\" \"\(name)\"") { file in
      file.set("client_id", HCLText.quoted(role.clientID))
    }
    return "data.azuread_service_principal.\(name).object_id"
  }

  private mutating func write(_ role: CredentialPlan.Role, _ vault: String, _ principal: String) {
    let name = names.name("read", "\(role.vault.name)_\(role.clientID)")
    if role.access == .policy {
      return block("resource \"azurerm_key_vault_access_policy\" \"\(name)\"") { file in
        file.set("key_vault_id", vault)
        file.set("tenant_id", "data.azurerm_client_config.current.tenant_id")
        file.set("object_id", principal)
        file.set("secret_permissions", "[\"Get\"]")
      }
    }
    block("resource \"azurerm_role_assignment\" \"\(name)\"") { file in
      if !role.secrets.isEmpty {
        let secrets = role.secrets.map(HCLText.quoted).joined(separator: ", ")
        file.set("for_each", "toset([\(secrets)])")
      }
      file.set(
        "scope",
        role.secrets.isEmpty ? vault : "join(\"/secrets/\", [\(vault), each.value])"
      )
      file.set("role_definition_name", HCLText.quoted(role.access.rawValue))
      file.set("principal_id", principal)
    }
  }
}
