import AzureFederation
import LiveEvidence
import Testing
import TextFormats

private let tenantID = "66666666-7777-8888-9999-000000000000"
private let date = "2026-11-23"

@Suite struct VaultClientTests {
  private static let vault = "https://example-vault.vault.azure.net"
  private static let list = "\(vault)/secrets?api-version=7.4"
  private static let versions = "\(vault)/secrets/db/versions?api-version=7.4&maxresults=25"
  private static let deleted = "\(vault)/deletedsecrets?api-version=7.4&maxresults=25"
  private static let challenge =
    "Bearer authorization=\"https://login.windows.net/\(tenantID)\", resource=\"https://vault.azure.net\""

  private func client(
    _ table: [String: FakeTransport.Answers]
  ) throws -> (VaultClient, FakeTransport) {
    let transport = FakeTransport(table)
    let client = VaultClient(
      Courier.impatient(transport),
      vault: try VaultURL(Self.vault),
      date: date
    )
    return (client, transport)
  }

  @Test(
    "reads the challenge in all its spellings",
    arguments: [
      challenge,
      "Bearer authorization_uri=\"https://login.microsoftonline.com/\(tenantID)\", "
        + "scope=\"https://vault.azure.net/.default\"",
      "Bearer error=\"insufficient_claims\", claims=\"e30=\", authorization=\"https://login.windows.net/"
        + "\(tenantID)\", resource=\"https://vault.azure.net\"",
      "Bearer authorization=\"https://login.windows.net/dstsv2/\(tenantID)\" "
        + "resource=\"https://vault.azure.net\"",
    ]
  )
  func challenges(header: String) {
    let challenge = VaultChallenge(header)
    #expect(challenge?.tenantID == tenantID)
    #expect(challenge?.resource == "https://vault.azure.net")
  }

  @Test(arguments: [
    "", "Bearer", "Basic realm=\"x\"", "Bearer authorization=\"https://login.windows.net/\"",
    "Bearer authorization=\"https://login.windows.net/common\", resource=\"https://vault.azure.net\"",
  ])
  func noChallenge(header: String) {
    #expect(VaultChallenge(header) == nil)
  }

  @Test(
    "a vault gets a token only for a resource that its host lies under",
    arguments: [
      ("https://vault.azure.net", "x.vault.azure.net", true),
      ("https://vault.azure.net/", "X.VAULT.AZURE.NET", true),
      ("https://vault.azure.net", "x.vault.azure.net.evil.example", false),
      ("https://vault.azure.net", "evilvault.azure.net", false),
      ("https://evil.example", "x.vault.azure.net", false),
      ("https://azure.net/x", "x.azure.net", false),
      ("http://vault.azure.net", "x.vault.azure.net", false),
      ("https://", "x.vault.azure.net", false),
    ]
  )
  func allows(resource: String, host: String, allowed: Bool) {
    let header = Self.challenge.replacing("https://vault.azure.net", with: resource)
    #expect(VaultChallenge(header)?.allows(host: host) == allowed)
  }

  @Test func tenantOfAVault() async throws {
    let (client, transport) = try client([
      Self.list: [.json("{}", status: 401, headers: ["www-authenticate": Self.challenge])]
    ])
    #expect(try await client.challenge()?.tenantID == tenantID)
    #expect(await transport.requests.allSatisfy { $0.authorization == nil })
    #expect(try await self.client([:]).0.challenge() == nil)
  }

  @Test("versions on several pages, without values")
  func pages() async throws {
    let page = { (id: String, more: String, next: String) in
      """
      {"value": [{"id": "\(Self.vault)/secrets/db/\(id)", "attributes":
        {"enabled": true, "created": 1767261600\(more)}}], "nextLink": \(next)}
      """
    }
    let second = "\(Self.vault.replacing(".net", with: ".net:443"))/secrets/db/versions?p=2"
    let (client, transport) = try client([
      Self.versions: [.json(page("v1", ", \"exp\": 1798761600", "\"\(second)\""))],
      "\(Self.vault)/secrets/db/versions?p=2": [.json(page("v2", ", \"enabled\": false", "null"))],
    ])
    let answer = try await client.secret(
      "db",
      token: AccessToken("t"),
      challenge: try #require(VaultChallenge(Self.challenge))
    )
    guard case .secret(let secret) = answer else {
      Issue.record("denied")
      return
    }
    #expect(secret.versions.map(\.id) == ["v1", "v2"])
    #expect(secret.versions[0].created == "2026-01-01T10:00:00Z")
    #expect(secret.versions[0].expires?.text == "2027-01-01")
    #expect(await transport.requests.allSatisfy { $0.authorization == .bearer(AccessToken("t")) })
    #expect(await transport.requests.allSatisfy { $0.host == "example-vault.vault.azure.net" })
  }

  @Test("a link to another host is not followed, and a foreign challenge gets no token")
  func strangers() async throws {
    let link = "{\"value\": [], \"nextLink\": \"https://evil.example/secrets\"}"
    let (client, transport) = try client([Self.versions: [.json(link)]])
    let own = try #require(VaultChallenge(Self.challenge))
    await #expect(throws: Undecidable.self) {
      try await client.secret("db", token: AccessToken("t"), challenge: own)
    }
    let foreign = try #require(
      VaultChallenge(Self.challenge.replacing("vault.azure.net", with: "evil.example"))
    )
    await #expect(throws: Undecidable.self) {
      try await client.secret("other", token: AccessToken("t"), challenge: foreign)
    }
    #expect(await transport.requests.map(\.host) == ["example-vault.vault.azure.net"])
  }

  @Test("a secret that is not there, or deleted", arguments: [true, false])
  func missing(isDeleted: Bool) async throws {
    let item = "{\"id\": \"\(Self.vault)/secrets/DB\"}"
    let (client, _) = try client([
      Self.versions: [.json("{\"value\": [], \"nextLink\": null}")],
      Self.deleted: [.json("{\"value\": [\(isDeleted ? item : "")]}")],
    ])
    let challenge = try #require(VaultChallenge(Self.challenge))
    let answer = try await client.secret("db", token: AccessToken("t"), challenge: challenge)
    guard case .secret(let secret) = answer else {
      Issue.record("denied")
      return
    }
    #expect(!secret.exists)
    #expect(secret.isDeleted == isDeleted)
  }

  @Test(arguments: [
    "ForbiddenByRbac", "AccessDenied", "ForbiddenByFirewall", "ForbiddenByConnection",
  ])
  func denied(code: String) async throws {
    let body = """
      {"error": {"code": "Forbidden", "message": "no\\r\\nVault: x", "innererror": {"code": "\(code)"}}}
      """
    let (client, _) = try client([Self.versions: [.json(body, status: 403)]])
    let challenge = try #require(VaultChallenge(Self.challenge))
    let answer = try await client.secret("db", token: AccessToken("t"), challenge: challenge)
    guard case .denied(let denial) = answer else {
      Issue.record("not denied")
      return
    }
    #expect(denial.code == code)
    #expect(denial.message == "no")
  }
}
