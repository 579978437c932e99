#if Live && Sandbox
@testable import AzureSandbox
import GitLabCI
import Testing

extension SandboxTests {
  /// Each rule that judges live evidence, by the answers of GitLab, Entra ID and the vault.
  @Suite("Live rules") struct LiveRuleTests {
    /// A setup with one mistake.
    struct Case: Sendable, CustomTestStringConvertible {
      let rule: String
      let why: String
      var arguments = ["--live", "--format", "json"]
      let change: @Sendable (inout SandboxSetup) -> Void
      var testDescription: String { "\(rule): \(why)" }

      init(
        _ rule: String,
        _ why: String,
        live: String = "--live",
        _ change: @escaping @Sendable (inout SandboxSetup) -> Void
      ) {
        self.rule = rule
        self.why = why
        arguments = [live, "--format", "json"]
        self.change = change
      }
    }

    /// The repository, whose configuration describes the project's tokens where a rule compares
    /// them.
    static func files(for example: Case) -> [String: String] {
      let components =
        example.rule == "AKV603" ? "\n  sub_claim: [project_path, ref_type, ref]\n" : ""
      return [
        ".gitlab-ci.yml": Stage.pipeline, ".akvlint.yml": Stage.configuration + components,
      ]
    }

    static let rules = [
      "AKV601", "AKV602", "AKV603", "AKV701", "AKV702", "AKV703", "AKV801", "AKV802", "AKV803",
      "AKV804", "AKV805", "AKV806", "AKV807", "AKV808",
    ]

    static let cases: [Case] = [
      Case("AKV601", "GitLab's own words") {
        $0.gitLab.projects[0].lintErrors = ["jobs:deploy config contains unknown keys: shiny"]
      },
      Case("AKV602", "the issuer calls itself something else") {
        $0.gitLab.issuer = "http://gitlab.internal.example"
      },
      Case("AKV603", "other components") {
        $0.gitLab.projects[0].subjectComponents = ["project_id"]
      },
      Case("AKV701", "no such tenant") { scenario in
        scenario.gitLab.projects[0].variables[1] = Stage.variable(
          "AZURE_TENANT_ID",
          "12345678-1234-1234-1234-123456789012"
        )
      },
      Case("AKV702", "no such application") { $0.tenants[0].applications = [] },
      Case("AKV703", "another branch", live: "--live=entra,gitlab") { scenario in
        scenario.job?.tokens[0] = SandboxSetup.IDToken(
          name: "AZURE_JWT",
          audience: Stage.instance,
          subject: "project_path:acme/shop:ref_type:branch:ref:topic"
        )
      },
      Case("AKV802", "another tenant's vault") { $0.vaults[0].tenantID = Stage.otherTenant },
      Case("AKV803", "no role", live: "--live=gitlab,entra,vault") { scenario in
        scenario.operatorAccess = nil
        scenario.vaults[0].access = .roles([:])
      },
      Case("AKV804", "a secret that never was") { $0.vaults[0].secrets = [] },
      Case("AKV804", "a deleted secret") { $0.vaults[0].secrets[0].isDeleted = true },
      Case("AKV805", "another version") { scenario in
        scenario.vaults[0].secrets[0].versions = [
          SandboxSetup.Version(id: "fedcba9876543210fedcba9876543210")
        ]
      },
      Case("AKV806", "disabled") { $0.vaults[0].secrets[0].versions[0].isEnabled = false },
      Case("AKV807", "a newer version") { scenario in
        var newer = SandboxSetup.Version(id: "fedcba9876543210fedcba9876543210")
        newer.created = 1_760_000_000
        scenario.vaults[0].secrets[0].versions.append(newer)
      },
      Case("AKV808", "soon") { scenario in
        scenario.vaults[0].secrets[0].versions[0].expires = SandboxClock.now + 5 * 86_400
      },
    ]

    @Test("one thing is wrong, and its rule reports it", arguments: cases)
    func fires(_ example: Case) async throws {
      var scenario = Stage.scenario
      example.change(&scenario)
      let outcome = try await Stage.run(
        scenario,
        files: Self.files(for: example),
        arguments: example.arguments
      )
      #expect(try outcome.rules().contains(example.rule), "\(outcome.output)\(outcome.errors)")
    }

    @Test("a snapshot gives the same findings offline", arguments: cases)
    func snapshot(_ example: Case) async throws {
      var scenario = Stage.scenario
      example.change(&scenario)
      var files = Self.files(for: example)
      let stored = try await Stage.run(
        scenario,
        files: files,
        arguments: ["snapshot", "-o", "-", example.arguments[0]]
      )
      files[".akvlint.snapshot.json"] = stored.output
      let repository = try TemporaryRepository(text: files)
      let offline = try Tool.run(["--format", "json"], in: repository.path)
      #expect(
        try Stage.rules(offline.output).contains(example.rule),
        "\(stored.output)\(stored.errors)\(offline.output)"
      )
    }

    @Test("without a mistake, none reports anything")
    func silent() async throws {
      for live in ["--live", "--live=gitlab,entra,vault"] {
        let outcome = try await Stage.run(Stage.scenario, arguments: [live, "--format", "json"])
        #expect(try outcome.rules().filter(Self.rules.contains) == [], "\(outcome.output)")
        #expect(outcome.status == 0, "\(outcome.errors)")
      }
    }

    @Test("every live rule has a case")
    func complete() {
      // Names resolve behind the proxy, so AKV801 is tried with a resolver of the tests' own.
      #expect(Set(Self.cases.map(\.rule)).union(["AKV801"]) == Set(Self.rules))
    }
  }
}
#endif
