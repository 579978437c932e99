#if Sandbox
import GitLabCI
import JWTKit
import Synchronization
import TextFormats

/// All hosts of a scenario: finds the one that a request is for, causes the failures of the
/// scenario, and records requests.
package final class Sandbox: Sendable {
  /// The hosts' content.
  package let scenario: SandboxSetup
  private let keys: TokenKeys
  private let directory: Directory
  private let projects: GitLabDirectory
  private let state = Mutex(State())

  private struct State {
    var requests: [SandboxRequest] = []
    var spans: [Span] = []
    var underWay = 0
    var mostAtOnce = 0
    /// The number of times that each fault happened, by its place in the scenario.
    var faults: [Int: Int] = [:]
    /// The requests to GitLab in the present period of its rate limit.
    var meter = RequestMeter()
  }

  /// The hosts of a scenario.
  package init(_ scenario: SandboxSetup, keys: TokenKeys) {
    self.scenario = scenario
    self.keys = keys
    directory = Directory(scenario.tenants)
    projects = GitLabDirectory(scenario.gitLab)
  }

  /// All requests, in the order in which they came.
  package var requests: [SandboxRequest] { state.withLock(\.requests) }

  /// From when to when requests waited for their answers.
  package var spans: [Span] { state.withLock(\.spans) }

  /// From when to when a request waited for its answer.
  package struct Span: Sendable {
    /// The host that was asked.
    package let host: String
    /// When the request came.
    package let start: ContinuousClock.Instant
    /// When the answer went.
    package let end: ContinuousClock.Instant
  }

  /// The greatest number of requests that waited for their answers at one time.
  package var mostAtOnce: Int { state.withLock(\.mostAtOnce) }

  /// The delivery of an answer over a connection.
  enum Delivery: Sendable {
    /// An answer.
    case answer(SandboxAnswer)
    /// Never answers.
    case silence
    /// The first bytes of an answer, and the end of the connection.
    case reset
    /// A body of this number of bytes.
    case flood(Int)
  }

  // MARK: Requests

  /// Notes that a request came in, and what comes back.
  func deliver(_ request: SandboxRequest) async -> Delivery {
    let (fault, reading) = state.withLock { state in
      state.requests.append(request)
      state.underWay += 1
      state.mostAtOnce = max(state.mostAtOnce, state.underWay)
      let limit = request.host == scenario.gitLab.host ? scenario.gitLab.rateLimit : nil
      let reading = limit.map { state.meter.count($0, at: SandboxClock.now) }
      return (nextFault(for: request, &state), reading)
    }
    let start = ContinuousClock.now
    defer {
      state.withLock { state in
        state.underWay -= 1
        state.spans.append(Span(host: request.host, start: start, end: .now))
      }
    }
    if scenario.latency > 0 { try? await Task.sleep(for: .milliseconds(scenario.latency)) }
    if let reading, reading.isExceeded { return .answer(reading.refusal) }
    let delivery = await delivery(request, fault)
    guard let reading, case .answer(var answer) = delivery else { return delivery }
    answer.headers += reading.headers
    return .answer(answer)
  }

  /// The fault of a connection to a host.
  func connectionFault(_ host: String) -> Fault.Kind? {
    scenario.faults.first { $0.host == host && $0.isOfConnection }?.kind
  }

  private func nextFault(for request: SandboxRequest, _ state: inout State) -> Fault.Kind? {
    for (index, fault) in scenario.faults.enumerated()
    where fault.host == request.host && request.target.hasPrefix(fault.path)
      && !fault.isOfConnection
    {
      let count = state.faults[index, default: 0]
      if let times = fault.times, count >= times { continue }
      state.faults[index] = count + 1
      return fault.kind
    }
    return nil
  }

  private func delivery(_ request: SandboxRequest, _ fault: Fault.Kind?) async -> Delivery {
    switch fault {
    case .throttled(let seconds):
      let headers = seconds.map { [(name: "Retry-After", value: String($0))] } ?? []
      return .answer(
        SandboxAnswer(429, headers: headers) { json in
          json.object { json in
            json.key("error")
            json.object { $0.member("code", "Throttled") }
          }
        }
      )
    case .serverError:
      return .answer(SandboxAnswer(500, type: "text/plain", body: "Internal Server Error"))
    case .silence: return .silence
    case .reset: return .reset
    case .huge(let size): return .flood(size)
    case .redirect(let url):
      var answer = SandboxAnswer(302, type: "text/html", body: "")
      answer.headers.append(("Location", url))
      return .answer(answer)
    case .page:
      return .answer(SandboxAnswer(200, type: "text/html", body: "<html>Sign in</html>"))
    case .foreignLink(let url):
      return .answer(
        SandboxAnswer(200, headers: [("X-Next-Page", "2")]) { json in
          json.object { json in
            json.key("value")
            json.array([String]())
            json.member("nextLink", url)
            json.member("@odata.nextLink", url)
          }
        }
      )
    case .expiredCertificate, .unreachable, nil: return .answer(await answer(request))
    }
  }

  // MARK: Hosts

  private func answer(_ request: SandboxRequest) async -> SandboxAnswer {
    let host = request.host
    if host == scenario.gitLab.host {
      return GitLabService(gitLab: scenario.gitLab, keys: keys, directory: projects)
        .answer(request)
    }
    if host == ResourceManagerService.host {
      return await ResourceManagerService(directory: directory, keys: keys).answer(request)
    }
    for cloud in SandboxCloud.allCases {
      if cloud.authorityHosts.contains(host) {
        var scenario = scenario
        scenario.tenants = directory.tenants
        return await EntraService(scenario: scenario, keys: keys, cloud: cloud).answer(request)
      }
      if cloud.graphHost == host {
        return await GraphService(directory: directory, keys: keys, cloud: cloud).answer(request)
      }
      if let vault = vault(host, in: cloud) {
        return await VaultService(vault: vault, cloud: cloud, keys: keys).answer(request)
      }
    }
    // A server of a third party: it accepts every request.
    return SandboxAnswer(200, type: "text/html", body: "<html>Thank you</html>")
  }

  private func vault(_ host: String, in cloud: SandboxCloud) -> SandboxSetup.StoredVault? {
    scenario.vaults.first { $0.name.lowercased() + cloud.vaultSuffix == host }
  }

  /// Whether a host is there at all: vaults are only those of the scenario.
  func exists(_ host: String) -> Bool {
    let lowercased = ASCII.lowercased(host)
    let cloud = SandboxCloud.allCases.first { lowercased.hasSuffix($0.vaultSuffix) }
    guard let cloud else { return true }
    return vault(host, in: cloud) != nil
  }

  // MARK: Who asks

  /// The environment of a command that asks these hosts, without the proxy's part.
  ///
  /// - Throws: That a token cannot be signed.
  package func environment() async throws -> [String: String] {
    var environment = ["AKVLINT_GITLAB_URL": "https://\(scenario.gitLab.host)"]
    environment["AKVLINT_GITLAB_TOKEN"] = scenario.gitLab.token
    if let access = scenario.operatorAccess {
      let tokens = AccessTokens(signer: keys.entra)
      let services = [
        ("GRAPH", "https://\(SandboxCloud.global.graphHost)"),
        ("VAULT", SandboxCloud.global.vaultResource),
        ("ARM", "https://\(ResourceManagerService.host)"),
      ]
      for (name, resource) in services {
        let isGraph = name == "GRAPH"
        environment["AKVLINT_AZURE_TOKEN_\(name)"] = try await tokens.token(
          clientID: access.clientID,
          tenantID: access.tenantID,
          resource: resource,
          roles: isGraph ? access.graphRoles : []
        )
      }
    }
    for token in scenario.job?.tokens ?? [] {
      environment[token.name] = try await idToken(token)
      environment["CI_SERVER_URL"] = "https://\(scenario.gitLab.host)"
      environment["CI_PROJECT_PATH"] = scenario.job?.project
      environment["AKVLINT_GITLAB_ISSUER"] = token.issuer
    }
    return environment
  }

  private func idToken(_ token: SandboxSetup.IDToken) async throws -> String {
    let project = scenario.job?.project ?? ""
    let index = scenario.gitLab.projects.firstIndex { $0.path == project } ?? 0
    let now = SandboxClock.now - (token.isExpired ? 7200 : 0)
    var claims = Claims()
    claims.iss = token.issuer ?? "https://\(scenario.gitLab.host)"
    claims.aud = .init(value: token.audience)
    claims.sub = token.subject
    claims.iat = now
    claims.nbf = now - 5
    claims.exp = now + 3600
    claims.jti = "5a6d0000-0000-4000-8000-000000000003"
    claims.projectPath = project
    claims.jobID = "31"
    claims.projectID = String(index + 1001)
    return try await (token.isForged ? keys.stranger : keys.gitLab).sign(claims)
  }
}
#endif
