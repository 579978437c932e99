import Evidence
import LiveEvidence
import Testing

private let date = "2026-11-23"

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
    let client = IssuerClient(Courier.impatient(transport), own: "gitlab.internal", date: date)
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
