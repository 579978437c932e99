#if Live && Sandbox
@testable import AzureSandbox
import Foundation
import Testing

/// The steps of docs/credentials.md: from an application without credentials to jobs that work.
extension SandboxTests {
  @Suite struct FirstJob {
    private static let folder = "\(Tool.packageRoot)/samples/first-job"

    @Test func worksFromNothing() async throws {
      let bytes = try Data(contentsOf: URL(filePath: "\(Self.folder)/sandbox.yml"))
      let (scenario, problems) = SandboxSetupReader.read(Array(bytes), path: "sandbox.yml")
      try #require(problems.isEmpty, "\(problems)")
      try await Stage.with(scenario) { sandbox, variables in
        let environment = variables.merging([
          "AKVLINT": Tool.path, "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "",
        ]) { $1 }
        let outcome = try await Tool.runBeside(
          [],
          of: "\(Self.folder)/from-nothing.sh",
          in: Self.folder,
          environment: environment
        )
        #expect(outcome.status == 0, "\(outcome.output)\n\(outcome.errors)")
        #expect(outcome.output.contains("AADSTS70025"))
        #expect(outcome.output.contains("2 jobs: 3 work, 0 fail, 0 unknown"), "\(outcome.output)")
        // The exact subject goes to v1.0, the expression to beta.
        let posts = sandbox.requests.filter { $0.method == "POST" && $0.host.hasPrefix("graph.") }
        #expect(posts.map { $0.parts[0] } == ["v1.0", "beta"])
      }
    }

    /// A user who may only read applications cannot change them.
    @Test func changesNeedThePermission() async throws {
      var scenario = Stage.scenario
      let body = #"{"name":"x","issuer":"https://gitlab.com","subject":"x","audiences":["a"]}"#
      for isAllowed in [false, true] {
        scenario.operatorAccess?.writesApplications = isAllowed
        let sandbox = Sandbox(scenario, keys: try await TokenKeys())
        let token = try await sandbox.environment()["AKVLINT_AZURE_TOKEN_GRAPH"] ?? ""
        let list = "/v1.0/applications(appId='\(Stage.client)')/federatedIdentityCredentials"
        func status(_ method: String, _ target: String, _ body: String = "") async -> Int? {
          let request = SandboxRequest(
            host: "graph.microsoft.com",
            method: method,
            target: target,
            headers: ["authorization": "Bearer \(token)"],
            body: Array(body.utf8)
          )
          guard case .answer(let answer) = await sandbox.deliver(request) else { return nil }
          return answer.status
        }
        #expect(await status("POST", list, body) == (isAllowed ? 201 : 403))
        #expect(await status("POST", list, body) == (isAllowed ? 409 : 403))
        #expect(await status("GET", "\(list)/x") == (isAllowed ? 200 : 404))
        #expect(await status("DELETE", "\(list)/x") == (isAllowed ? 204 : 403))
        #expect(await status("GET", list) == 200)
      }
    }
  }
}
#endif
