import AzureFederation
import Evidence
import GitLabCI
import TextFormats
import YAMLSyntax

/// Follows a secret whose token Entra ID takes to its vault, as far as that was asked.
struct VaultJudge {
  let facts: JudgedPipeline
  let variables: RuntimeVariables

  /// The verdict; nil when nothing is known of the vault.
  func judge(_ secret: Secret, _ chain: PredictionChain) -> Verdict? {
    let url = chain.variables.first { $0.name == AzureVariables.vaultURL }?.value.state
    guard case .text(let text)? = url, let vault = facts.evidence.observations.vault(text) else {
      return nil
    }
    if vault.exists == false {
      return .fails(.vault, "VaultNotFound", "there is no vault \(vault.url)")
    }
    let tenant = chain.variables.first { $0.name == AzureVariables.tenantID }?.value.state
    if case .text(let own)? = tenant, let other = vault.tenantID, !GUID.areEqual(own, other) {
      return .fails(
        .vault,
        "AKV10032",
        "the vault belongs to the tenant \(other), and AZURE_TENANT_ID is \(own)"
      )
    }
    let client = chain.variables.first { $0.name == AzureVariables.clientID }?.value.state
    var clientID: String?
    if case .text(let text)? = client { clientID = text }
    let denial = facts.evidence.observations.denial(
      vault: vault.url,
      clientID: clientID,
      secret: expanded(secret.azure?.name)
    )
    if let denial {
      return .fails(.vault, denial.code, denial.message)
    }
    guard let name = expanded(secret.azure?.name), let known = vault.secret(name) else {
      return nil
    }
    return judge(known, name, secret, vault)
  }

  private func expanded(_ value: Sourced?) -> String? {
    value.flatMap { variables.expanded(facts.tree.rubyText($0.node)) }
  }

  private func judge(
    _ known: VaultSecret,
    _ name: String,
    _ secret: Secret,
    _ vault: Vault
  ) -> Verdict? {
    guard known.exists else {
      let what = known.isDeleted ? "is deleted, and can be recovered" : "does not exist"
      return .fails(.vault, "SecretNotFound", "the secret \(name) \(what) in \(vault.url)")
    }
    var version = known.newest
    if let written = secret.azure?.version {
      guard let id = expanded(written) else { return nil }
      if !id.isEmpty { version = known.version(id) }
      guard version != nil else {
        return .fails(.vault, "SecretNotFound", "the secret \(name) has no version \(id)")
      }
    }
    guard let version else { return nil }
    guard version.isEnabled else {
      return .fails(
        .vault,
        "SecretDisabled",
        "the version \(version.id) of the secret \(name) is disabled"
      )
    }
    let day = vault.source.date.map { " on \($0)" } ?? ""
    return Verdict(
      answer: .works,
      stage: .vault,
      code: nil,
      reason: "Entra ID takes the token, and the vault had the secret\(day)"
    )
  }
}
