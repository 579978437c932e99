import AzureFederation
import BuiltInRules
import Evidence
import Files
import Findings
import GitLabCI
import LiveEvidence
import RuleEngine
import Testing
import YAMLSyntax

/// A vault's answers to a job's own identity.
@Suite struct JobTokenTests {
  private static let vault = "https://example-vault.vault.azure.net"
  private static let tenant = "66666666-7777-8888-9999-000000000000"
  private static let client = "11111111-2222-3333-4444-555555555555"
  private static let versions = "\(vault)/secrets/db/versions?api-version=7.4&maxresults=25"

  private static func refusal(_ code: String, _ message: String) -> FakeTransport.Answers {
    let text =
      "{\"error\": {\"code\": \"Forbidden\", \"message\": \"\(message)\", "
      + "\"innererror\": {\"code\": \"\(code)\"}}}"
    return [.json(text, status: 403)]
  }

  private static let noRole = refusal(
    "ForbiddenByRbac",
    "Caller is not authorized\\r\\nAssignment: (not found)\\r\\n"
  )

  private func gather(
    _ versions: FakeTransport.Answers,
    exchange: FakeTransport.Answers = [.json("{\"access_token\": \"job\"}")],
    vaultToken: AccessToken? = nil,
    exchanges: Bool = true
  ) async -> (outcome: Gatherer.Outcome, transport: FakeTransport) {
    let challenge =
      "Bearer authorization=\"https://login.windows.net/\(Self.tenant)\", "
      + "resource=\"https://vault.azure.net\""
    let transport = FakeTransport([
      "\(Self.vault)/secrets?api-version=7.4": [
        .json("{}", status: 401, headers: ["www-authenticate": challenge])
      ],
      "https://login.microsoftonline.com/\(Self.tenant)/oauth2/v2.0/token": exchange,
      Self.versions: versions,
    ])
    var access = LiveAccess()
    access.idTokens = ["AZURE_JWT": AccessToken("assertion")]
    access.vaultToken = vaultToken
    let exchangeTarget = LiveTargets.Exchange(
      token: "AZURE_JWT",
      clientID: Self.client,
      tenantID: Self.tenant
    )
    var targets = LiveTargets()
    targets.secrets = [Self.vault: ["db"]]
    targets.exchanges = [exchangeTarget]
    targets.reads = [
      LiveTargets.Read(vault: Self.vault, secret: "db", exchange: exchangeTarget)
    ]
    let gatherer = Gatherer(
      Courier.impatient(transport),
      access: access,
      sources: [.vault],
      exchanges: exchanges,
      cloud: .public,
      date: "2026-11-23"
    )
    return (await gatherer.gather(targets), transport)
  }

  @Test("the token that Entra ID gives for a job's own lists the versions")
  func lists() async {
    let id = "3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c"
    let item = "{\"id\": \"\(Self.vault)/secrets/db/\(id)\", \"attributes\": {\"enabled\": true}}"
    let (outcome, transport) = await gather([.json("{\"value\": [\(item)], \"nextLink\": null}")])
    #expect(outcome.undecided.isEmpty)
    #expect(outcome.evidence.observations.vault(Self.vault)?.secret("db")?.newest?.id == id)
    let tokens = await transport.requests.filter { $0.url == Self.versions }.map(\.authorization)
    #expect(tokens.allSatisfy { $0 == .bearer(AccessToken("job")) } && !tokens.isEmpty)
    #expect(await transport.requests.count { $0.method == .post } == 1)
  }

  @Test("a refusal without any role assigned is evidence against the identity")
  func denied() async throws {
    let (outcome, _) = await gather(Self.noRole)
    let denial = try #require(outcome.evidence.observations.denials.first)
    #expect(denial.clientID == Self.client && denial.secret == "db")
    #expect(denial.code == "ForbiddenByRbac")
    #expect(outcome.undecided.isEmpty)
    #expect(try findings(outcome.evidence).map(\.rule) == ["AKV803"])
  }

  @Test(
    "other refusals show nothing but their reason",
    arguments: [
      ("AccessDenied", "The user does not have secrets list permission", "access policy"),
      ("ForbiddenByFirewall", "Client address is not authorized", "runner"),
      ("ForbiddenByConnection", "Public network access is disabled", "runner"),
      ("ForbiddenByRbac", "no\\r\\nAssignment: '/subscriptions/x'\\r\\n", "condition"),
      ("SomethingNew", "no", "does not show"),
    ]
  )
  func doubts(code: String, message: String, doubt: String) async throws {
    let (outcome, _) = await gather(Self.refusal(code, message))
    #expect(outcome.evidence.observations.denials.isEmpty)
    #expect(outcome.undecided.map(\.reason.reason).allSatisfy { $0.contains(doubt) })
    #expect(outcome.undecided.count == 1)
    #expect(try findings(outcome.evidence).isEmpty)
  }

  @Test("another caller's refusal proves nothing about the job")
  func anotherCaller() async {
    let (outcome, transport) = await gather(Self.noRole, vaultToken: AccessToken("other"))
    #expect(outcome.evidence.observations.denials.isEmpty)
    #expect(outcome.undecided.map(\.source) == [.vault])
    #expect(
      await transport.requests.allSatisfy { $0.authorization != .bearer(AccessToken("job")) }
    )
  }

  @Test("without an exchange no vault is asked about secrets", arguments: [true, false])
  func noToken(exchanges: Bool) async {
    let refused = FakeTransport.Answers([
      .json("{\"error_description\": \"AADSTS700213: no\"}", status: 401)
    ])
    let (outcome, transport) = await gather(
      Self.noRole,
      exchange: refused,
      exchanges: exchanges
    )
    #expect(await transport.requests.allSatisfy { $0.url != Self.versions })
    #expect(outcome.evidence.observations.vault(Self.vault)?.secrets == nil)
    #expect(outcome.undecided.contains { $0.reason.reason.contains("AKVLINT_AZURE_TOKEN_VAULT") })
  }

  private func findings(_ evidence: ProjectEvidence) throws -> [Finding] {
    let text = """
      variables:
        AZURE_KEY_VAULT_SERVER_URL: \(Self.vault)
        AZURE_CLIENT_ID: \(Self.client)
        AZURE_TENANT_ID: \(Self.tenant)
      deploy:
        script: x
        id_tokens: {AZURE_JWT: {aud: https://gitlab.com}}
        secrets:
          OTHER: {azure_key_vault: {name: other}, token: $AZURE_JWT}
          PASSWORD: {azure_key_vault: {name: db}, token: $AZURE_JWT}
      """
    let pipeline = Pipeline(
      SourceText(path: ".gitlab-ci.yml", bytes: Array(text.utf8)),
      in: InMemoryFiles([:])
    )
    var selection = RuleSelection()
    selection.selected = ["AKV803"]
    let linter = try Linter(rules: BuiltInRuleSet.all, selection: selection)
    return try linter.check(pipeline, evidence: evidence).findings
  }
}
