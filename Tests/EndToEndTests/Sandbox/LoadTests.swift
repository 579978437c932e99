#if Live && Sandbox
@testable import AzureSandbox
import Testing

extension SandboxTests {
  /// A project with many secrets.
  @Suite("Many requests") struct LoadTests {
    private static let vaultCount = 10
    private static let secretsInEach = 20
    /// How long each answer takes, in milliseconds.
    private static let latency = 50

    @Test("each is made once, eight at a time, and none waits for long")
    func many() async throws {
      var scenario = Stage.scenario
      scenario.latency = Self.latency
      scenario.gitLab.projects[0].variables.removeLast()
      var jobs = ""
      scenario.vaults = (0..<Self.vaultCount).map { vault in
        let names = (0..<Self.secretsInEach).map { "secret-\(vault)-\($0)" }
        for (index, name) in names.enumerated() {
          // Two jobs read each secret.
          for copy in ["a", "b"] {
            jobs += """
              job-\(vault)-\(index)-\(copy):
                rules: [{if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH}]
                script: x
                variables: {AZURE_KEY_VAULT_SERVER_URL: https://acme-\(vault).vault.azure.net}
                id_tokens: {AZURE_JWT: {aud: https://gitlab.example.com}}
                secrets: {S: {azure_key_vault: {name: \(name)}, token: $AZURE_JWT}}

              """
          }
        }
        return Scenario.StoredVault(
          name: "acme-\(vault)",
          tenantID: Stage.tenant,
          access: .roles([Stage.client: .secretsUser, Stage.caller: .reader]),
          secrets: names.map {
            Scenario.Secret(name: $0, versions: [Scenario.Version(id: Stage.version)])
          }
        )
      }
      let start = ContinuousClock.now
      let outcome = try await Stage.run(
        scenario,
        files: [".gitlab-ci.yml": jobs, ".akvlint.yml": Stage.configuration]
      )
      let duration = ContinuousClock.now - start
      #expect(outcome.status == 0, "\(outcome.errors)")
      let asked = outcome.requests.map { "\($0.method) \($0.host)\($0.target)" }
      #expect(Set(asked).count == asked.count)
      let lists = outcome.requests.filter { $0.path.hasSuffix("/versions") && $0.bearer != nil }
      #expect(lists.count == Self.vaultCount * Self.secretsInEach)
      #expect((2...8).contains(outcome.mostAtOnce))
      // The slowest chain: GitLab's variables, a vault's challenge, and its secrets one by one.
      let chain = Duration.milliseconds(Self.latency * (2 + 1 + Self.secretsInEach))
      #expect(duration <= chain * 3, "\(duration)")
    }
  }
}
#endif
