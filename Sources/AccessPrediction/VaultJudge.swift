import AzureFederation
import Evidence
import GitLabCI
import TextFormats
import YAMLSyntax

/// Follows a secret whose token Entra ID takes to its vault, as far as that was asked.
struct VaultJudge {
  let judged: JudgedPipeline
  let variables: RunVariables

  /// The verdict on a secret, once that on the job's token is known.
  ///
  /// - Parameters:
  ///   - secret: The secret.
  ///   - verdict: The verdict that the job's secrets share.
  ///   - chain: The chain that leads to it.
  /// - Returns: The verdict as far as the vault is known.
  func verdict(
    of secret: Secret,
    after verdict: Verdict,
    _ chain: PredictionChain
  ) -> Verdict {
    if verdict.answer == .fails { return verdict }
    if let fault = fault(secret) { return fault }
    return verdict.answer == .works ? judge(secret, chain) ?? verdict : verdict
  }

  /// The variables in the name and the version of a secret that do not exist in this run.
  func missingVariables(of secret: Secret) -> [String] {
    var missing: [String] = []
    // Nearly all are written out.
    for case let value? in [secret.azure?.name, secret.azure?.version]
    where judged.tree.text(value.node).contains(UInt8(ascii: "$")) {
      for case .variable(let name) in RunnerExpansion.pieces(of: judged.tree.rubyText(value.node))
      where variables.value(name).state == .undefined {
        missing.append(name)
      }
    }
    return missing
  }

  /// The verdict on a name or a version that Key Vault never accepts, for any content of the vault.
  private func fault(_ secret: Secret) -> Verdict? {
    guard let azure = secret.azure else { return nil }
    if let name = expandedText(azure.name) {
      if name.isBlank == true {
        return .fails(.vault, nil, "the secret's name is empty", cause: .secret)
      }
      if let text = name.text, !SecretName.isValid(text) {
        return .fails(
          .vault,
          nil,
          "\"\(text)\" is not a valid Key Vault secret name",
          cause: .secret
        )
      }
    }
    if let version = expanded(azure.version), !version.isEmpty, !SecretVersion.isValid(version) {
      return .fails(
        .vault,
        nil,
        "\"\(version)\" is not a 32-character version",
        cause: .secret
      )
    }
    return nil
  }

  /// The verdict; nil when nothing is known of the vault.
  private func judge(_ secret: Secret, _ chain: PredictionChain) -> Verdict? {
    let url = chain.value(of: AzureVariables.vaultURL)?.state
    guard case .text(let text)? = url, let vault = judged.evidence.observations.vault(text) else {
      return nil
    }
    if vault.exists == false {
      return .fails(.vault, "VaultNotFound", "the vault \(vault.url) does not exist")
    }
    let tenant = chain.value(of: AzureVariables.tenantID)?.state
    if case .text(let own)? = tenant, let other = vault.tenantID, !GUID.areEqual(own, other) {
      return .fails(
        .vault,
        "AKV10032",
        "the vault belongs to the tenant \(other), and AZURE_TENANT_ID is \(own)"
      )
    }
    let client = chain.value(of: AzureVariables.clientID)?.state
    var clientID: String?
    if case .text(let text)? = client { clientID = text }
    let denial = judged.evidence.observations.denial(
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

  /// A text of a secret as the runner expands it; nil when nothing is known of it.
  func expandedText(_ value: Sourced?) -> PartialText? {
    // An input without a value is not an empty text.
    guard let node = value?.node, judged.tree.kind(node) != .unknown else { return nil }
    return variables.expandedByRunner(judged.tree.rubyText(node))
  }

  private func expanded(_ value: Sourced?) -> String? { expandedText(value)?.text }

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
