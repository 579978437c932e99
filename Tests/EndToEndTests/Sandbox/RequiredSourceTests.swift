#if Live && Sandbox
@testable import AzureSandbox
import Testing

extension SandboxTests {
  /// `--live` queries what it can; sources that the call names must answer.
  @Suite("A source that the call names is required") struct RequiredSourceTests {
    /// One call, and its exit code.
    struct Case: Sendable, CustomTestStringConvertible {
      let testDescription: String
      let status: Int32
      var arguments = ["--live"]
      /// Of the job's `script:`; false makes an error.
      var isCorrect = true
      /// The fault of the only vault.
      var fault: Fault.Kind?
      var configuration = Stage.configuration
    }

    /// A useless answer, after which akvlint does not ask again, so that no test waits.
    static let refusal = Fault.Kind.redirect("https://attacker.example/")

    static let cases = [
      Case(testDescription: "all answer", status: 0, arguments: ["--live=gitlab,vault"]),
      Case(testDescription: "an unnamed one fails", status: 0, fault: refusal),
      Case(
        testDescription: "an unnamed one fails, and there is a finding",
        status: 1,
        isCorrect: false,
        fault: refusal
      ),
      Case(
        testDescription: "a named one fails, and there is a finding",
        status: 4,
        arguments: ["--live=gitlab,vault"],
        isCorrect: false,
        fault: refusal
      ),
      Case(
        testDescription: "a named one fails, and findings do not matter",
        status: 4,
        arguments: ["--live=gitlab,vault", "--exit-zero"],
        isCorrect: false,
        fault: refusal
      ),
      Case(
        testDescription: "one that is not queried cannot fail",
        status: 1,
        arguments: ["--live=gitlab,entra"],
        isCorrect: false,
        fault: refusal
      ),
      Case(
        testDescription: "the cloud of the configuration is not the operator's",
        status: 4,
        arguments: ["--live=gitlab,vault"],
        isCorrect: false,
        configuration: Stage.configuration + "\nazure: {cloud: china}"
      ),
    ]

    @Test(arguments: cases)
    func status(_ example: Case) async throws {
      var scenario = Stage.scenario
      if let kind = example.fault {
        scenario.faults = [Fault(host: "acme-shop.vault.azure.net", kind: kind)]
      }
      let pipeline = example.isCorrect ? "" : "\nbroken: {scrip: make}"
      let outcome = try await Stage.run(
        scenario,
        files: [
          ".gitlab-ci.yml": Stage.pipeline + pipeline, ".akvlint.yml": example.configuration,
        ],
        arguments: example.arguments
      )
      #expect(outcome.status == example.status, "\(outcome.output)\(outcome.errors)")
    }
  }
}
#endif
