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
    ("secret:kv-prod/none", []), ("secret:kv2/db", []),
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

  @Test func counts() throws {
    let query = try #require(FleetQuery("secret:kv-prod/db"))
    let answer = FleetAnswer("secret:kv-prod/db", query, in: Self.fleet)
    #expect(answer.count(.yes) == 1 && answer.count(.maybe) == 1 && answer.projectCount == 1)
    #expect(answer.jobs.first?.scenarios == ["default-branch", "tag"])
  }
}
