import AccessPrediction
import BuiltInRules
import Evidence
import Files
import GitLabCI
import RuleEngine
import Testing
import YAMLSyntax

/// A pipeline, what is known beyond it, the selected runs, and the plan that must come of it.
///
/// The expectations are derived from GitLab's and Microsoft's documentation, not from the code.
struct CredentialCase: Sendable, CustomTestStringConvertible {
  let title: String
  var testDescription: String { title }
  /// The rules of the job `job`.
  var rules = "[{if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH}]"
  /// The whole pipeline, when it is more than the job.
  var pipeline: String?
  /// Credentials of the application, as in the configuration; nil when they are not known.
  var credentials: String? = "[]"
  /// Variables of the project's settings, as in the configuration.
  var variables = PredictionCase.usualVariables
  /// The `gitlab` part of the configuration.
  var gitLab = Self.usualGitLab
  /// Further lines of the configuration.
  var settings = ""
  /// The selected runs; none for the default.
  var runs: [String] = []
  /// `ACTION SUBJECT: RUN, ...` for each credential, in order.
  let expected: [String]
  /// Texts that the reasons of undecided questions must contain.
  var undecided: [String] = []

  static let usualGitLab = PredictionCase.usualGitLab + "\n  project_id: 42"
  static let main = "project_path:g/p:ref_type:branch:ref:main"
  static let onMain = "job@default-branch, job@schedule"

  static func job(_ name: String, audience: String = "https://gitlab.com", rules: String) -> String
  {
    """
    \(name):
      script: x
      id_tokens: {T: {aud: \(audience)}}
      secrets: {S: {azure_key_vault: {name: n}, token: $T}}
      rules: \(rules)

    """
  }

  static func matches(_ pattern: String) -> String {
    "claims['sub'] matches 'project_path:g/p:\(pattern)' and claims['project_id'] eq '42'"
  }

  var repository: PlanRepository {
    var text = "\(gitLab)\nazure:\n  identities:\n    - client_id: \(PredictionCase.client)\n"
    text += "      tenant_id: \(PredictionCase.tenant)\n"
    if let credentials {
      let isList = credentials.hasPrefix("-")
      text += "      credentials:\(isList ? "\n" : " ")"
      text += isList ? PlanRepository.indented(credentials, by: 8) : credentials + "\n"
    }
    text += "variables:\n" + PlanRepository.indented(variables, by: 2) + settings
    return PlanRepository(
      pipeline: pipeline ?? Self.job("job", rules: rules),
      configuration: text
    )
  }
}

/// The text of a pipeline and of its configuration.
struct PlanRepository {
  var pipeline: String
  var configuration: String

  static func indented(_ text: String, by count: Int) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: true)
      .map { String(repeating: " ", count: count) + $0 + "\n" }.joined()
  }

  /// The configuration as it is read.
  func settings() throws -> Configuration {
    let result = ConfigurationReader.read(
      Array(configuration.utf8),
      path: ".akvlint.yml",
      rules: BuiltInRuleSet.all.map { ($0.id, $0.name) }
    ) { _ throws(FileError) in throw .missing }
    try #require(result.problems.isEmpty, "\(result.problems)\n\(configuration)")
    return result
  }

  /// The runs, with the evidence of the configuration or another one.
  func runs(_ evidence: ProjectEvidence? = nil) throws -> AccessRuns {
    let settings = try settings()
    let source = SourceText(path: ".gitlab-ci.yml", bytes: Array(pipeline.utf8))
    let composed = Pipeline(source, in: InMemoryFiles([:]))
    let problems = ValidationOutcome(composed).messages
    try #require(problems.isEmpty, "\(problems)\n\(pipeline)")
    return AccessRuns(
      [ComposedRuns(pipeline: composed, scenarios: settings.allScenarios)],
      evidence: evidence ?? settings.evidence,
      paths: []
    )
  }

  /// The selection of runs by their names.
  func selection(_ names: [String], _ runs: AccessRuns) throws -> RunSelection {
    guard !names.isEmpty else { return RunSelection() }
    let scenarios = try settings().allScenarios
    return try RunSelection(names, scenarios: scenarios, among: runs.runs)
  }
}
