import AzureFederation
import Evidence
import LiveEvidence
import Testing

private let clientID = "11111111-2222-3333-4444-555555555555"
private let tenantID = "66666666-7777-8888-9999-000000000000"
private let date = "2026-11-23"

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
      AccessToken("assertion"),
      clientID: clientID,
      tenantID: tenantID
    )
    guard case .token(AccessToken("a")) = answer else {
      Issue.record("refused")
      return
    }
    let request = try #require(await transport.requests.first)
    #expect(request.method == .post)
    #expect(
      request.form.contains { $0.name == "scope" && $0.value == "https://vault.azure.net/.default" }
    )
    #expect(request.authorization == .formField("client_assertion", AccessToken("assertion")))
  }

  @Test(arguments: [
    ("AADSTS700213: No matching record. 'x'\\r\\nTrace ID: 1", "AADSTS700213"),
    ("AADSTS50027: JWT token is invalid", "AADSTS50027"),
  ])
  func refused(text: String, code: String) async throws {
    let body = "{\"error\": \"invalid_client\", \"error_description\": \"\(text)\"}"
    let client = client([Self.token: [.json(body, status: 401)]]).0
    let answer = try await client.exchange(AccessToken("x"), clientID: clientID, tenantID: tenantID)
    guard case .refused(code, let message) = answer else {
      Issue.record("not refused as \(code)")
      return
    }
    #expect(message.hasPrefix(code) && !message.contains("Trace"))
  }
}
