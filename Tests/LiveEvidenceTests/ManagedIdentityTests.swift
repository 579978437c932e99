import AzureFederation
import Evidence
import LiveEvidence
import Testing

private let clientID = "11111111-2222-3333-4444-555555555555"
private let subscription = "77777777-8888-9999-0000-111111111111"
private let resource =
  "/subscriptions/\(subscription)/resourcegroups/ci/providers/Microsoft.ManagedIdentity"
  + "/userAssignedIdentities/deploy"

@Suite struct ManagedIdentityTests {
  private static let graph = "https://graph.microsoft.com/beta"
  private static let list =
    "https://management.azure.com\(resource)/federatedIdentityCredentials"
    + "?api-version=2025-01-31-preview"

  private func gather(
    principal: String,
    token: AccessToken?
  ) async -> (outcome: Gatherer.Outcome, transport: FakeTransport) {
    let next = "\(Self.list)&$skiptoken=1"
    func page(_ name: String, _ next: String) -> FakeTransport.Answers {
      let properties =
        "{\"issuer\": \"https://gitlab.com\", \"subject\": \"\(name)\", \"audiences\": [\"a\"]}"
      return [
        .json(
          "{\"value\": [{\"name\": \"\(name)\", \"properties\": \(properties)}], "
            + "\"nextLink\": \(next)}"
        )
      ]
    }
    let select = "$select=id,servicePrincipalType,alternativeNames"
    let transport = FakeTransport([
      "\(Self.graph)/applications(appId='\(clientID)')?$select=id": [.json("{}", status: 404)],
      "\(Self.graph)/servicePrincipals(appId='\(clientID)')?\(select)": [.json(principal)],
      Self.list: page("one", "\"\(next)\""), next: page("two", "null"),
    ])
    var access = LiveAccess()
    access.graphToken = AccessToken("graph")
    access.managementToken = token
    var targets = LiveTargets()
    targets.clients = [clientID]
    let gatherer = Gatherer(
      Courier.impatient(transport),
      access: access,
      sources: [.entra],
      exchanges: false,
      cloud: .public,
      date: "2026-11-23"
    )
    return (await gatherer.gather(targets), transport)
  }

  private func principal(_ type: String, _ name: String) -> String {
    "{\"servicePrincipalType\": \"\(type)\", \"alternativeNames\": [\"isExplicit=True\", \"\(name)\"]}"
  }

  @Test("the credentials of a managed identity come from Resource Manager")
  func credentials() async {
    let (outcome, transport) = await gather(
      principal: principal("ManagedIdentity", resource),
      token: AccessToken("arm")
    )
    #expect(outcome.undecided.isEmpty)
    #expect(outcome.evidence.identities.first?.credentials?.map(\.name) == ["one", "two"])
    #expect(outcome.evidence.observations.applications.isEmpty)
    for request in await transport.requests {
      let isManagement = request.host == "management.azure.com"
      #expect(request.authorization == .bearer(AccessToken(isManagement ? "arm" : "graph")))
    }
  }

  @Test(
    "what cannot be asked there is undecided",
    arguments: [
      ("ManagedIdentity", resource, false, "AKVLINT_AZURE_TOKEN_ARM"),
      ("ManagedIdentity", "\(resource)/../../x", true, "names no user-assigned identity"),
      (
        "ManagedIdentity",
        "/subscriptions/\(subscription)/resourcegroups/ci/providers/Microsoft.Compute"
          + "/virtualMachines/vm", true, "names no user-assigned identity"
      ),
    ]
  )
  func undecided(type: String, name: String, hasToken: Bool, reason: String) async {
    let (outcome, transport) = await gather(
      principal: principal(type, name),
      token: hasToken ? AccessToken("arm") : nil
    )
    #expect(outcome.undecided.map(\.reason.reason).allSatisfy { $0.contains(reason) })
    #expect(outcome.undecided.count == 1)
    #expect(outcome.evidence.observations.servicePrincipals.map(\.exists) == [true])
    #expect(await transport.requests.allSatisfy { $0.host == "graph.microsoft.com" })
  }

  @Test("an application of another tenant may call itself what it likes")
  func otherApplication() async {
    let (outcome, transport) = await gather(
      principal: principal("Application", resource),
      token: AccessToken("arm")
    )
    #expect(outcome.evidence.identities.isEmpty)
    #expect(await transport.requests.allSatisfy { $0.host == "graph.microsoft.com" })
  }

  @Test(arguments: [
    "", "/", "\(resource)/", "\(resource)?x=1", "x\(resource)", "\(resource)#", "/\(resource)",
    "/subscriptions/x/resourcegroups/ci/providers/Microsoft.ManagedIdentity/userAssignedIdentities/a",
    resource.replacing("/ci/", with: "/../"), resource.replacing("/ci/", with: "/ci./"),
    resource.replacing("/ci/", with: "//"), resource.replacing("deploy", with: "a%2Fb"),
    resource.replacing("deploy", with: "a@b"), resource.replacing("deploy", with: ".."),
    resource.replacing("deploy", with: "dé"),
  ])
  func noResource(text: String) {
    #expect(ManagedIdentityID(text) == nil)
  }

  @Test func spellings() {
    #expect(ManagedIdentityID(resource)?.path == resource)
    #expect(ManagedIdentityID(resource.replacing("groups", with: "Groups")) != nil)
    #expect(ManagedIdentityID(resource.replacing("/ci/", with: "/My_(ci).1/")) != nil)
  }
}
