import BuiltInRules
import CommonExpressions
import Findings
import RuleEngine
import Testing
import YAMLSyntax

/// Rules of users about each type that `for` accepts.
@Suite struct PolicyTests {
  private func findings(_ rule: String, in pipeline: String) throws -> [Finding] {
    let text = "id: SHOP001\nname: policy\n\(rule)\n"
    let definition = try RuleFile(path: "rule.yml", bytes: Array(text.utf8), author: .user)
      .definition()
    try RuleCompiler.validate(definition)
    let files = [
      ".gitlab-ci.yml": pipeline, ".akvlint.yml": PolicyCase.configuration,
      ".akvlint.snapshot.json": PolicyCase.snapshot, "ci/build.yml": "build: {script: make}\n",
    ]
    return try ExampleRunner(BuiltInRuleSet.all + [definition]).findings(definition, files)
      .filter { $0.rule == "SHOP001" }
  }

  @Test(arguments: PolicyCase.all)
  func policy(_ policy: PolicyCase) throws {
    let found = try findings(policy.rule, in: policy.pipeline).map { finding in
      let start = finding.place.span.start
      return "\(finding.place.path):\(start.line):\(start.column) \(finding.message)"
    }
    #expect(found == policy.expected)
  }

  /// A message names a field without a value in parentheses.
  @Test(arguments: RuleTarget.allCases)
  func allFieldsHaveValues(of target: RuleTarget) throws {
    let name = target.rawValue
    let type = try #require(PipelineSchema.schema.objectTypes.first { $0.name == name })
    for field in type.fields where !field.isOptional {
      let rule = """
        for: \(name)
        assert: type(\(name).\(field.name)) == string && false
        message: "{{ type(\(name).\(field.name)) }}"
        """
      for finding in try findings(rule, in: PolicyCase.deployment) {
        #expect(!finding.message.contains("no such"), "\(name).\(field.name): \(finding.message)")
      }
    }
  }

  /// Jobs share the values of variables, and a rule may still ask for the job.
  @Test func valuesOfVariablesAreJudgedForEachJobThatARuleAsksFor() throws {
    let about = "for: azure_value\nwhen: azure_value.name == 'AZURE_CLIENT_ID'\n"
    let both = try findings("\(about)assert: 'false'\nmessage: a client", in: PolicyCase.deployment)
    #expect(both.map(\.jobs) == [["deploy", "release"]])
    let one = try findings(
      "\(about)assert: azure_value.job.name == 'deploy'\nmessage: a client",
      in: PolicyCase.deployment
    )
    #expect(one.map(\.jobs) == [["release"]])
  }

  @Test func theCodeOfAPredictionIsPartOfTheFinding() throws {
    let rule = """
      for: job
      when: job.uses_azure
      assert: 'false'
      predicts: "job.always_fails ? 'AADSTS700212' : ''"
      message: a job
      """
    let found = try findings(rule, in: PolicyCase.deployment)
    #expect(found.map(\.predicts) == [nil, "AADSTS700212"])
  }

  @Test(arguments: [
    ("for: job\nevidence: everything\nassert: 'true'", "must be one of"),
    ("for: jobs\nassert: 'true'", "must be one of"),
    ("for: job\nmentions: JWT\nassert: 'true'", "must be a list"),
  ])
  func mistakesInFiles(keys: String, message: String) {
    let text = "id: SHOP001\nname: policy\n\(keys)\nmessage: text\n"
    let error = #expect(throws: RuleFileError.self) {
      try RuleFile(path: "rule.yml", bytes: Array(text.utf8), author: .user).definition()
    }
    #expect(error?.message.contains(message) == true)
  }

  @Test func thePredictedCodeMustBeAText() throws {
    let rule = "for: job\nassert: 'true'\npredicts: '1'\nmessage: text"
    let error = #expect(throws: RuleError.self) {
      try findings(rule, in: PolicyCase.deployment)
    }
    #expect(error?.key == "predicts")
  }

  /// Without the evidence that a rule needs, it is undecided about the jobs that it concerns.
  @Test(arguments: [
    ("AKV302", ["deploy"]), ("AKV401", ["deploy", "login"]), ("AKV506", ["deploy"]),
    ("AKV507", ["deploy", "vault"]), ("AKV508", ["deploy"]),
  ])
  func withoutEvidence(id: String, jobs: [String]) throws {
    var selection = RuleSelection()
    selection.selected = [id]
    let result = try lint(
      """
      deploy:
        script: x
        id_tokens: {JWT: {aud: https://gitlab.com}}
        secrets: {S: {azure_key_vault: {name: s}, token: $JWT}}
      vault:
        script: x
        id_tokens: {JWT: {aud: https://gitlab.com}}
        secrets: {S: {vault: a/b@c, token: $JWT}}
      login:
        script: az login --service-principal -u $AZURE_CLIENT_ID --federated-token $AZURE_ID_TOKEN
        id_tokens: {AZURE_ID_TOKEN: {aud: https://gitlab.com}}

      """,
      selection: selection
    )
    #expect(result.undecided.filter { $0.rule == id }.map(\.jobs) == [jobs])
    #expect(!result.findings.contains { $0.rule == id })
  }
}
