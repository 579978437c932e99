import AzureFederation

extension FailureAdvice {
  /// A token that was requested for something else than the vault's Key Vault.
  func resource(_ entry: FailureEntry) -> FailureEntry? {
    switch entry.code {
    case "AKV10022": wrongAudience(entry)
    case "AADSTS500011": unknownResource(entry)
    case "AADSTS500014":
      facts[.resource].map { resource in
        entry.revised(title: "the resource \(resource) is disabled in the tenant")
      }
    case "challenge_resource_mismatch": wrongDomain(entry)
    default: nil
    }
  }

  // MARK: AKV10022

  private func wrongAudience(_ entry: FailureEntry) -> FailureEntry? {
    guard let accepted = facts[.acceptedResource], let found = facts[.resource] else { return nil }
    let name = ResourceName(found)
    let first =
      "The vault accepts tokens for \(accepted), and the token that it got was requested for "
      + "\(found)"
    if case .keyVault(let other) = name, other != cloud {
      return entry.revised(
        title: "the access token is for Key Vault of another cloud",
        explanation: "\(first), Key Vault of \(other.words), while the vault is in \(cloud.words). "
          + whoAsks,
        remedy: "Sign in to \(cloud.words) and request the scope \(cloud.vaultResource)/.default: "
          + switchCloud,
        commands: cloud.commandLineName == nil ? [.accessToken] : [.setCloud, .accessToken]
      )
    }
    let words =
      switch name {
      case .keyVaultByID: "that names Key Vault in a form that vaults do not accept"
      case .oneVault: "that is the host of one vault, while a token is for all vaults of a cloud"
      case .management, .graph: "that is \(name.words)"
      case .keyVault, .other: "that is another service"
      }
    return entry.revised(
      explanation: "\(first); \(words). The scope or the resource in the sign-in is wrong.",
      remedy: "Request the scope \(cloud.vaultResource)/.default."
    )
  }

  // MARK: AADSTS500011

  private func unknownResource(_ entry: FailureEntry) -> FailureEntry? {
    guard let resource = facts[.resource] else { return nil }
    switch ResourceName(resource) {
    case .keyVault(let other):
      let target = report.vaultCloud ?? report.authorityCloud ?? other
      return target == other
        ? missingPrincipal(entry, resource) : otherCloud(entry, resource, other, target)
    case .oneVault(let other):
      return entry.revised(
        explanation: "The access token was requested for \(resource), the host of one vault. A "
          + "token for Key Vault is requested for \(other.vaultResource), for all vaults of the "
          + "cloud.",
        remedy: "Request the scope \(other.vaultResource)/.default."
      )
    case .keyVaultByID, .management, .graph, .other:
      return entry.revised(
        explanation:
          "The access token was requested for \(resource), and the tenant that was asked "
          + "has no service principal for it. For a secret the resource is "
          + "\(cloud.vaultResource).",
        remedy: "Request the scope \(cloud.vaultResource)/.default; if the job needs a token for "
          + "\(resource), check the name and the tenant."
      )
    }
  }

  private func otherCloud(
    _ entry: FailureEntry,
    _ resource: String,
    _ other: Cloud,
    _ target: Cloud
  ) -> FailureEntry {
    entry.revised(
      title: "the resource belongs to another cloud",
      explanation: "The access token was requested for \(resource), Key Vault of \(other.words), "
        + "from an authority of \(target.words). There the resource of Key Vault is "
        + "\(target.vaultResource).",
      remedy: "Request the scope \(target.vaultResource)/.default in \(target.words): "
        + switchCloud(to: target),
      commands: target.commandLineName == nil ? [.showCloud] : [.setCloud, .showCloud]
    )
  }

  private func missingPrincipal(_ entry: FailureEntry, _ resource: String) -> FailureEntry {
    entry.revised(
      explanation: "The access token was requested for \(resource), which is right for a vault of "
        + "\(cloud.words), but this tenant has no service principal for Key Vault. Most likely "
        + "AZURE_TENANT_ID names another tenant than that of the vault's subscription.",
      remedy: "Put the vault's tenant into AZURE_TENANT_ID.",
      commands: [.vaultTenant, .showTenant]
    )
  }

  // MARK: Other faults of the cloud

  /// A host that answered with the resource of a vault to whose domain it does not belong.
  private func wrongDomain(_ entry: FailureEntry) -> FailureEntry? {
    guard let resource = facts[.acceptedResource],
      let cloud = Cloud(vaultResource: resource.lowercased())
    else { return nil }
    return entry.revised(
      explanation: "The host in AZURE_KEY_VAULT_SERVER_URL answered for \(resource), Key Vault of "
        + "\(cloud.words), but is not below \(cloud.vaultSuffix.dropFirst()), so the runner does "
        + "not send its token there. Domains of your own, reverse proxies and names of private "
        + "endpoints do not work.",
      remedy: "Put https://NAME\(cloud.vaultSuffix) into AZURE_KEY_VAULT_SERVER_URL."
    )
  }

  /// A tenant that the cloud does not have, or that is not a tenant at all.
  func tenant(_ entry: FailureEntry) -> FailureEntry? {
    if let unset = unexpanded(entry) { return unset }
    if let other = crossCloud(entry) { return other }
    guard entry.code == "AADSTS90002", let vault = report.vaultCloud,
      let authority = report.authorityCloud ?? (vault == .public ? nil : .public),
      vault != authority
    else { return nil }
    return entry.revised(
      title: "the tenant is in another cloud than the one that was asked",
      explanation: "The vault is in \(vault.words), and the sign-in went to "
        + "\(authority.authorityHost) of \(authority.words), which does not know the tenant. "
        + whoAsks,
      remedy: "Sign in to \(vault.words): " + switchCloud(to: vault),
      commands: [.showCloud]
    )
  }

  /// An authority of one cloud that was asked about a tenant or application of another.
  private func crossCloud(_ entry: FailureEntry) -> FailureEntry? {
    guard ["AADSTS90038", "AADSTS900382", "AADSTS900432", "AADSTS900439"].contains(entry.code),
      let own = report.tenantCloud ?? report.vaultCloud, own != report.authorityCloud ?? .public
    else { return nil }
    let who = report.tenantCloud == nil ? "vault" : "tenant"
    return entry.revised(
      title: "the \(who) is in \(own.words), and another cloud was asked",
      explanation: "The \(who) belongs to \(own.words), and the sign-in went to "
        + "\((report.authorityCloud ?? .public).words), and the two do not trust each other. "
        + whoAsks,
      remedy: "Sign in to \(own.words): " + switchCloud(to: own)
    )
  }

  /// That the vault and the sign-in are in different clouds, where the entry does not mention that
  /// itself.
  var cloudNote: String? {
    guard let vault = report.vaultCloud, let authority = report.authorityCloud, vault != authority,
      !["AADSTS90002", "AADSTS500011", "AKV10022"].contains(report.entry?.code ?? "")
    else { return nil }
    return "The vault is in \(vault.words), and the sign-in went to \(authority.words)."
  }

  /// A tenant or a client ID that is empty, or an unexpanded variable.
  private func unexpanded(_ entry: FailureEntry) -> FailureEntry? {
    let places: [(FailureFact, String, String, [String])] = [
      (
        .tenant, "tenant", "AZURE_TENANT_ID",
        ["AADSTS900023", "AADSTS90002", "authority_configuration"]
      ),
      (.application, "client ID", "AZURE_CLIENT_ID", ["AADSTS700016"]),
    ]
    for (fact, name, variable, codes) in places where codes.contains(entry.code) {
      guard let text = facts[fact] else { continue }
      if FailureReport.isPath(text) {
        return entry.revised(
          title: "the request does not name a tenant",
          explanation: "The tenant in the sign-in URL is empty, so Entra ID took the next part of "
            + "the path, \(text), for it. AZURE_TENANT_ID (ARM_TENANT_ID for Terraform) is not "
            + "set in this job.",
          remedy: "Set the variable, and check whether it is protected or limited to an "
            + "environment.",
          commands: [.listVariables, .showTenant]
        )
      }
      guard FailureReport.isUnexpanded(text) else { continue }
      return entry.revised(
        title: "the variable in the \(name) was never expanded",
        explanation: "The \(name) in the request is the text \(text), so a variable in it does "
          + "not exist in this job or was not expanded. The runner does not expand variables in "
          + "\(variable), and a shell does not expand them in single quotes.",
        remedy: "Set \(variable) to the ID itself, and check whether the variable is protected or "
          + "limited to an environment.",
        commands: [.listVariables, fact == .tenant ? .showTenant : .showModel]
      )
    }
    return nil
  }

  /// A sentence on which setting decides the cloud.
  private var whoAsks: String {
    "The runner signs in to the public cloud unless AZURE_AUTHORITY_HOST in its own environment "
      + "names another authority."
  }

  private var switchCloud: String { switchCloud(to: cloud) }

  private func switchCloud(to cloud: Cloud) -> String {
    let commandLine = cloud.commandLineName.map { ", az cloud set --name \($0) before az login" }
    return "AZURE_AUTHORITY_HOST=https://\(cloud.authorityHost) in the environment of the runner's "
      + "process\(commandLine ?? ""), ARM_ENVIRONMENT for Terraform, AZURE_ENVIRONMENT for programs "
      + "with older SDKs."
  }
}
