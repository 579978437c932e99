import AccessPrediction
import Testing

/// Questions about what depends on something in Azure.
@Suite struct FleetQueryTests {
  private static let fleet = FleetSample.fleet([
    FleetSample.project(
      "g/a",
      [
        FleetSample.use("works", scenarios: ["default-branch", "tag"]),
        FleetSample.use("fails", verdict: .fails, scenarios: ["merge-request"]),
        FleetSample.use("unknown", verdict: .unknown),
        FleetSample.use("twice", "other", credentials: ["main", "spare"]),
      ]
    )
  ])

  private func jobs(_ text: String) throws -> [String] {
    let query = try #require(FleetQuery(text))
    return FleetAnswer(text, query, in: Self.fleet).jobs.map { "\($0.job) \($0.effect.rawValue)" }
  }

  @Test(arguments: [
    ("secret:kv-prod/db", ["works yes", "fails no", "unknown maybe"]),
    ("secret:KV-PROD/DB", ["works yes", "fails no", "unknown maybe"]),
    ("secret:kv-prod.vault.azure.net/db", ["works yes", "fails no", "unknown maybe"]),
    ("secret:https://kv-prod.vault.azure.net/db", ["works yes", "fails no", "unknown maybe"]),
    (
      "secret:https://kv-prod.vault.azure.net/secrets/DB",
      ["works yes", "fails no", "unknown maybe"]
    ),
    // Jobs without a version read the newest one, which may be this.
    (
      "secret:https://kv-prod.vault.azure.net/secrets/db/0123456789abcdef0123456789abcdef",
      ["works maybe", "unknown maybe"]
    ), ("secret:kv-prod/none", []), ("secret:kv2/db", []),
    (
      "credential:11111111-2222-3333-4444-555555555555/main",
      ["works yes", "unknown maybe", "twice no"]
    ),
    ("credential:11111111-2222-3333-4444-555555555555/spare", ["twice no"]),
    (
      "application:11111111-2222-3333-4444-555555555555",
      ["works yes", "fails no", "unknown maybe", "twice yes"]
    ), ("application:99999999-2222-3333-4444-555555555555", []),
    (
      "audience:api://AzureADTokenExchange",
      ["works yes", "fails no", "unknown maybe", "twice yes"]
    ), ("audience:https://gitlab.com", []),
  ])
  func answers(question: String, expected: [String]) throws {
    #expect(try jobs(question) == expected)
  }

  @Test(arguments: [
    "", "secret", "secret:", "secret:kv-prod", "secret:/db", "secret:kv-prod/", "credential:x",
    "application:", "vault:kv",
  ])
  func malformed(question: String) {
    #expect(FleetQuery(question) == nil)
  }

  /// A use, a question, and whether the job would break.
  @Test(
    "What a run decides is not known, and never left out",
    arguments: [
      (FleetSample.use(vault: nil, "db"), "secret:kv-prod/db", "maybe"),
      (FleetSample.use(vault: nil, "other"), "secret:kv-prod/db", nil),
      (FleetSample.use(vault: nil, "db", verdict: .fails), "secret:kv-prod/db", nil),
      (FleetSample.use("deploy", "db-…"), "secret:kv-prod/db-west", "maybe"),
      (FleetSample.use("deploy", "db-…"), "secret:kv-prod/cache", nil),
      (FleetSample.use("deploy", nil), "secret:kv-prod/db", "maybe"),
      (
        FleetSample.use(version: "0123456789abcdef0123456789abcdef"),
        "secret:https://kv-prod.vault.azure.net/secrets/db/0123456789ABCDEF0123456789ABCDEF", "yes"
      ),
      (
        FleetSample.use(version: "ffffffffffffffffffffffffffffffff"),
        "secret:https://kv-prod.vault.azure.net/secrets/db/0123456789abcdef0123456789abcdef", nil
      ), (FleetSample.use(client: nil), "application:\(FleetSample.client)", "maybe"),
      (FleetSample.use(audiences: []), "audience:https://gitlab.com", "maybe"),
      (
        FleetSample.use(verdict: .unknown, credentials: []),
        "credential:\(FleetSample.client)/main", "maybe"
      ), (FleetSample.use(credentials: []), "credential:\(FleetSample.client)/main", nil),
    ] as [(FleetUse, String, String?)]
  )
  func unknown(use: FleetUse, question: String, effect: String?) throws {
    let query = try #require(FleetQuery(question))
    let fleet = FleetSample.fleet([FleetSample.project("g/a", [use])])
    let answer = FleetAnswer(question, query, in: fleet)
    #expect(answer.jobs.map(\.effect.rawValue) == (effect.map { [$0] } ?? []))
  }

  @Test("A name that neither a job nor the evidence knows may be misspelt")
  func misspelt() throws {
    let spare = FleetSample.credential("unused", subject: "x")
    var fleet = Self.fleet
    fleet.add(spare)
    for (question, isNamed) in [
      ("secret:kv-prod/db", true), ("secret:kv-prod/dbs", false),
      ("credential:\(FleetSample.client)/unused", true),
      ("credential:\(FleetSample.client)/misspelt", false),
    ] {
      let query = try #require(FleetQuery(question))
      #expect(FleetAnswer(question, query, in: fleet).isNamed == isNamed, "\(question)")
    }
  }

  @Test func counts() throws {
    let query = try #require(FleetQuery("secret:kv-prod/db"))
    let answer = FleetAnswer("secret:kv-prod/db", query, in: Self.fleet)
    #expect(answer.count(.yes) == 1 && answer.count(.maybe) == 1 && answer.projectCount == 1)
    #expect(answer.jobs.first?.scenarios == ["default-branch", "tag"])
  }
}
