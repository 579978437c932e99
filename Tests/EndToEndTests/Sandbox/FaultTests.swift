#if Live && Sandbox
import AzureFederation
@testable import AzureSandbox
import Evidence
import LiveEvidence
import Testing

extension SandboxTests {
  /// A fault of the network ends in a clear error.
  @Suite("Faults of the network and of services") struct FaultTests {
    /// One fault at one host.
    struct Case: Sendable, CustomTestStringConvertible {
      let fault: Fault
      /// The reason.
      let reason: String
      var testDescription: String { "\(fault.kind) at \(fault.host)" }
    }

    static let vault = "acme-shop.vault.azure.net"
    static let hosts = [
      "gitlab.example.com", "login.microsoftonline.com", "graph.microsoft.com", vault,
    ]

    static let kinds: [(kind: Fault.Kind, reason: String)] = [
      (.throttled(retryAfter: nil), "429"), (.throttled(retryAfter: 7), "429"),
      (.throttled(retryAfter: 3600), "429"), (.serverError, "500"), (.silence, "too long"),
      (.reset, "connection"), (.huge(9 * 1_048_576), "larger than"),
      (.redirect("https://attacker.example/"), "302"), (.page, "JSON"),
      (.expiredCertificate, "connection"), (.unreachable, "connection"),
    ]

    static let cases: [Case] =
      hosts.flatMap { host in
        kinds.map { kind, reason in
          // A vault is asked for its challenge first, which has no body to look at.
          let says = kind == .page && host == vault ? "answers 200" : reason
          return Case(fault: Fault(host: host, kind: kind), reason: says)
        }
      } + [
        Case(
          fault: Fault(
            host: vault,
            path: "/secrets/database-password/versions?",
            kind: .foreignLink("https://attacker.example/")
          ),
          reason: "another host"
        )
      ]

    @Test("is undecided, and never a pass", arguments: cases)
    func undecided(_ example: Case) async throws {
      var scenario = Stage.scenario
      scenario.faults = [example.fault]
      let (outcome, requests) = try await gather(scenario)
      #expect(
        outcome.undecided.contains { $0.reason.reason.contains(example.reason) },
        "\(outcome.undecided.map { "\($0.reason.question): \($0.reason.reason)" })"
      )
      switch example.fault.host {
      case Self.vault:
        #expect(
          outcome.evidence.observations.vaults.allSatisfy { $0.secrets == nil || $0.secrets == [] }
        )
      case "graph.microsoft.com": #expect(outcome.evidence.identities.isEmpty)
      case "login.microsoftonline.com": #expect(outcome.evidence.observations.tenants.isEmpty)
      default: #expect(outcome.evidence.variables.items.isEmpty)
      }
      #expect(!requests.contains { $0.host == "attacker.example" })
    }

    @Test("is forgotten when the second try goes well", arguments: hosts, [429, 500])
    func secondTry(host: String, status: Int) async throws {
      var scenario = Stage.scenario
      let kind = status == 429 ? Fault.Kind.throttled(retryAfter: 1) : .serverError
      scenario.faults = [Fault(host: host, kind: kind, times: 1)]
      let (outcome, _) = try await gather(scenario)
      #expect(outcome.undecided.isEmpty, "\(outcome.undecided)")
    }

    /// Gathers in this process, so that patience takes no time.
    private func gather(
      _ scenario: SandboxSetup
    ) async throws -> (outcome: Gatherer.Outcome, requests: [SandboxRequest]) {
      try await Stage.with(scenario) { sandbox, environment in
        let transport = AsyncHTTPClientTransport(
          try NetworkSettings { environment[$0] },
          timeout: scenario.faults.first?.kind == .silence ? .seconds(1) : .seconds(20)
        )
        var access = LiveAccess()
        access.gitLabHost = scenario.gitLab.host
        access.gitLabToken = scenario.gitLab.token.map(AccessToken.init)
        access.graphToken = environment["AKVLINT_AZURE_TOKEN_GRAPH"].map(AccessToken.init)
        access.vaultToken = environment["AKVLINT_AZURE_TOKEN_VAULT"].map(AccessToken.init)
        var targets = LiveTargets()
        targets.issuer = Stage.instance
        targets.project = "acme/shop"
        targets.tenants = [Stage.tenant]
        targets.clients = [Stage.client]
        targets.secrets = ["https://\(Self.vault)": ["database-password"]]
        let gatherer = Gatherer(
          Courier(transport) { _ in },
          access: access,
          sources: Set(LiveSource.allCases),
          exchanges: false,
          cloud: .public,
          date: "2026-11-23"
        )
        let outcome = await gatherer.gather(targets)
        await transport.shutdown()
        return (outcome, sandbox.requests)
      }
    }
  }
}
#endif
