import AzureFederation
import Evidence
import LiveEvidence
import Testing

private let clientID = "11111111-2222-3333-4444-555555555555"
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
      token: Credential("t"),
      challenge: try #require(VaultChallenge(Self.challenge))
    )
    guard case .secret(let secret) = answer else {
      Issue.record("denied")
      return
    }
    #expect(secret.versions.map(\.id) == ["v1", "v2"])
    #expect(secret.versions[0].created == "2026-01-01T10:00:00Z")
    #expect(secret.versions[0].expires?.text == "2027-01-01")
    #expect(await transport.requests.allSatisfy { $0.authorization == .bearer(Credential("t")) })
    #expect(await transport.requests.allSatisfy { $0.host == "example-vault.vault.azure.net" })
  }

  @Test("a link to another host is not followed, and a foreign challenge gets no token")
  func strangers() async throws {
    let link = "{\"value\": [], \"nextLink\": \"https://evil.example/secrets\"}"
    let (client, transport) = try client([Self.versions: [.json(link)]])
    let own = try #require(VaultChallenge(Self.challenge))
    await #expect(throws: Undecidable.self) {
      try await client.secret("db", token: Credential("t"), challenge: own)
    }
    let foreign = try #require(
      VaultChallenge(Self.challenge.replacing("vault.azure.net", with: "evil.example"))
    )
    await #expect(throws: Undecidable.self) {
      try await client.secret("other", token: Credential("t"), challenge: foreign)
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
    let answer = try await client.secret("db", token: Credential("t"), challenge: challenge)
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
    let answer = try await client.secret("db", token: Credential("t"), challenge: challenge)
    guard case .denied(let denial) = answer else {
      Issue.record("not denied")
      return
    }
    #expect(denial.code == code)
    #expect(denial.message == "no")
  }
}

@Suite struct EntraClientTests {
  private static let authority = "https://login.microsoftonline.com"
  private static let metadata =
    "\(authority)/\(tenantID)/v2.0/.well-known/openid-configuration"
  private static let token = "\(authority)/\(tenantID)/oauth2/v2.0/token"

  private func client(_ table: [String: FakeTransport.Answers]) -> (EntraClient, FakeTransport) {
    let transport = FakeTransport(table)
    return (EntraClient(Courier.impatient(transport), cloud: .public, date: date), transport)
  }

  @Test func tenants() async throws {
    let there = client([Self.metadata: [.json("{\"issuer\": \"x\"}")]]).0
    #expect(try await there.tenant(tenantID).exists)
    let body = "{\"error\": \"invalid_tenant\", \"error_description\": \"AADSTS90002: no\"}"
    let gone = client([Self.metadata: [.json(body, status: 400)]]).0
    #expect(try await !gone.tenant(tenantID).exists)
    let odd = client([Self.metadata: [.json("{\"error\": \"other\"}", status: 400)]]).0
    await #expect(throws: Undecidable.self) { try await odd.tenant(tenantID) }
    let (other, transport) = client([:])
    await #expect(throws: Undecidable.self) { try await other.tenant("contoso.com/../x") }
    #expect(await transport.requests.isEmpty)
  }

  @Test func exchange() async throws {
    let (client, transport) = client([Self.token: [.json("{\"access_token\": \"a\"}")]])
    let answer = try await client.exchange(
      Credential("assertion"),
      clientID: clientID,
      tenantID: tenantID
    )
    guard case .token(Credential("a")) = answer else {
      Issue.record("refused")
      return
    }
    let request = try #require(await transport.requests.first)
    #expect(request.method == .post)
    #expect(
      request.form.contains { $0.name == "scope" && $0.value == "https://vault.azure.net/.default" }
    )
    #expect(request.authorization == .formField("client_assertion", Credential("assertion")))
  }

  @Test(arguments: [
    ("AADSTS700213: No matching record. 'x'\\r\\nTrace ID: 1", "AADSTS700213"),
    ("AADSTS50027: JWT token is invalid", "AADSTS50027"),
  ])
  func refused(text: String, code: String) async throws {
    let body = "{\"error\": \"invalid_client\", \"error_description\": \"\(text)\"}"
    let client = client([Self.token: [.json(body, status: 401)]]).0
    let answer = try await client.exchange(Credential("x"), clientID: clientID, tenantID: tenantID)
    guard case .refused(code, let message) = answer else {
      Issue.record("not refused as \(code)")
      return
    }
    #expect(message.hasPrefix(code) && !message.contains("Trace"))
  }
}

@Suite struct GraphClientTests {
  private static let beta = "https://graph.microsoft.com/beta"
  private static let list =
    "\(beta)/applications(appId='\(clientID)')/federatedIdentityCredentials"

  @Test func credentials() async throws {
    let next = "\(Self.beta)/applications(appId='\(clientID)')/federatedIdentityCredentials?$skip=1"
    let transport = FakeTransport([
      Self.list: [
        .json(
          """
          {"value": [{"name": "main", "issuer": "https://gitlab.com", "subject": "s",
            "audiences": ["a"], "claimsMatchingExpression": null}], "@odata.nextLink": "\(next)"}
          """
        )
      ],
      next: [
        .json(
          """
          {"value": [{"name": "any", "issuer": "https://gitlab.com", "subject": null,
            "audiences": ["a"], "claimsMatchingExpression":
            {"languageVersion": 1, "value": "claims['sub'] matches 'x*'"}}]}
          """
        )
      ],
    ])
    let client = GraphClient(
      Courier.impatient(transport),
      cloud: .public,
      token: Credential("t"),
      date: date
    )
    let credentials = try await client.credentials(clientID)
    #expect(credentials.map(\.name) == ["main", "any"])
    #expect(credentials[1].isFlexible)
    await #expect(throws: Undecidable.self) { try await client.credentials("x')/owners?") }
  }

  @Test(arguments: [(200, true), (404, false)])
  func existence(status: Int, exists: Bool) async throws {
    let url = "\(Self.beta)/applications(appId='\(clientID)')?$select=id"
    let transport = FakeTransport([url: [.json("{}", status: status)]])
    let client = GraphClient(
      Courier.impatient(transport),
      cloud: .public,
      token: Credential("t"),
      date: date
    )
    #expect(try await client.existence("applications", clientID).exists == exists)
  }
}

@Suite struct GitLabClientTests {
  private static let api = "https://gitlab.example.com/api/v4"

  private func client(_ table: [String: FakeTransport.Answers]) -> (GitLabClient, FakeTransport) {
    let transport = FakeTransport(table)
    let client = GitLabClient(
      Courier.impatient(transport),
      host: "gitlab.example.com",
      token: Credential("t"),
      date: date
    )
    return (client, transport)
  }

  @Test func project() async throws {
    let (client, transport) = client([
      "\(Self.api)/projects/team%2Fapp": [
        .json(
          """
          {"path_with_namespace": "team/app", "default_branch": "main",
            "ci_id_token_sub_claim_components": ["project_path", "ref_type", "ref"],
            "ci_pipeline_variables_minimum_override_role": "developer"}
          """
        )
      ]
    ])
    let project = try await client.project("team/app")
    #expect(project.defaultBranch == "main")
    #expect(project.subjectComponents == ["project_path", "ref_type", "ref"])
    #expect(project.overrideRole == "developer")
    #expect(await transport.requests.first?.authorization == .privateToken(Credential("t")))
  }

  @Test("variables of the project and its groups, the nearest first, values of three only")
  func variables() async throws {
    let page = "?per_page=100&page="
    let (client, _) = client([
      "\(Self.api)/projects/a%2Fb%2Fc/variables\(page)1": [
        .json(
          """
          [{"key": "AZURE_CLIENT_ID", "value": "c", "protected": true, "environment_scope": "prod"},
           {"key": "DEPLOY_TOKEN", "value": "hush", "protected": false, "environment_scope": "*"}]
          """,
          headers: ["x-next-page": "2"]
        )
      ],
      "\(Self.api)/projects/a%2Fb%2Fc/variables\(page)2": [
        .json("[{\"key\": \"AZURE_CLIENT_ID\", \"value\": \"d\", \"environment_scope\": \"*\"}]")
      ],
      "\(Self.api)/groups/a%2Fb/variables\(page)1": [
        .json(
          "[{\"key\": \"AZURE_CLIENT_ID\", \"value\": \"e\"}, {\"key\": \"X\", \"value\": \"y\"}]"
        )
      ],
      "\(Self.api)/groups/a/variables\(page)1": [.json("[]", headers: ["x-next-page": ""])],
    ])
    let variables = try await client.variables("a/b/c")
    #expect(variables.map(\.key) == ["AZURE_CLIENT_ID", "DEPLOY_TOKEN", "AZURE_CLIENT_ID", "X"])
    #expect(variables.map(\.value) == ["c", nil, "d", nil])
    #expect(variables[0].isProtected == true && variables[0].environmentScope == "prod")
  }

  @Test func refusals() async throws {
    let denied = client([
      "\(Self.api)/projects/a%2Fb": [.json("{\"message\": \"403 Forbidden\"}", status: 403)]
    ]).0
    await #expect {
      try await denied.project("a/b")
    } throws: { error in
      (error as? Undecidable)?.reason == "the server answers 403: 403 Forbidden"
    }
    let moved = client(["\(Self.api)/projects/a%2Fb": [.json("", status: 302)]]).0
    await #expect {
      try await moved.project("a/b")
    } throws: { error in
      (error as? Undecidable)?.reason.contains("redirect (302), which is not followed") ?? false
    }
  }

  @Test func lint() async throws {
    let url = "\(Self.api)/projects/a%2Fb/ci/lint?content_ref=feature%2Fx"
    let client = client([url: [.json("{\"valid\": false, \"errors\": [\"jobs:a no\"]}")]]).0
    let lint = try await client.lint("a/b", ref: "feature/x")
    #expect(!lint.isValid)
    #expect(lint.errors == ["jobs:a no"])
  }
}

@Suite struct IssuerClientTests {
  private static let discovery = "https://gitlab.example.com/.well-known/openid-configuration"
  private static let keys = "https://gitlab.example.com/oauth/discovery/keys"

  private func problem(
    _ document: String,
    keys: String = "{\"keys\": [{\"kty\": \"RSA\"}]}"
  )
    async throws -> String?
  {
    let transport = FakeTransport([Self.discovery: [.json(document)], Self.keys: [.json(keys)]])
    let client = IssuerClient(Courier.impatient(transport), date: date)
    return try await client.issuer("https://gitlab.example.com").problem
  }

  @Test func problems() async throws {
    let issuer = "\"issuer\": \"https://gitlab.example.com\""
    let keys = "\"jwks_uri\": \"\(Self.keys)\""
    #expect(try await problem("{\(issuer), \(keys)}") == nil)
    #expect(try await problem("{\(keys)}") == "its discovery document names no issuer")
    #expect(
      try await problem("{\"issuer\": \"https://gitlab.example.com/\", \(keys)}")
        == "its discovery document names the issuer https://gitlab.example.com/"
    )
    #expect(try await problem("{\(issuer)}") == "its discovery document names no keys")
    #expect(
      try await problem("{\(issuer), \(keys)}", keys: "{\"keys\": []}")
        == "its list of keys has no RSA key"
    )
    await #expect(throws: Undecidable.self) {
      try await problem("{\(issuer), \"jwks_uri\": \"https://evil.example/keys\"}")
    }
    await #expect(throws: Undecidable.self) { try await problem("no JSON") }
  }
}
