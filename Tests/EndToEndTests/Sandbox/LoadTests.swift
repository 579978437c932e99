#if Live && Sandbox
@testable import AzureSandbox
import GitLabCI
import Testing

extension SandboxTests {
  /// A project with many secrets.
  @Suite("Many requests") struct LoadTests {
    private static let vaultCount = 10
    private static let secretsInEach = 20
    /// The duration of each answer, in milliseconds.
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
        return SandboxSetup.StoredVault(
          name: "acme-\(vault)",
          tenantID: Stage.tenant,
          access: .roles([Stage.client: .secretsUser, Stage.caller: .reader]),
          secrets: names.map {
            SandboxSetup.Secret(name: $0, versions: [SandboxSetup.Version(id: Stage.version)])
          }
        )
      }
      let outcome = try await Stage.run(
        scenario,
        files: [".gitlab-ci.yml": jobs, ".akvlint.yml": Stage.configuration]
      )
      #expect(outcome.status == 0, "\(outcome.errors)")
      let asked = outcome.requests.map { "\($0.method) \($0.host)\($0.target)" }
      #expect(Set(asked).count == asked.count)
      let lists = outcome.requests.filter { $0.path.hasSuffix("/versions") && $0.bearer != nil }
      #expect(lists.count == Self.vaultCount * Self.secretsInEach)
      #expect((2...8).contains(outcome.mostAtOnce))
      // The requests of one vault wait for each other, those of others do not: when the first vault has
      // answered all, most have begun to. The order counts, for a busy machine makes all of it longer.
      let chains = Dictionary(grouping: outcome.spans, by: \.host).filter {
        $0.key.hasPrefix("acme-")
      }
      let starts = chains.values.compactMap { $0.map(\.start).min() }
      let firstEnd = try #require(chains.values.compactMap { $0.map(\.end).max() }.min())
      #expect(chains.count == Self.vaultCount)
      #expect(starts.filter { $0 < firstEnd }.count >= Self.vaultCount / 2)
    }
  }
}
#endif
