import AzureFederation
import Evidence
import LiveEvidence
import Testing

@Suite struct AzureCLITests {
  /// A token with only the audience that matters: that of vaults.
  private static let vaultToken =
    "e30.eyJhdWQiOiAiY2ZhOGIzMzktODJhMi00NzFhLWEzYzktMGZjMGJlN2E0MDkzIn0.c2ln"

  private func output(_ token: String) -> String {
    "{\"accessToken\": \"\(token)\", \"tokenType\": \"Bearer\"}"
  }

  @Test("a token is asked for with the service's resource, and taken when it is for that")
  func token() async throws {
    let text = output(Self.vaultToken)
    let commandLine = AzureCLI(program: "/bin/az") { program, arguments in
      #expect(program == "/bin/az")
      #expect(
        arguments == [
          "account", "get-access-token", "--resource", "https://vault.azure.net", "--output",
          "json",
        ]
      )
      return Array(text.utf8)
    }
    let token = try await commandLine.token(for: .vault, in: .public)
    #expect(token == AccessToken(Self.vaultToken))
  }

  @Test(
    "any other answer is a reason that contains nothing of az's output",
    arguments: [
      "", "rubbish", "{}", "{\"accessToken\": \"eyJx\"}", "{\"accessToken\": [1]}", "[]",
      "{\"accessToken\": \"e30.eyJhdWQiOiAiaHR0cHM6Ly9ldmlsLmV4YW1wbGUifQ.c2ln\"}",
    ]
  )
  func rubbish(text: String) async {
    let commandLine = AzureCLI(program: "/bin/az") { _, _ in Array(text.utf8) }
    let error = await #expect(throws: Undecidable.self) {
      try await commandLine.token(for: .vault, in: .public)
    }
    #expect(error?.reason == "az did not print a token for https://vault.azure.net")
  }

  @Test("what az does not return is reported where a token was needed")
  func absence() async {
    let commandLine = AzureCLI(program: "/bin/az") { _, _ throws(AzureCLI.Failure) in
      throw .timedOut(limit: 30)
    }
    var access = LiveAccess()
    access.graphToken = AccessToken("given")
    await access.complete([.graph, .vault], with: commandLine, in: .public)
    #expect(access.graphToken == AccessToken("given"))
    #expect(access.vaultToken == nil)
    let gatherer = Gatherer(
      Courier.impatient(FakeTransport([:])),
      access: access,
      sources: [.entra],
      exchanges: false,
      cloud: .public,
      date: "2026-11-23"
    )
    var targets = LiveTargets()
    targets.clients = ["11111111-2222-3333-4444-555555555555"]
    #expect(await !gatherer.gather(targets).undecided.isEmpty)
  }

  // MARK: Where az is looked for

  private static let links = [
    "/usr/bin": "/usr/bin", "/usr/bin/az": "/usr/bin/az", "/repo": "/repo",
    "/repo/bin": "/repo/bin", "/repo/bin/az": "/repo/bin/az", "/link": "/repo/bin",
    "/link/az": "/repo/bin/az", "/opt": "/opt", "/opt/az": "/repo/tools/az",
    "/repository":
      "/repository", "/repository/az": "/repository/az", ".": "/repo", "bin": "/repo/bin",
  ]

  @Test(
    "no program in the repository is run, however PATH leads there",
    arguments: [
      ("/repo/bin:/usr/bin", "/usr/bin/az"), (".:/usr/bin", "/usr/bin/az"),
      ("bin:/usr/bin", "/usr/bin/az"), ("/link:/usr/bin", "/usr/bin/az"),
      ("/opt:/usr/bin", "/usr/bin/az"), (":/usr/bin", "/usr/bin/az"), ("/repo", nil), ("", nil),
      ("/missing", nil), ("/repository", "/repository/az"),
    ]
  )
  func search(path: String, program: String?) {
    let search = ProgramSearch(path: path, outside: "/repo") { Self.links[$0] }
    let found = search.program("az", realPath: { Self.links[$0] }, isProgram: { _ in true })
    #expect(found == program)
    #expect(search.folders.allSatisfy { ["/usr/bin", "/opt", "/repository"].contains($0) })
  }

  @Test func noProgram() {
    let search = ProgramSearch(path: "/usr/bin", outside: "/repo") { Self.links[$0] }
    let found = search.program("az", realPath: { Self.links[$0] }, isProgram: { _ in false })
    #expect(found == nil)
    let everywhere = ProgramSearch(path: "/usr/bin", outside: "") { Self.links[$0] }
    #expect(everywhere.folders.isEmpty)
  }
}
