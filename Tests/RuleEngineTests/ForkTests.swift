import AccessPrediction
import BuiltInRules
import Evidence
import Files
import Findings
import GitLabCI
import RuleEngine
import Testing
import YAMLSyntax

/// Merge requests of forks are recognised by their type: a configuration may replace the scenario
/// of their name with another one, or give a scenario of its own that name.
@Suite struct ForkTests {
  /// A job for merge requests whose credential accepts forks.
  private static let pipeline = """
    job:
      script: x
      rules: [{if: $CI_PIPELINE_SOURCE == "merge_request_event"}]
      id_tokens: {T: {aud: https://gitlab.com}}
      secrets: {S: {azure_key_vault: {name: n}, token: $T}}
    """

  private static func configuration(subject: String, scenarios: String) throws -> Configuration {
    let text = """
      gitlab:
        url: https://gitlab.com
        project: g/p
        default_branch: main
        protected: {branches: [main]}
      azure:
        identities:
          - client_id: 11111111-2222-3333-4444-555555555555
            tenant_id: 66666666-7777-8888-9999-000000000000
            credentials:
              - {name: c, issuer: "https://gitlab.com", subject: "\(subject)",
                 audiences: ["https://gitlab.com"]}
      variables:
        - {key: AZURE_KEY_VAULT_SERVER_URL, value: "https://vault.vault.azure.net"}
        - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}
        - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}
      \(scenarios)
      """
    let configuration = ConfigurationReader.read(
      Array(text.utf8),
      path: ".akvlint.yml",
      rules: BuiltInRuleSet.all.map { ($0.id, $0.name) }
    ) { _ throws(FileError) in throw .missing }
    try #require(configuration.problems.isEmpty, "\(configuration.problems)")
    return configuration
  }

  private static func findings(subject: String, scenarios: String) throws -> [Finding] {
    let configuration = try configuration(subject: subject, scenarios: scenarios)
    let pipeline = Pipeline(
      SourceText(path: ".gitlab-ci.yml", bytes: Array(pipeline.utf8)),
      in: InMemoryFiles([:])
    )
    return try Linter(rules: BuiltInRuleSet.all).check(
      pipeline,
      evidence: configuration.evidence,
      runs: Runs(configuration.allScenarios) { [] }
    ).findings
  }

  /// The name means a merge request of the project itself.
  private static let replaced = """
    scenarios:
      - {name: fork-merge-request, source: merge_request_event, ref: feature/own}
    """

  @Test func aReplacedScenarioIsNoFork() throws {
    let configuration = try Self.configuration(subject: "x", scenarios: Self.replaced)
    let scenario = configuration.allScenarios.first { $0.name == "fork-merge-request" }
    #expect(scenario?.mergeRequest == .sameProject)
  }

  /// AKV410 asks about forks only: GitLab names the fork in the tokens of their runs.
  @Test func aReplacedScenarioMakesNoCredentialAcceptForks() throws {
    let subject = "project_path:fork/p:ref_type:branch:ref:feature/example"
    let names = { (scenarios: String) throws in
      try Self.findings(subject: subject, scenarios: scenarios).map(\.name)
    }
    #expect(try names("").contains("fork-subject"))
    #expect(try !names(Self.replaced).contains("fork-subject"))
  }

  /// AKV402 leaves forks out: that they are refused is intended.
  @Test func aReplacedScenarioIsJudgedAsWhatItIs() throws {
    let subject = "project_path:g/p:ref_type:branch:ref:main"
    let scenarios = { (findings: [Finding]) in
      findings.first { $0.name == "subject-mismatch" }?.scenarios ?? []
    }
    let builtIn = try Self.findings(subject: subject, scenarios: "")
    #expect(scenarios(builtIn) == ["merge-request"])
    let replaced = try Self.findings(subject: subject, scenarios: Self.replaced)
    #expect(scenarios(replaced) == ["merge-request", "fork-merge-request"])
  }
}
