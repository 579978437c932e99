import AzureFederation
import Evidence
import LiveEvidence
import Testing

private let clientID = "11111111-2222-3333-4444-555555555555"
private let date = "2026-11-23"

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
      token: AccessToken("t"),
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
      token: AccessToken("t"),
      date: date
    )
    #expect(try await client.application(clientID).existence.exists == exists)
  }
}
