import Files
import Findings
import Linting
import Reporting
import RuleEngine
import Testing

/// Runs that exceed a limit: two cores share the work, and the report is the same anyway.
@Suite struct ExcessTests {
  /// A job with a secret whose token does not exist (AKV202), that signs in as well.
  private static func job(_ name: String) -> String {
    """
    \(name):
      script: [az login --service-principal -u $A -t $B --federated-token $T]
      rules: [{if: $CI_COMMIT_BRANCH =~ /^main|release/}, {exists: ["**/*.tf"]}]
      id_tokens: {T: {aud: https://gitlab.com}}
      secrets:
        R: {azure_key_vault: {name: n}, token: $T}
        S: {azure_key_vault: {name: n}, token: $NOPE}

    """
  }

  private static let configuration = """
    gitlab: {project: a/b, default_branch: main, protected: {branches: [main, release/*]}}
    azure:
      identities:
        - client_id: 11111111-2222-3333-4444-555555555555
          tenant_id: 66666666-7777-8888-9999-000000000000
          credentials: []
    variables:
      - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}
      - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}
      - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://v.vault.azure.net}
    """

  private static func jobs(_ count: Int) -> String {
    (0..<count).map { job("job\($0)") }.joined()
  }

  /// A repository, and what is spent of its budget before it is linted.
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let files: [String: String]
    let resource: Budget.Resource
    /// The amount that is left.
    let left: Int
  }

  private static let many = Dictionary(
    uniqueKeysWithValues: (0..<24).map { ("d\($0)/.gitlab-ci.yml", jobs(1)) }
  )
  /// An audience of a megabyte, from a thousand references to a kilobyte.
  private static let expanded = [
    ".gitlab-ci.yml": """
    variables:
      LONG: \(String(repeating: "x", count: 1_000))
      ALL: \(String(repeating: "$LONG", count: 1_000))
    deploy:
      script: ./deploy
      id_tokens: {T: {aud: $ALL}}
      secrets:
        S: {azure_key_vault: {name: n}, token: $T}
    """
  ]
  private static let large = [".gitlab-ci.yml": jobs(70)]

  static let cases = [
    Case(testDescription: "roots", files: many, resource: .expressionSteps, left: 500),
    Case(testDescription: "predictions", files: many, resource: .predictions, left: 200),
    Case(testDescription: "findings", files: many, resource: .bytesReported, left: 9_000),
    Case(testDescription: "a large root", files: large, resource: .expressionSteps, left: 900),
    Case(testDescription: "a long text", files: expanded, resource: .patternSteps, left: 2_000_000),
    Case(testDescription: "its scripts", files: large, resource: .scriptSteps, left: 200),
  ]

  private static func lint(
    _ folder: TemporaryRepository,
    spending amount: Int = 0,
    on resource: Budget.Resource = .compositions
  ) throws -> LintSession.Outcome {
    var workspaces = try folder.workspaces()
    let workspace = try workspaces.main()
    var resolver = InputResolver(workspaces, folder: folder.root)
    resolver.add(".")
    workspace.repository.budget.spend(amount, on: resource)
    let session = LintSession(
      workspace: workspace,
      linter: try workspace.linter(),
      inputs: try resolver.resolve()
    )
    return session.run(overlay: [:])
  }

  @Test("only the limit is reported, however the cores share the work", arguments: cases)
  func isTheSame(_ excess: Case) throws {
    let folder = try TemporaryRepository(excess.files)
    try folder.write(Self.configuration, to: ".akvlint.yml")
    let first = excess.files.keys.min() ?? ""
    for _ in 0..<20 {
      let amount = excess.resource.limit - excess.left
      let outcome = try Self.lint(folder, spending: amount, on: excess.resource)
      let findings = outcome.report.findings
      #expect(findings.map { "\($0.rule) \($0.place.path)" } == ["AKV003 \(first)"])
      #expect(findings.first?.message == ExcessFinding.message(excess.resource))
      let isBare = outcome.report.undecided.isEmpty && outcome.gone.isEmpty
      #expect(isBare && outcome.result.isIncomplete && outcome.excess == excess.resource)
    }
  }
}
