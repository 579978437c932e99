import GitLabCI
import YAMLSyntax

/// Whether GitLab finds the providers of all secrets of a job: one that it does not find drops the
/// job with all its secrets.
///
/// Source: GitLab 18.9 EE, `app/models/ci/secrets/integration.rb`.
struct ProviderJudge {
  /// GitLab's failure reason.
  static let reason = "secrets_provider_not_found"
  /// The variables that each provider but Azure needs.
  static let variables: [(provider: Keyword, name: String, variables: [String])] = [
    (.vault, "HashiCorp Vault", ["VAULT_SERVER_URL"]),
    (.awsSecretsManager, "AWS Secrets Manager", ["AWS_REGION"]),
    (
      .gcpSecretManager, "Google Cloud Secret Manager",
      [
        "GCP_PROJECT_NUMBER", "GCP_WORKLOAD_IDENTITY_FEDERATION_POOL_ID",
        "GCP_WORKLOAD_IDENTITY_FEDERATION_PROVIDER_ID",
      ]
    ),
  ]

  let job: Job
  let variables: RunVariables
  let tree: NodeTree

  /// The verdict on the variables; nil when all are there.
  func verdict(_ azure: [PredictionChain.Variable]) -> Verdict? {
    let own = judge(azure, of: nil)
    if let own, own.answer == .fails { return own }
    var open = own
    for provider in Self.variables where uses(provider.provider) {
      let needed = provider.variables.map {
        PredictionChain.Variable(name: $0, value: variables.value($0))
      }
      guard let verdict = judge(needed, of: provider.name) else { continue }
      if verdict.answer == .fails { return verdict }
      open = open ?? verdict
    }
    if uses(.gitlabSecretsManager) {
      open =
        open
        ?? .unknown(
          .variables,
          "whether GitLab's own secrets manager is active for the project is unknown"
        )
    }
    return open
  }

  private func uses(_ keyword: Keyword) -> Bool {
    job.secrets.contains { secret in
      secret.provider?.keyword == keyword && !(secret.provider?.isNull ?? true)
    }
  }

  private func judge(_ needed: [PredictionChain.Variable], of provider: String?) -> Verdict? {
    let missing = needed.filter { $0.value.isBlank == true }
    let also = provider.map { ", which the job's secrets of \($0) need" } ?? ""
    if let first = missing.first {
      let names = missing.map(\.name).joined(separator: ", ")
      let verb = missing.count == 1 ? "is" : "are"
      let what = first.value.state == .undefined ? "missing" : "blank"
      var verdict = Verdict.fails(
        .variables,
        Self.reason,
        "\(names) \(verb) \(what)\(also): \(first.value.origin)"
      )
      verdict.cause =
        provider == nil ? .missingVariables(missing) : .missingProviderVariables(missing)
      return verdict
    }
    let open = needed.filter { $0.value.isBlank == nil }
    guard let first = open.first else { return nil }
    return .unknown(
      .variables,
      "whether \(open.map(\.name).joined(separator: ", ")) is set is unknown: "
        + first.value.origin
    )
  }
}
