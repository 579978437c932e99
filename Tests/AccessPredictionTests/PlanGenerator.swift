import AccessPrediction
import TestSupport

/// Makes pipelines with scenarios and credentials that may or may not fit them, the same for the same
/// seed.
struct PlanGenerator {
  private static let rules = [
    "[{when: on_success}]", "[{if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH}]",
    "[{if: $CI_COMMIT_TAG}]", "[{if: $CI_COMMIT_BRANCH}]", "[{if: $CI_MERGE_REQUEST_IID}]",
    #"[{if: '$CI_COMMIT_TAG =~ /^v\d+/'}]"#, #"[{if: '$CI_COMMIT_BRANCH =~ /^release\//'}]"#,
    "[{if: $CI_PIPELINE_SOURCE == 'schedule'}]", "[{if: $DEPLOY, changes: [src/*]}]",
    "[{if: $CI_COMMIT_BRANCH == 'release/1.0'}]",
  ]
  private static let audiences = ["https://gitlab.com", "api://AzureADTokenExchange", "$AUDIENCE"]
  private static let clients = [
    "11111111-2222-3333-4444-555555555555", "22222222-2222-3333-4444-555555555555",
    "33333333-2222-3333-4444-555555555555",
  ]
  private static let refs = [
    "main", "develop", "release/1.0", "release/2.0", "feature/example", "refs/tags/v1.0.0",
    "refs/tags/v2.0.0-rc1", "refs/tags/nightly",
  ]
  private static let subjects = [
    "project_path:g/p:ref_type:branch:ref:main", "project_path:g/p:ref_type:branch:ref:develop",
    "project_path:g/p:ref_type:branch:ref:feature/example",
    "project_path:g/p:ref_type:tag:ref:v1.0.0", "project_path:g/q:ref_type:branch:ref:main",
    "project_path:G/P:ref_type:branch:ref:main", "project_id:42:ref_type:branch:ref:main",
    "project_path:g/p:ref_type:branch:ref:*",
  ]
  private static let expressions = [
    "claims['sub'] matches 'project_path:g/p:ref_type:branch:ref:*'",
    "claims['sub'] matches 'project_path:g/p:*' and claims['project_id'] eq '42'",
    "claims['sub'] matches 'project_path:g/p:ref_type:tag:ref:v*' and claims['project_id'] eq '42'",
    "claims['sub'] matches 'project_path:*:ref_type:branch:ref:*'",
    "claims['sub'] eq 'project_path:g/p:ref_type:branch:ref:main'",
    "claims['project_id'] eq '42'", "claims['sub'] matches 'project_id:42:*'",
  ]
  private static let components = [
    "[project_path, ref_type, ref]", "[project_id, ref_type, ref]", "[project_path]",
    "[project_path, ref_type, ref, ref_protected]",
    "[project_path, ref_type, ref, deployment_tier]",
  ]

  private var numbers: SeededNumbers

  init(seed: UInt64) {
    numbers = SeededNumbers(seed: seed)
  }

  /// A pipeline with its configuration.
  mutating func repository() -> PlanRepository {
    let count = 1 + number(3)
    var pipeline = "variables: {AUDIENCE: \(pick(Self.audiences.dropLast()))}\n"
    for index in 0..<count { pipeline += job("j\(index)") }
    return PlanRepository(pipeline: pipeline, configuration: configuration())
  }

  /// All runs but forks, or some scenarios and runs.
  mutating func selection(
    _ repository: PlanRepository,
    _ runs: AccessRuns
  ) throws -> RunSelection {
    guard chance(2) else { return RunSelection() }
    let all = runs.runs.filter { !$0.isFork }
    guard !all.isEmpty else { return RunSelection() }
    let names = (0...number(2)).map { _ in
      let run = all[number(all.count - 1)]
      return chance(2) ? run.name : run.scenario
    }
    return try repository.selection(names, runs)
  }

  private mutating func job(_ name: String) -> String {
    var text = "\(name):\n  rules: \(pick(Self.rules))\n"
    text += "  id_tokens: {T: {aud: \(pick(Self.audiences))}}\n"
    if chance(4) { text += "  environment: {name: production, deployment_tier: production}\n" }
    if chance(3) {
      text += "  variables: {AZURE_CLIENT_ID: \(pick(Self.clients))}\n"
    } else if chance(5) {
      text +=
        "  parallel: {matrix: [{AZURE_CLIENT_ID: [\(Self.clients.joined(separator: ", "))]}]}\n"
    }
    if chance(4) {
      return text + "  script: az login --service-principal -u $AZURE_CLIENT_ID -t $AZURE_TENANT_ID"
        + " --federated-token \"$T\"\n"
    }
    return text
      + "  script: x\n  secrets: {S: {azure_key_vault: {name: n\(number(3))}, token: $T}}\n"
  }

  private mutating func configuration() -> String {
    let issuer = chance(4) ? "https://git.example.org" : "https://gitlab.com"
    var text = "gitlab:\n  url: \(issuer)\n  project: g/p\n"
    if !chance(6) { text += "  default_branch: main\n" }
    if !chance(4) { text += "  project_id: 42\n" }
    if !chance(3) { text += "  protected: {branches: [main, release/*], tags: [v*]}\n" }
    if chance(3) { text += "  sub_claim: \(pick(Self.components))\n" }
    if chance(5) { text += "  version: '18.1'\n" }
    text += "azure:\n  identities:\n"
    for client in Self.clients.prefix(1 + number(1)) {
      text += "    - client_id: \(client)\n      credentials: \(chance(6) ? "[]" : "")\n"
      if text.hasSuffix(": \n") {
        for index in 0...number(4) { text += "        \(credential(index, issuer))\n" }
      }
    }
    text +=
      "variables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://v-1.vault.azure.net}\n"
    text += "  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n"
    let client = pick(Self.clients)
    text += "  - {key: AZURE_CLIENT_ID, value: \(client)\(chance(3) ? ", protected: true" : "")}\n"
    guard chance(2) else { return text }
    let scenarios = (0...number(3)).map { index in
      let source = chance(5) ? ", source: merge_request_event" : ""
      return "  - {name: s\(index), ref: \(pick(Self.refs))\(source)}\n"
    }
    return text + "scenarios:\n" + scenarios.joined()
  }

  private mutating func credential(_ index: Int, _ issuer: String) -> String {
    let audience = pick(Self.audiences.dropLast())
    let start =
      "- {name: c\(index), issuer: '\(chance(6) ? issuer + "/" : issuer)', audiences: ['\(audience)'], "
    guard chance(3) else { return start + "subject: '\(pick(Self.subjects))'}" }
    return start
      + "claimsMatchingExpression: {languageVersion: 1, value: \"\(pick(Self.expressions))\"}}"
  }

  private mutating func pick(_ texts: some RandomAccessCollection<String>) -> String {
    texts.randomElement(using: &numbers) ?? ""
  }
  private mutating func chance(_ of: Int) -> Bool { number(of - 1) == 0 }
  private mutating func number(_ max: Int) -> Int { Int.random(in: 0...max, using: &numbers) }
}
