import AccessPrediction
import BuiltInRules
import Evidence
import Files
import Findings
import GitLabCI
import RuleEngine
import Testing
import YAMLSyntax

/// A job whose script signs in, with the expected results of `predict` and `check`.
struct SignInCase: Sendable, CustomTestStringConvertible {
  let title: String
  var testDescription: String { title }
  /// The lines of the job.
  let job: String
  /// Further files of the repository.
  var files: [String: String] = [:]
  /// `works`, `fails CODE`, `unknown` or `none`.
  let expected: String
  /// The rule of the error in `check`; nil when there must be none.
  var rule: String?

  static let exchange = "api://AzureADTokenExchange"
  private static let configuration = """
    gitlab: {url: https://gitlab.com, project: g/p, default_branch: main, protected: {branches: [main]}}
    azure:
      identities:
        - client_id: 11111111-2222-3333-4444-555555555555
          tenant_id: 66666666-7777-8888-9999-000000000000
          credentials: [{name: main, issuer: https://gitlab.com, subject: 'project_path:g/p:ref_type:branch:ref:main', audiences: ['api://AzureADTokenExchange']}]
        - client_id: 22222222-2222-3333-4444-555555555555
          tenant_id: 66666666-7777-8888-9999-000000000000
          credentials: [{name: release, issuer: https://gitlab.com, subject: 'project_path:g/p:ref_type:branch:ref:release', audiences: ['api://AzureADTokenExchange']}]
        - client_id: 33333333-2222-3333-4444-555555555555
          tenant_id: 66666666-7777-8888-9999-000000000000
          kind: managed_identity
          credentials: [{name: main, issuer: https://gitlab.com, subject: 'project_path:g/p:ref_type:branch:ref:main', audiences: ['api://AzureADTokenExchange']}]
        - client_id: 44444444-2222-3333-4444-555555555555
          tenant_id: 66666666-7777-8888-9999-000000000000
          kind: managed_identity
          credentials: [{name: release, issuer: https://gitlab.com, subject: 'project_path:g/p:ref_type:branch:ref:release', audiences: ['api://AzureADTokenExchange']}]
    variables:
      - {key: MAIN, value: 11111111-2222-3333-4444-555555555555}
      - {key: RELEASE, value: 22222222-2222-3333-4444-555555555555}
      - {key: IDENTITY, value: 33333333-2222-3333-4444-555555555555}
      - {key: RELEASE_IDENTITY, value: 44444444-2222-3333-4444-555555555555}
      - {key: TENANT, value: 66666666-7777-8888-9999-000000000000}
      - {key: STRANGE, value: 77777777-7777-8888-9999-000000000000}
    """

  private var pipelineText: String {
    var text = "job:\n  rules: [{if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH}]\n"
    for line in job.split(separator: "\n", omittingEmptySubsequences: false) {
      text += "  \(line)\n"
    }
    return text
  }

  /// The answer of `predict`, and the rules of the errors of `check`.
  func outcome() throws -> (prediction: String, rules: Set<String>) {
    let configuration = ConfigurationReader.read(
      Array(Self.configuration.utf8),
      path: ".akvlint.yml",
      rules: BuiltInRuleSet.all.map { ($0.id, $0.name) }
    ) { _ throws(FileError) in throw .missing }
    try #require(configuration.problems.isEmpty, "\(configuration.problems)")
    let pipeline = Pipeline(
      SourceText(path: ".gitlab-ci.yml", bytes: Array(pipelineText.utf8)),
      in: InMemoryFiles(text: files)
    )
    let scenarios = configuration.allScenarios
    let predictions = Predictor(pipeline, evidence: configuration.evidence, paths: [])
      .predictions(scenarios)
    let prediction = try #require(predictions.first { $0.scenario == "default-branch" })
    let findings = try Linter(rules: BuiltInRuleSet.all)
      .check(pipeline, evidence: configuration.evidence, runs: Runs(scenarios)).findings
    let errors = findings.filter { $0.severity == .error }.map(\.rule)
    guard let verdict = prediction.verdict else { return ("none", Set(errors)) }
    let code = verdict.code.map { " \($0)" } ?? ""
    return (verdict.answer.rawValue + code, Set(errors))
  }
}

@Suite struct SignInTests {
  @Test(
    arguments:
      SignInCase.consumers + SignInCase.scripts + SignInCase.further + SignInCase.conditions
      + SignInCase.shell + SignInCase.words
  )
  func predictAndCheckAgree(case item: SignInCase) throws {
    let (prediction, rules) = try item.outcome()
    #expect(prediction == item.expected)
    #expect(rules == Set([item.rule].compactMap(\.self)))
  }
}

extension SignInCase {
  /// A job with an ID token and a script of one block.
  static func script(
    _ title: String,
    _ lines: String,
    _ expected: String,
    _ rule: String? = nil,
    extra: String = "",
    files: [String: String] = [:]
  ) -> SignInCase {
    let text = lines.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)\n" }
    return SignInCase(
      title: title,
      job: "id_tokens: {T: {aud: \(exchange)}}\n\(extra)script:\n  - |\n" + text.joined(),
      files: files,
      expected: expected,
      rule: rule
    )
  }
}
