import AzureFederation
import Evidence
import TextFormats

/// Judges the values of `AZURE_*` that a run has: those that cannot work, wherever they are written.
///
/// Source: GitLab Runner 18.9, azsecrets 1.4.0 and azidentity 1.13.1 (challenge policy, tenant
/// check); Key Vault's naming rules.
struct ValueJudge {
  private let variables: [PredictionChain.Variable]
  private let judged: JudgedPipeline

  init(_ variables: [PredictionChain.Variable], _ judged: JudgedPipeline) {
    self.variables = variables
    self.judged = judged
  }

  /// The verdict on client and tenant; nil when they may work.
  func identity() -> Verdict? {
    for name in [AzureVariables.clientID, AzureVariables.tenantID] {
      guard let value = variables.value(of: name), let text = value.text else { continue }
      if let fault = judged.fault(of: name, text) {
        var verdict = Verdict.fails(.exchange, nil, "\(name) \(fault.words)")
        verdict.cause = .value(name, value)
        return verdict
      }
    }
    if let client = variables.value(of: AzureVariables.clientID), let text = client.text,
      let tenant = variables.value(of: AzureVariables.tenantID)?.text, GUID.isValid(text),
      GUID.areEqual(text, tenant)
    {
      var verdict = Verdict.fails(.exchange, nil, "AZURE_CLIENT_ID and AZURE_TENANT_ID are equal")
      verdict.cause = .value(AzureVariables.clientID, client)
      return verdict
    }
    if let client = variables.value(of: AzureVariables.clientID), let text = client.text,
      let tenant = variables.value(of: AzureVariables.tenantID)?.text,
      judged.evidence.areSwapped(clientID: text, tenantID: tenant)
    {
      var verdict = Verdict.fails(
        .exchange,
        "AADSTS90002",
        "AZURE_CLIENT_ID is the ID of the tenant, and AZURE_TENANT_ID that of the application"
      )
      verdict.cause = .value(AzureVariables.clientID, client)
      return verdict
    }
    return nil
  }

  /// The verdict on the vault's URL; nil when it may work.
  func vault() -> Verdict? {
    let name = AzureVariables.vaultURL
    guard let value = variables.value(of: name), let text = value.text else { return nil }
    if let fault = judged.fault(of: name, text) {
      var verdict = Verdict.fails(.vault, nil, "the vault URL \(fault.words)")
      verdict.cause = .value(name, value)
      return verdict
    }
    guard let cloud = (try? VaultURL(text))?.cloud, cloud != judged.evidence.cloud else {
      return nil
    }
    return .unknown(
      .vault,
      "the vault is in another cloud (\(cloud.rawValue)); whether the runner signs in there depends on its "
        + "own environment"
    )
  }
}
