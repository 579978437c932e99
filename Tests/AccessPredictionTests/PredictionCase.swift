import AccessPrediction
import BuiltInRules
import Evidence
import Files
import GitLabCI
import RuleEngine
import Testing
import YAMLSyntax

/// A pipeline, the evidence, a scenario, and the expected outcome.
///
/// The expectations are derived from GitLab's and Microsoft's documentation, not from the code.
struct PredictionCase: Sendable, CustomTestStringConvertible {
  let title: String
  var testDescription: String { title }
  /// The lines of the job `job`, without its script.
  var job = Self.usualJob
  /// Further top-level text.
  var global = ""
  /// Credentials of the application, as in the configuration.
  var credentials = Self.mainCredential
  /// Variables of the project's settings, as in the configuration.
  var variables: String? = Self.usualVariables
  /// Further lines of the configuration.
  var settings = ""
  /// The `gitlab` part of the configuration.
  var gitLab = Self.usualGitLab
  var scenario = "default-branch"
  /// `works`, `fails STAGE CODE`, `unknown STAGE` or `no`; Begins with `maybe` when it may not run.
  let expected: String

  static let client = "11111111-2222-3333-4444-555555555555"
  static let tenant = "66666666-7777-8888-9999-000000000000"
  static let usualJob: String = job("rules: [{when: on_success}]")

  /// The lines of a job with the usual secret.
  ///
  /// - Parameters:
  ///   - line: One more line, such as its rules.
  ///   - audience: The audience of its token.
  /// - Returns: The lines.
  static func job(_ line: String = "", audience: String = "https://gitlab.com") -> String {
    """
    id_tokens: {T: {aud: \(audience)}}
    secrets: {S: {azure_key_vault: {name: n}, token: $T}}
    \(line)
    """
  }
  static let usualGitLab = """
    gitlab:
      url: https://gitlab.com
      project: g/p
      default_branch: main
      protected: {branches: [main], tags: [v*]}
    """
  static let usualVariables = """
    - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://vault.vault.azure.net}
    - {key: AZURE_CLIENT_ID, value: \(client)}
    - {key: AZURE_TENANT_ID, value: \(tenant)}
    """
  /// Variables of the project's settings.
  ///
  /// - Parameter clientID: The value of `AZURE_CLIENT_ID` and what follows it; without it the variable
  ///   does not exist.
  /// - Returns: The list of variables.
  static func settings(clientID: String? = nil) -> String {
    let others = """
      - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://vault.vault.azure.net}
      - {key: AZURE_TENANT_ID, value: \(tenant)}
      """
    return clientID.map { "\(others)\n- {key: AZURE_CLIENT_ID, value: \($0)}" } ?? others
  }
  static let mainCredential = credential("project_path:g/p:ref_type:branch:ref:main")

  static func credential(
    _ subject: String,
    issuer: String = "https://gitlab.com",
    audience: String = "https://gitlab.com",
    name: String = "c"
  ) -> String {
    "- {name: \(name), issuer: '\(issuer)', subject: '\(subject)', audiences: ['\(audience)']}"
  }

  static func flexible(_ expression: String) -> String {
    "- {name: f, issuer: 'https://gitlab.com', audiences: ['https://gitlab.com'], "
      + "claimsMatchingExpression: {languageVersion: 1, value: \"\(expression)\"}}"
  }

  private static func indented(_ text: String, by count: Int) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: true)
      .map { String(repeating: " ", count: count) + $0 + "\n" }.joined()
  }

  var pipelineText: String {
    global + "\njob:\n  script: x\n" + Self.indented(job, by: 2)
  }

  var configurationText: String {
    var text = gitLab + "\nazure:\n  identities:\n    - client_id: \(Self.client)\n"
    text += "      tenant_id: \(Self.tenant)\n"
    if !credentials.isEmpty {
      text += "      credentials:\n" + Self.indented(credentials, by: 8)
    }
    if let variables { text += "variables:\n" + Self.indented(variables, by: 2) }
    return text + settings
  }

  /// The outcome of the code.
  func outcome() throws -> String {
    let configuration = ConfigurationReader.read(
      Array(configurationText.utf8),
      path: ".akvlint.yml",
      rules: BuiltInRuleSet.all.map { ($0.id, $0.name) }
    ) { _ throws(FileError) in throw .missing }
    try #require(configuration.problems.isEmpty, "\(configuration.problems)")
    let pipeline = Pipeline(
      SourceText(path: ".gitlab-ci.yml", bytes: Array(pipelineText.utf8)),
      in: InMemoryFiles([:])
    )
    let problems = ValidationOutcome(pipeline).messages
    try #require(problems.isEmpty, "\(problems)")
    let scenarios = configuration.allScenarios.filter { $0.name == scenario }
    let predictor = Predictor(
      pipeline,
      evidence: configuration.evidence,
      paths: ["Dockerfile", "infra/main.tf"]
    )
    let predictions = predictor.predictions(scenarios)
    let prediction = try #require(predictions.first { $0.job == "job" })
    guard prediction.runs != .no else { return "no" }
    let maybe = prediction.runs == .maybe ? "maybe " : ""
    guard let verdict = prediction.secrets.first?.verdict else { return maybe + "nothing" }
    switch verdict.answer {
    case .works: return maybe + "works"
    case .unknown: return maybe + "unknown \(verdict.stage.rawValue)"
    case .fails: return maybe + "fails \(verdict.stage.rawValue) \(verdict.code ?? "-")"
    }
  }
}

@Suite struct PredictionTests {
  @Test(
    arguments: PredictionCase.runs + PredictionCase.variables + PredictionCase.tokens
      + PredictionCase.exchanges + PredictionCase.matrix
  )
  func verdict(case item: PredictionCase) throws {
    #expect(try item.outcome() == item.expected)
  }

  @Test func thereAreEnoughCases() {
    let count =
      PredictionCase.runs.count + PredictionCase.variables.count + PredictionCase.tokens.count
      + PredictionCase.exchanges.count
    #expect(count >= 120)
  }
}
