import AccessPrediction
import Evidence
import Files
import GitLabCI
import Reporting
import Testing
import TextFormats
import YAMLSyntax

@testable import TrustReport

/// Surveys of pipelines that tests write down.
enum Survey {
  static let client = "11111111-2222-3333-4444-555555555555"
  static let tenant = "66666666-7777-8888-9999-000000000000"

  static let configuration = """
    gitlab:
      url: https://gitlab.com
      project: example/shop
      default_branch: main
      protected: {branches: [main], tags: [v*]}
    azure:
      identities:
        - client_id: \(client)
          tenant_id: \(tenant)
          credentials:
            - name: main
              issuer: https://gitlab.com
              subject: project_path:example/shop:ref_type:branch:ref:main
              audiences: [https://gitlab.com]
            - name: old
              issuer: https://gitlab.com
              subject: project_path:example/shop:ref_type:branch:ref:old
              audiences: [https://gitlab.com]
    variables:
      - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://shop-vault.vault.azure.net}
      - {key: AZURE_CLIENT_ID, value: \(client)}
      - {key: AZURE_TENANT_ID, value: \(tenant)}
    """

  /// One job that works on the default branch and fails elsewhere.
  static let small = """
    deploy:
      id_tokens: {AZURE_JWT: {aud: https://gitlab.com}}
      secrets:
        PASSWORD:
          azure_key_vault: {name: db-password}
          token: $AZURE_JWT
      script: ./deploy.sh
      rules:
        - if: $CI_COMMIT_BRANCH
    """

  /// A job that signs in itself, and is trusted on the default branch only.
  static let signIn = """
    deploy:
      id_tokens: {AZURE_JWT: {aud: https://gitlab.com}}
      script: >-
        az login --service-principal -u $AZURE_CLIENT_ID -t $AZURE_TENANT_ID
        --federated-token $AZURE_JWT
      rules:
        - if: $CI_COMMIT_BRANCH
    """

  /// Jobs of a few kinds, each kind with a vault of its own, each job with a secret of its own.
  static func large(_ count: Int) -> String {
    (0..<count).map { index in
      """
      team-\(index % 5):job-\(index):
        id_tokens: {AZURE_JWT: {aud: https://gitlab.com\(index % 7 == 0 ? "/" : "")}}
        variables:
          AZURE_KEY_VAULT_SERVER_URL: https://vault-\(index % 3).vault.azure.net
        secrets:
          PASSWORD: {azure_key_vault: {name: secret-\(index)}, token: $AZURE_JWT}
        script: ./deploy.sh
      """
    }.joined(separator: "\n")
  }

  static func of(
    _ pipeline: String,
    configuration text: String = configuration,
    title: String = "example/shop",
    report: RunReport = RunReport(),
    learn: (inout ProjectEvidence) -> Void = { _ in }
  ) throws -> TrustSurvey {
    var read = ConfigurationReader.read(Array(text.utf8), path: ".akvlint.yml", rules: []) {
      _ throws(FileError) in throw .missing
    }
    try #require(read.problems.isEmpty, "\(read.problems)")
    learn(&read.evidence)
    let source = SourceText(path: ".gitlab-ci.yml", bytes: Array(pipeline.utf8))
    let pipeline = Pipeline(source, in: InMemoryFiles([:]))
    let predictor = Predictor(pipeline, evidence: read.evidence, paths: [])
    return TrustSurvey(
      [TrustSurvey.Source(pipeline: pipeline)],
      predictions: predictor.predictions(read.allScenarios),
      report: report,
      evidence: read.evidence,
      title: title,
      version: "0.0.0",
      today: try #require(CalendarDay("2026-11-23"))
    )
  }
}
