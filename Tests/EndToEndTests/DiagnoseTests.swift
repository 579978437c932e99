import Testing

@Suite struct DiagnoseTests {
  private let log = Array(
    """
    \u{1B}[0KRunning with gitlab-runner 18.6.2\u{1B}[0;m
    Resolving secret "API_KEY"...
    \u{1B}[31;1mERROR: Job failed (system failure): resolving secrets: getting secret failed: \
    GET https://kv-shop.vault.azure.net/secrets/shop-api-key/
    RESPONSE 404: 404 Not Found
    ERROR CODE: SecretNotFound
    {"error":{"code":"SecretNotFound","message":"A secret with (name/id) shop-api-key was not found"}}

    """.utf8
  )

  private func repository() throws -> TemporaryRepository {
    try TemporaryRepository(text: [
      ".gitlab-ci.yml": """
      include: ci/azure.yml
      deploy: {extends: .azure, script: ./deploy.sh}
      """,
      "ci/azure.yml": """
      .azure:
        id_tokens: {AZURE_JWT: {aud: https://gitlab.com}}
        secrets:
          API_KEY: {azure_key_vault: {name: shop-api-key}, token: $AZURE_JWT}
      """,
      "sub/empty": "",
    ])
  }

  @Test func pointsIntoThePipeline() throws {
    let repository = try repository()
    try repository.write("job.log", log)
    for (arguments, folder) in [
      (["job.log"], ""), (["../job.log"], "/sub"), ([], ""), (["-"], ""),
    ] {
      let outcome = try Tool.run(
        ["diagnose"] + arguments,
        in: repository.path + folder,
        input: log
      )
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.errors.isEmpty)
      #expect(outcome.output.hasPrefix("SecretNotFound (the vault does not have this secret"))
      #expect(outcome.output.contains("  ci/azure.yml:4:39 (job deploy)\n"), "\(outcome.output)")
      #expect(
        outcome.output.contains("az keyvault secret list --vault-name kv-shop --query \"[].name\"")
      )
    }
  }

  @Test func writesJSON() throws {
    let repository = try repository()
    let outcome = try Tool.run(
      ["diagnose", "--format", "json"],
      in: repository.path,
      input: log
    )
    let start = "{\"schema\":1,\"failures\":[{\"code\":\"SecretNotFound\",\"known\":true,"
    #expect(outcome.output.hasPrefix(start + "\"stage\":\"vault\","))
    for part in [
      "\"line\":6,\"details\":{\"vault\":\"kv-shop\",\"secret\":\"shop-api-key\","
        + "\"variable\":\"API_KEY\"}",
      "\"places\":[{\"path\":\"ci/azure.yml\",\"start\":{\"line\":4,\"column\":39},"
        + "\"end\":{\"line\":4,\"column\":51},\"jobs\":[\"deploy\"]}]",
    ] {
      #expect(outcome.output.contains(part), "\(outcome.output)")
    }
  }

  @Test func writesMarkdown() throws {
    let repository = try repository()
    let outcome = try Tool.run(
      ["diagnose", "--format", "markdown"],
      in: repository.path,
      input: log
    )
    #expect(outcome.status == 0)
    for part in [
      "### `SecretNotFound`: ", "| vault | `kv-shop` |\n", "- `ci/azure.yml:4:39` (`deploy`)\n",
      "```sh\naz keyvault secret list --vault-name kv-shop",
    ] {
      #expect(outcome.output.contains(part), "\(outcome.output)")
    }
  }

  /// The place is in the child pipeline that the trigger job starts.
  @Test func pointsIntoAChildPipeline() throws {
    let repository = try TemporaryRepository(text: [
      ".gitlab-ci.yml": "start: {trigger: {include: ci/child.yml}}\n",
      "ci/child.yml": """
      sell:
        id_tokens: {AZURE_JWT: {aud: https://gitlab.com}}
        secrets: {API_KEY: {azure_key_vault: {name: shop-api-key}, token: $AZURE_JWT}}
        script: ./sell.sh
      """,
    ])
    let outcome = try Tool.run(["diagnose"], in: repository.path, input: log)
    #expect(
      outcome.output.contains("  ci/child.yml:3:47 (job ci/child.yml:sell)\n"),
      "\(outcome.output)"
    )
  }

  /// A managed identity of the configuration has its own commands.
  @Test func followsTheKindInTheConfiguration() throws {
    let repository = try repository()
    try repository.write(
      ".akvlint.yml",
      Array(
        """
        azure:
          identities:
            - client_id: 3f9a1c52-7b1e-4d0a-9c55-0e6d2b7a4410
              kind: managed_identity
              resource_id: /subscriptions/s/resourceGroups/rg/providers/x/userAssignedIdentities/id-ci
        """.utf8
      )
    )
    let input = Array("AADSTS700213: x assertion subject 's'. y".utf8)
    let outcome = try Tool.run(["diagnose"], in: repository.path, input: input)
    let command =
      "az identity federated-credential list --identity-name id-ci --resource-group rg\n"
    #expect(outcome.output.contains(command), "\(outcome.output)")
    #expect(!outcome.output.contains("az ad app"))
  }

  @Test func aJobsURLNeedsLiveMode() throws {
    let folder = try TemporaryRepository([:], isRepository: false)
    let url = "https://gitlab.example.com/team/app/-/jobs/1"
    let both = try Tool.run(["diagnose", "job.log", "--job-url", url], in: folder.path)
    #expect(both.status == 2)
    #expect(both.errors.contains("not both"), "\(both.errors)")
  }

  @Test func worksOutsideARepository() throws {
    let folder = try TemporaryRepository([:], isRepository: false)
    let outcome = try Tool.run(["diagnose"], in: folder.path, input: log)
    #expect(outcome.status == 0)
    #expect(!outcome.output.contains("In the pipeline"))
  }

  @Test func saysWhenNothingIsKnown() throws {
    let folder = try TemporaryRepository([:], isRepository: false)
    let input = Array("Job succeeded\n".utf8)
    let outcome = try Tool.run(["diagnose"], in: folder.path, input: input)
    #expect(outcome.status == 1)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors == "akvlint: the log has no failure that akvlint knows\n")
    let json = try Tool.run(["diagnose", "--format", "json"], in: folder.path, input: input)
    #expect(json.status == 1)
    #expect(json.output == "{\"schema\":1,\"failures\":[]}\n")
  }

  @Test(arguments: [
    (["no.log"], "cannot read the log no.log"), (["."], "cannot read the log ."),
    (["--root", "nowhere"], "does not exist"), (["--format", "xml"], "xml"),
  ])
  func mistakes(arguments: [String], message: String) throws {
    let folder = try TemporaryRepository([:], isRepository: false)
    let outcome = try Tool.run(["diagnose"] + arguments, in: folder.path, input: log)
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
  }

  /// The text of a log can neither control a terminal nor end a word of a command.
  @Test func hostileLogs() throws {
    let subject = "x\u{1B}]0;owned\u{7}\u{202E}'; rm -rf ~ #"
    let input = Array("AADSTS700213: assertion subject '\(subject)'. x".utf8)
    let outcome = try Tool.run(["diagnose"], input: input)
    #expect(outcome.status == 0)
    #expect(!outcome.output.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" })
    #expect(outcome.output.contains(#""subject":"x\u{202E}'\''; rm -rf ~ #""#))
  }
}
