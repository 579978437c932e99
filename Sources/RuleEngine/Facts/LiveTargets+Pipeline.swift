import AzureFederation
import CommonExpressions
package import Evidence
package import GitLabCI
import ShellSyntax
import TextFormats
import YAMLSyntax

extension LiveTargets {
  /// Collects a pipeline's external dependencies, as far as its values are known texts.
  ///
  /// - Parameters:
  ///   - pipeline: The pipeline.
  ///   - evidence: The known facts.
  package init(_ pipeline: Pipeline, evidence: ProjectEvidence) {
    self.init()
    let facts = PipelineFacts(pipeline, evidence: evidence, includesHidden: false)
    issuer = evidence.gitLab.issuer
    project = evidence.gitLab.projectPath
    for index in facts.azureSubjects {
      let job = pipeline.jobs[index]
      func value(_ name: String) -> String? {
        if case .string(let text) = facts.azureValue(name, job: index) { text } else { nil }
      }
      let (client, tenant) = (value(AzureVariables.clientID), value(AzureVariables.tenantID))
      if let tenant, GUID.isValid(tenant) { tenants.insert(tenant.lowercased()) }
      if let client, GUID.isValid(client) { clients.insert(client.lowercased()) }
      let vault = value(AzureVariables.vaultURL).flatMap { try? VaultURL($0) }
      for secret in job.secrets where secret.isAzure {
        var exchange: Exchange?
        if let client, let tenant, let token = facts.servingToken(secret, job: job) {
          let made = Exchange(
            token: facts.tree.text(job.idTokens[token].symbol),
            clientID: client.lowercased(),
            tenantID: tenant.lowercased()
          )
          exchanges.insert(made)
          if let audience = job.idTokens[token].audience {
            audiences[made.token, default: []].insert(audience.texts.map(facts.tree.string))
          }
          exchange = made
        }
        guard let vault else { continue }
        let name = Self.name(of: secret, in: facts.tree)
        secrets[vault.text, default: []].formUnion(name.map { [$0] } ?? [])
        guard let name, let exchange else { continue }
        reads.insert(Read(vault: vault.text, secret: name, exchange: exchange))
      }
    }
  }

  /// The name in the vault, when it holds no variable.
  static func name(of secret: Secret, in tree: NodeTree) -> String? {
    guard let name = secret.azure?.name,
      VariableReference.names(in: tree.text(name.node)).isEmpty
    else { return nil }
    return tree.string(name.node)
  }
}
