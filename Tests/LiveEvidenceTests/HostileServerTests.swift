import AzureFederation
import Evidence
import Foundation
import GitLabCI
import LiveEvidence
import Testing

/// The attacks of servers and branches on live mode.
@Suite struct HostileServerTests {
  private static let instance = "https://gitlab.example.com/api/v4"
  private static let file = "repository/files/x.yml/raw?ref=HEAD"

  // MARK: Whose token reads a project

  @Test(
    "the operator's token reads the job's project and those that are listed",
    arguments: [
      ("a/own", [], "operator"), ("A/Own", [], "operator"), ("hr/private", [], "job"),
      ("hr/private", ["hr/*"], "operator"), ("hrx/private", ["hr/*"], "job"),
      ("platform/ci", ["platform/ci"], "operator"), ("platform/ci2", ["platform/ci"], "job"),
      ("a/own/x", [], "job"),
    ] as [(String, [String], String)]
  )
  func projects(project: String, allowed: [String], token: String) async throws {
    let requests = try await requests(project, allowed) { access in
      access.projects.job = "a/own"
      access.projects.jobToken = AccessToken("job")
    }
    let expected: HTTPRequest.Authorization =
      token == "job" ? .jobToken(AccessToken("job")) : .privateToken(AccessToken("operator"))
    #expect(requests.map(\.authorization) == [expected])
  }

  @Test("without a job token nothing is sent for another project")
  func noJobToken() async throws {
    let requests = try await requests("hr/private", []) { $0.projects.job = "a/own" }
    #expect(requests.map(\.authorization) == [nil])
  }

  @Test("outside of jobs the token is the user's own")
  func noJob() async throws {
    let requests = try await requests("hr/private", []) { _ in }
    #expect(requests.map(\.authorization) == [.privateToken(AccessToken("operator"))])
  }

  private func requests(
    _ project: String,
    _ allowed: [String],
    _ change: (inout LiveAccess) -> Void
  ) async throws -> [HTTPRequest] {
    let path = "projects/\(PercentEncoding.encode(project))/\(Self.file)"
    let transport = FakeTransport(["\(Self.instance)/\(path)": [.json("a: {}")]])
    var access = LiveAccess()
    access.gitLabHost = "gitlab.example.com"
    access.gitLabToken = AccessToken("operator")
    access.projects.allowed = allowed
    change(&access)
    let fetcher = IncludeFetcher(Courier.impatient(transport), access: access, date: "2026-11-23")
    let target = IncludeDirective.Target.project(path: project, files: ["x.yml"], ref: nil)
    _ = try await fetcher.fetch(IncludeRequest(target, integrity: nil))
    return await transport.requests
  }

  // MARK: Issuers

  @Test(
    "only public hosts and the operator's instance are issuers",
    arguments: [
      "https://169.254.169.254", "https://localhost", "https://metadata.internal", "https://[::1]",
      "https://2852039166", "https://0x7f.1", "https://gitlab.lan/x",
    ]
  )
  func issuers(url: String) async throws {
    let transport = FakeTransport([:])
    let client = IssuerClient(Courier.impatient(transport), own: "git.corp", date: "2026-11-23")
    _ = try? await client.issuer(url)
    #expect(await transport.requests.isEmpty)
  }

  @Test("the operator's instance may have any name")
  func ownIssuer() async throws {
    let transport = FakeTransport([
      "https://git.corp/.well-known/openid-configuration": [.json("{}", status: 404)]
    ])
    let client = IssuerClient(Courier.impatient(transport), own: "git.corp", date: "2026-11-23")
    #expect(try await client.issuer("https://git.corp").problem != nil)
  }

  // MARK: Tokens

  private static func token(_ payload: String) -> AccessToken {
    AccessToken("e30.\(Data(payload.utf8).base64EncodedString()).x")
  }

  @Test(
    "a token is for the service and cloud that its audience names",
    arguments: [
      ("https://graph.microsoft.com", AzureService.graph, Cloud.public, true),
      ("https://graph.microsoft.com", .vault, .public, false),
      ("https://graph.microsoft.com", .graph, .china, false),
      ("https://vault.azure.net", .vault, .public, true),
      ("https://vault.azure.net", .vault, .usGovernment, false),
      ("https://management.azure.com/", .resourceManager, .public, true),
    ] as [(String, AzureService, Cloud, Bool)]
  )
  func audiences(audience: String, service: AzureService, cloud: Cloud, fits: Bool) {
    let token = Self.token("{\"aud\": \"\(audience)\"}")
    #expect(token.mayBe(for: service, in: cloud) == fits)
  }

  @Test(
    "an ID token is the job's own, with the audience of the YAML",
    arguments: [
      (["https://a.example"], "a/b", "https://g.example", true),
      (["https://other.example"], "a/b", "https://g.example", false),
      (["https://a.example"], "a/c", "https://g.example", false),
      (["https://a.example"], "a/b", "https://h.example", false),
      (["https://a.example", "x"], "a/b", "https://g.example", false),
      ([], "a/b", "https://g.example", false),
    ] as [([String], String, String, Bool)]
  )
  func idTokens(audiences: [String], project: String, issuer: String, fits: Bool) {
    let token = Self.token(
      "{\"aud\": \"https://a.example\", \"project_path\": \"a/b\", \"iss\": \"https://g.example\", "
        + "\"job_id\": \"1\", \"sub\": \"x\"}"
    )
    #expect(token.isIDToken(for: audiences, project: project, issuer: issuer) == fits)
  }

  // MARK: Servers' answers

  @Test("credentials that a server repeats are hidden")
  func repeated() async throws {
    let secret = "glpat-0123456789abcdefghij"
    let jwt = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl"
    let transport = FakeTransport([
      "\(Self.instance)/projects/a%2Fb": [
        .json("{\"message\": \"no \(secret) and \(jwt), Bearer \(jwt)\"}", status: 403)
      ]
    ])
    let client = GitLabClient(
      Courier.impatient(transport),
      host: "gitlab.example.com",
      token: AccessToken(secret),
      date: "2026-11-23"
    )
    let error = await #expect(throws: Undecidable.self) { try await client.project("a/b") }
    let reason = error?.reason ?? ""
    #expect(reason.contains("(hidden)"))
    #expect(!reason.contains("glpat") && !reason.contains("eyJ"))
  }

  @Test("all answers together are limited")
  func total() async throws {
    let size = 2 * 1_048_576
    let body = String(repeating: "#", count: size)
    let paths = (0..<40).map { "\(Self.instance)/\($0)" }
    let transport = FakeTransport(
      Dictionary(uniqueKeysWithValues: paths.map { ($0, [.json(body)]) })
    )
    let courier = Courier.impatient(transport)
    var failures: [TransportError] = []
    for number in paths.indices {
      do throws(TransportError) {
        _ = try await courier.send(
          HTTPRequest(host: "gitlab.example.com", path: "/api/v4/\(number)")
        )
      } catch {
        failures.append(error)
      }
    }
    #expect(failures.first == .tooMuch(limit: 64 * 1_048_576))
    #expect(failures.count == 40 - 33)
  }
}
