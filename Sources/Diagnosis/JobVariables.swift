import AzureFederation
import GitLabCI
import YAMLSyntax

/// The variables with which jobs name the identity and the vault.
struct JobVariables {
  /// Variables of the project, which win over those of the YAML.
  let project: [String: String]

  /// The facts that variables give.
  static let facts: [FailureFact] = [.application, .tenant, .vault]

  /// The value that a job's variables give to a fact; nil when it is not written out.
  func value(of fact: FailureFact, for job: Job, in tree: NodeTree) -> String? {
    for name in Self.names(fact) {
      guard let text = project[name] ?? text(name, job, tree), !text.contains("$") else { continue }
      let value = fact == .vault ? (try? VaultURL(text))?.name : text
      if let value = value.flatMap({ FactReader.checked($0, as: fact) }) { return value }
    }
    return nil
  }

  private static func names(_ fact: FailureFact) -> [String] {
    switch fact {
    case .application: ["AZURE_CLIENT_ID", "ARM_CLIENT_ID"]
    case .tenant: ["AZURE_TENANT_ID", "ARM_TENANT_ID"]
    case .vault: ["AZURE_KEY_VAULT_SERVER_URL"]
    default: []
    }
  }

  private func text(_ name: String, _ job: Job, _ tree: NodeTree) -> String? {
    guard let symbol = tree.symbol(name),
      let node = job.lastDefinition(of: symbol)?.value?.node,
      tree.kind(node).isScalar, tree.kind(node) != .unknown
    else { return nil }
    return tree.rubyText(node)
  }
}
