import AccessPrediction
import AzureFederation
import Evidence
import Testing

@Suite struct CredentialPlanTests {
  @Test(arguments: CredentialCase.exact + CredentialCase.patterns)
  func plan(case item: CredentialCase) throws {
    let repository = item.repository
    let runs = try repository.runs()
    let plan = CredentialPlan(
      runs,
      for: try repository.selection(item.runs, runs),
      evidence: try repository.settings().evidence
    )
    #expect(plan.applications.flatMap(\.items).map(Self.line) == item.expected)
    for text in item.undecided {
      #expect(plan.undecided.contains { $0.reason.contains(text) }, "\(plan.undecided)")
    }
  }

  private static func line(_ item: CredentialPlan.Item) -> String {
    let credential = item.credential
    let text = credential.subject ?? credential.claimsMatchingExpression?.value ?? ""
    let runs = item.runs.isEmpty ? "" : ": \(item.runs.joined(separator: ", "))"
    return "\(item.action.rawValue) \(text)\(runs)"
  }

  @Test func rolesAreForTheSecretsThatJobsRead() throws {
    let item = CredentialCase(
      title: "",
      pipeline: """
        .base:
          script: x
          id_tokens: {T: {aud: https://gitlab.com}}
          rules: [{if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH}]
        a:
          extends: .base
          secrets: {S: {azure_key_vault: {name: db-password}}, U: {azure_key_vault: {name: API-key}}}
        b:
          extends: .base
          secrets: {S: {azure_key_vault: {name: DB-password}}}
        """,
      expected: []
    )
    let repository = item.repository
    let plan = CredentialPlan(
      try repository.runs(),
      evidence: try repository.settings().evidence
    )
    let role = try #require(plan.roles.first)
    #expect(plan.roles.count == 1)
    #expect(role.clientID == PredictionCase.client)
    #expect(role.vault.text == "https://vault.vault.azure.net")
    #expect(role.secrets == ["db-password", "API-key"])
    #expect(role.access == .role)
  }

  @Test func atMostTwentyCredentials() throws {
    let scenarios = (1...25).map { "{name: s\($0), ref: r\($0)}" }.joined(separator: ", ")
    let item = CredentialCase(
      title: "",
      rules: "[{if: $CI_COMMIT_BRANCH =~ /^r/ && $CI_COMMIT_BRANCH != 'main'}]",
      gitLab: PredictionCase.usualGitLab,
      settings: "scenarios: [\(scenarios)]\n",
      expected: []
    )
    let repository = item.repository
    let plan = CredentialPlan(
      try repository.runs(),
      evidence: try repository.settings().evidence
    )
    #expect(plan.applications.flatMap(\.items).count == 20)
    let rest = plan.undecided.first { $0.reason.contains("more than 20") }
    #expect(rest?.runs.count == 5)
    #expect(rest?.reason.contains("second application") == true)
    // Five runs fail even when all of it is done.
    #expect(plan.isPending && rest?.isUnmet == true)
  }

  /// A narrower credential may break other projects, so the plan names them.
  @Test func whatOtherProjectsMayNeedIsNoted() throws {
    let expressions = [
      ("claims['sub'] matches '*'", "all projects of the instance"),
      ("claims['sub'] matches 'project_path:g/*'", "other projects in its group"),
      ("claims['sub'] matches 'project_path:g/p:*'", nil),
    ]
    for (expression, others) in expressions {
      let item = CredentialCase(
        title: "",
        rules: "[{if: $CI_COMMIT_BRANCH}]",
        credentials: PredictionCase.flexible(expression),
        expected: []
      )
      let runs = try item.repository.runs()
      let plan = CredentialPlan(
        runs,
        for: try item.repository.selection(["default-branch"], runs),
        evidence: try item.repository.settings().evidence
      )
      let note = plan.applications.flatMap(\.items).first { $0.action == .narrow }?.note
      #expect(note?.contains("job@other-branch") == true, "\(expression)")
      #expect(note?.contains("projects") == (others != nil), "\(expression)")
      if let others { #expect(note?.contains(others) == true, "\(expression)") }
    }
  }

  @Test func aPlanOfNothingIsPending() throws {
    let item = CredentialCase(title: "", expected: [])
    let runs = try item.repository.runs(ProjectEvidence())
    let plan = CredentialPlan(runs, evidence: ProjectEvidence())
    #expect(plan.applications.isEmpty && plan.isPending, "\(plan)")
  }

  /// Names are legal, and do not depend on the application's other credentials.
  @Test func namesAreStableAndLegal() throws {
    for item in CredentialCase.exact + CredentialCase.patterns {
      let repository = item.repository
      let runs = try repository.runs()
      let evidence = try repository.settings().evidence
      let plan = CredentialPlan(
        runs,
        for: try repository.selection(item.runs, runs),
        evidence: evidence
      )
      for name in plan.applications.flatMap(\.items).filter({ $0.action == .add })
        .map(\.credential.name)
      {
        let pattern = /[A-Za-z0-9][A-Za-z0-9_-]{2,119}/
        #expect((try? pattern.wholeMatch(in: name)) != nil, "\(name)")
      }
    }
    let first = try Self.names(credentials: "[]")
    let other = try Self.names(
      credentials: PredictionCase.credential("project_path:g/p:ref_type:branch:ref:x")
    )
    #expect(first == other)
    #expect(first.first?.hasPrefix("gitlab-g-p-branch-main-") == true)
  }

  private static func names(credentials: String) throws -> [String] {
    let repository = CredentialCase(title: "", credentials: credentials, expected: []).repository
    let plan = CredentialPlan(
      try repository.runs(),
      evidence: try repository.settings().evidence
    )
    return plan.applications.flatMap(\.items).filter { $0.action == .add }.map(\.credential.name)
  }

  @Test(arguments: [
    (["fork-merge-request"], RunSelection.Problem.fork("fork-merge-request")),
    (["default-branch,nothing"], .unknown("nothing")), ([""], .empty), ([" , "], .empty),
    (["job@tag"], .unknown("job@tag")),
  ])
  func namesThatSelectNothing(names: [String], problem: RunSelection.Problem) throws {
    let repository = CredentialCase(title: "", expected: []).repository
    let runs = try repository.runs()
    #expect(throws: problem) { try repository.selection(names, runs) }
  }
}
