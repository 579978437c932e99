package import AccessPrediction
import AzureFederation
import TextFormats

/// A plan of credentials as a Bicep file, with the extension for Microsoft Graph.
///
/// Source: Microsoft's template reference for `applications/federatedIdentityCredentials`, and its
/// page on existing resources in Graph's extension.
package struct CredentialBicep {
  private let plan: CredentialPlan
  private var lines: [String] = []
  private var names = SymbolNames()

  /// The file, with a line break at its end.
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
      "// \(CredentialPlan.title)",
      "// Review before deploying, to the resource group of the vaults and managed identities.",
      "// bicepconfig.json must name the extensions for Microsoft Graph.", "",
    ]
    let applications = plan.applications.filter { !$0.isManaged }
    let isFlexible = applications.contains { application in
      application.items.contains { $0.action != .remove && $0.credential.isFlexible }
    }
    if !plan.applications.isEmpty || !plan.roles.isEmpty {
      lines.append("extension microsoftGraphV1")
    }
    if isFlexible { lines.append("extension microsoftGraphBeta") }
    for application in plan.applications { write(application) }
    writeRoles()
    lines += plan.closingComments("//")
  }

  private mutating func comment(_ text: String) {
    lines.append("// \(TerminalText.sanitised(text))")
  }

  private mutating func resource(
    _ name: String,
    _ type: String,
    isExisting: Bool = false,
    _ content: [String]
  ) {
    let existing = isExisting ? " existing" : ""
    lines.append("resource \(name) '\(type)'\(existing) = {")
    lines += content.map { "  \($0)" }
    lines.append("}")
  }

  // MARK: Credentials

  private mutating func write(_ application: CredentialPlan.Application) {
    lines.append("")
    comment(application.heading)
    let owner = application.isManaged ? managedIdentity(application) : self.application(application)
    var previous: String?
    for item in application.items {
      lines.append("")
      if item.action == .remove {
        comment("remove \(item.credential.name): delete it with akvlint credentials --format az")
        if let note = item.note { comment("  \(note)") }
        continue
      }
      comment(
        "\(item.action.rawValue) \(item.credential.name), for \(item.runs.joined(separator: ", "))"
      )
      let name = names.name("credential", item.credential.name)
      if application.isManaged {
        writeManaged(item.credential, name, owner, after: previous)
        // Azure refuses changes of one managed identity's credentials at the same time.
        previous = name
      } else {
        write(item.credential, name, owner)
      }
    }
  }

  /// The symbol of an application, which Graph's extension finds by its unique name only.
  private mutating func application(_ application: CredentialPlan.Application) -> String {
    let name = names.name("application", application.clientID)
    let description = "The unique name of the application \(application.clientID)"
    lines += [
      "@description(\(BicepText.quoted(description)))", "param \(name)_uniqueName string",
    ]
    resource(
      name,
      "Microsoft.Graph/applications@v1.0",
      isExisting: true,
      ["uniqueName: \(name)_uniqueName"]
    )
    return name
  }

  private mutating func managedIdentity(_ application: CredentialPlan.Application) -> String {
    let name = names.name("identity", application.clientID)
    let known = application.resourceID.flatMap(ManagedIdentityResource.init)?.name
    if known == nil {
      let description = "The name of the managed identity \(application.clientID)"
      lines += ["@description(\(BicepText.quoted(description)))", "param \(name)_name string"]
    }
    resource(
      name,
      "Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31",
      isExisting: true,
      ["name: \(known.map(BicepText.quoted) ?? "\(name)_name")"]
    )
    return name
  }

  private mutating func write(_ credential: FederatedCredential, _ name: String, _ owner: String) {
    let version = credential.isFlexible ? "beta" : "v1.0"
    // The part in quotes follows an interpolation, so its own quotes are dropped.
    let own = BicepText.quoted(credential.name).dropFirst()
    resource(
      name,
      "Microsoft.Graph/applications/federatedIdentityCredentials@\(version)",
      ["name: '${\(owner).uniqueName}/\(own)"] + Self.content(credential)
    )
  }

  private mutating func writeManaged(
    _ credential: FederatedCredential,
    _ name: String,
    _ owner: String,
    after previous: String?
  ) {
    let version = credential.isFlexible ? "2025-01-31-preview" : "2023-01-31"
    var content = [
      "parent: \(owner)", "name: \(BicepText.quoted(credential.name))", "properties: {",
    ]
    content += Self.content(credential).map { "  \($0)" } + ["}"]
    if let previous { content.append("dependsOn: [\(previous)]") }
    resource(
      name,
      "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@\(version)",
      content
    )
  }

  private static func content(_ credential: FederatedCredential) -> [String] {
    let lines = [
      "issuer: \(BicepText.quoted(credential.issuer))",
      "audiences: [\(BicepText.quoted(credential.audiences.first ?? ""))]",
    ]
    guard let expression = credential.claimsMatchingExpression else {
      return lines + ["subject: \(BicepText.quoted(credential.subject ?? ""))"]
    }
    return lines + [
      "claimsMatchingExpression: {", "  languageVersion: \(expression.languageVersion)",
      "  value: \(BicepText.quoted(expression.value))", "}",
    ]
  }

  // MARK: Roles

  private mutating func writeRoles() {
    var vaults: [String: String] = [:]
    var principals: [String: String] = [:]
    var policies: [String: [String]] = [:]
    for role in plan.roles {
      lines.append("")
      comment("\(role.access.rawValue) on \(role.vault.text) for \(role.clientID)")
      let vault = vaults[role.vault.text] ?? names.name("vault", role.vault.name)
      if vaults.updateValue(vault, forKey: role.vault.text) == nil {
        resource(
          vault,
          "Microsoft.KeyVault/vaults@2023-07-01",
          isExisting: true,
          ["name: \(BicepText.quoted(role.vault.name))"]
        )
      }
      let principal = principals[role.clientID] ?? names.name("principal", role.clientID)
      if principals.updateValue(principal, forKey: role.clientID) == nil {
        resource(
          principal,
          "Microsoft.Graph/servicePrincipals@v1.0",
          isExisting: true,
          ["appId: \(BicepText.quoted(role.clientID))"]
        )
      }
      switch role.access {
      case .policy: policies[vault, default: []].append(principal)
      case .role: write(role, vault, principal)
      }
    }
    for (vault, principals) in policies.sorted(by: { $0.key < $1.key }) {
      writePolicies(vault, principals)
    }
  }

  /// The access policies of a vault: Azure adds everything that one resource of the name `add` has.
  private mutating func writePolicies(_ vault: String, _ principals: [String]) {
    let entries = principals.flatMap { principal in
      [
        "    {", "      tenantId: \(vault).properties.tenantId",
        "      objectId: \(principal).id", "      permissions: { secrets: ['get'] }", "    }",
      ]
    }
    resource(
      names.name("policies", vault),
      "Microsoft.KeyVault/vaults/accessPolicies@2023-07-01",
      ["parent: \(vault)", "name: 'add'", "properties: {", "  accessPolicies: ["] + entries
        + ["  ]", "}"]
    )
  }

  private mutating func write(_ role: CredentialPlan.Role, _ vault: String, _ principal: String) {
    guard !role.secrets.isEmpty else { return assign(role, to: principal, on: vault) }
    for secret in role.secrets {
      let name = names.name("secret", "\(role.vault.name)_\(secret)")
      resource(
        name,
        "Microsoft.KeyVault/vaults/secrets@2023-07-01",
        isExisting: true,
        ["parent: \(vault)", "name: \(BicepText.quoted(secret))"]
      )
      assign(role, to: principal, on: name)
    }
  }

  private mutating func assign(
    _ role: CredentialPlan.Role,
    to principal: String,
    on scope: String
  ) {
    // Key Vault Secrets User.
    let definition =
      "subscriptionResourceId('Microsoft.Authorization/roleDefinitions', "
      + "'4633458b-17de-408a-b874-0445c86b69e6')"
    resource(
      names.name("read", scope),
      "Microsoft.Authorization/roleAssignments@2022-04-01",
      [
        "scope: \(scope)",
        "name: guid(\(scope).id, \(BicepText.quoted(role.clientID)), \(definition))",
        "properties: {", "  roleDefinitionId: \(definition)", "  principalId: \(principal).id",
        "  principalType: 'ServicePrincipal'", "}",
      ]
    )
  }
}
