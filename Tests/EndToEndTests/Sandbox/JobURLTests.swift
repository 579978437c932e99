#if Live && Sandbox
@testable import AzureSandbox
import Testing

extension SandboxTests {
  /// `akvlint diagnose --job-url`, through the proxy that plays GitLab.
  @Suite("The log of a job's URL") struct JobURLTests {
    private static let url = "https://gitlab.example.com/acme/shop/-/jobs/4021"

    private func run(
      _ url: String = url,
      environment: [String: String] = [:]
    ) async throws -> Stage.Outcome {
      var scenario = Stage.scenario
      scenario.gitLab.projects[0].jobLogs = [
        "4021": "Resolving secret \"PASSWORD\"...\nERROR: AADSTS70025: The client "
          + "'\(Stage.client)'(acme) has no configured federated identity credentials.\n"
      ]
      return try await Stage.run(
        scenario,
        arguments: ["diagnose", "--job-url", url],
        environment: environment
      )
    }

    @Test func isFetchedAndDiagnosed() async throws {
      let outcome = try await run()
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.hasPrefix("AADSTS70025 ("))
      #expect(outcome.output.contains("  job "))
      #expect(outcome.output.contains(".gitlab-ci.yml:4:15 (job deploy)"), "\(outcome.output)")
      #expect(
        outcome.requests.map(\.path) == [
          "/api/v4/projects/acme%2Fshop/jobs/4021", "/api/v4/projects/acme%2Fshop/jobs/4021/trace",
        ]
      )
    }

    @Test func anUnknownJob() async throws {
      let outcome = try await run("https://gitlab.example.com/acme/shop/-/jobs/1")
      #expect(outcome.status == 4)
      #expect(outcome.errors.contains("cannot fetch the log"), "\(outcome.errors)")
    }

    /// A URL is not trusted: the token goes only to the instance that it is for.
    @Test func theTokenGoesToNoOtherHost() async throws {
      let outcome = try await run("https://attacker.example/acme/shop/-/jobs/4021")
      #expect(outcome.status == 2)
      #expect(outcome.requests.isEmpty)
    }
  }
}
#endif
