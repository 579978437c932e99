import Testing

/// `akvlint fleet`, and `akvlint merge` of its shards.
@Suite struct FleetTests {
  private static let client = "11111111-2222-3333-4444-555555555555"

  private static func pipeline(_ number: Int) -> String {
    number % 5 == 4
      ? "build: {script: make}\n"
      : """
      deploy:
        id_tokens: {AZURE_JWT: {aud: api://AzureADTokenExchange}}
        secrets:
          PASSWORD: {azure_key_vault: {name: secret-\(number % 3)}, token: $AZURE_JWT}
        script: ./deploy.sh
        rules: [{if: $CI_COMMIT_BRANCH}]

      """
  }

  private static let configuration = """
    gitlab: {url: https://gitlab.example.com, default_branch: main}
    azure:
      identities:
        - client_id: \(client)
          tenant_id: 66666666-7777-8888-9999-000000000000
          credentials:
            - name: group
              issuer: https://gitlab.example.com
              claimsMatchingExpression:
                languageVersion: 1
                value: claims['sub'] matches 'project_path:g1/*:ref_type:branch:ref:main'
              audiences: [api://AzureADTokenExchange]
    variables:
      - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://kv-prod.vault.azure.net}
      - {key: AZURE_CLIENT_ID, value: \(client)}
      - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}

    """

  private static func fleet(_ count: Int) throws -> TemporaryRepository {
    var files = ["fleet/.akvlint.yml": configuration]
    for number in 0..<count {
      files["fleet/g\(number % 4)/p\(number)/.gitlab-ci.yml"] = pipeline(number)
    }
    return try TemporaryRepository(text: files)
  }

  @Test("Merged shards are the bytes of one run, and render to the same page")
  func shards() throws {
    let repository = try Self.fleet(60)
    func run(_ arguments: [String]) throws -> Tool.Outcome {
      try Tool.run(arguments, in: repository.path)
    }
    let whole = try run(["fleet", "fleet", "--format", "json"])
    var files: [String] = []
    for index in 1...4 {
      let file = "shard-\(index).json"
      let shard = try run([
        "fleet", "fleet", "--shard", "\(index)/4", "--fail-on", "never", "-f", "json", "-o", file,
      ])
      #expect(shard.status == 0, "\(shard.errors)")
      files.append(file)
    }
    let merged = try run(["merge", "--fail-on", "never", "-o", "fleet.json"] + files.reversed())
    #expect(merged.status == 0, "\(merged.errors)")
    #expect(try run(["fleet", "fleet.json", "--format", "json"]).output == whole.output)
    let pages = try ["fleet", "fleet.json"].map { try run(["fleet", $0, "--format", "html"]) }
    #expect(pages[0].output == pages[1].output)
    #expect(pages[0].output.contains("Content-Security-Policy"))
    let same = try run(["fleet", "fleet", "--base", "fleet.json"])
    #expect(same.output.contains("Nothing changed since the base."))
  }

  @Test func questions() throws {
    let repository = try Self.fleet(20)
    let outcome = try Tool.run(
      ["fleet", "fleet", "--uses", "credential:\(Self.client)/group"],
      in: repository.path
    )
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      outcome.output == """
        g1/p1  deploy  [default-branch, schedule]  breaks
        g1/p13  deploy  [default-branch, schedule]  breaks
        g1/p17  deploy  [default-branch, schedule]  breaks
        g1/p5  deploy  [default-branch, schedule]  breaks
        4 jobs in 4 projects would break without credential:\(Self.client)/group

        """
    )
  }

  @Test func oneProject() throws {
    let repository = try Self.fleet(8)
    let outcome = try Tool.run(["fleet", "fleet", "--match", "g1/p1"], in: repository.path)
    #expect(outcome.output.hasPrefix("1 project: 1 fails\n"))
    for line in ["[other-branch]: fails AADSTS700213", "[default-branch, schedule]: works"] {
      #expect(outcome.output.contains("  deploy reads kv-prod/secret-1 \(line)\n"))
    }
  }

  @Test(arguments: [
    ("", 1), ("--fail-on never", 0), ("--uses secret:kv-prod/secret-1", 0), ("--uses vault:x", 2),
    ("--base missing.json", 2), ("--base other.json", 2), ("--jobs 0", 2),
    ("-o missing/x.json", 2), ("--includes missing", 2), ("--match bad/*", 3),
    ("--uses secret:a/b --format html", 2), ("--uses secret:a/b --base other.json", 2),
    ("--match none/*", 2), ("--evidence other.json", 2), ("--match g/* --shard 1/1", 1),
  ])
  func exitCodes(options: String, status: Int32) throws {
    let isBad = options.contains("bad/*")
    let repository = try TemporaryRepository(text: [
      "fleet/g/a/.gitlab-ci.yml": "a: {script: x, secrets: {S: {azure_key_vault: {name: n}}}}\n",
      "fleet/\(isBad ? "bad" : "g")/b/.gitlab-ci.yml": isBad ? "a: [" : "b: {script: x}\n",
      "other.json": "{\"findings\": []}",
    ])
    let arguments = options.split(separator: " ").map(String.init)
    let outcome = try Tool.run(["fleet", "fleet"] + arguments, in: repository.path)
    #expect(outcome.status == status, "\(outcome.output)\(outcome.errors)")
  }

  @Test("A report answers like its folder, for a share or some projects, too")
  func reports() throws {
    let repository = try Self.fleet(20)
    func run(_ arguments: String) throws -> Tool.Outcome {
      try Tool.run(
        ["fleet"] + arguments.split(separator: " ").map(String.init),
        in: repository.path
      )
    }
    _ = try run("fleet --format json -o all.json")
    for options in ["--shard 2/3", "--match g1/*", "--uses secret:kv-prod/secret-1"] {
      let (folder, report) = try (
        run("fleet -f json \(options)"), run("all.json -f json \(options)")
      )
      #expect(folder.output == report.output)
      #expect(folder.status == report.status)
      guard !options.hasPrefix("--uses") else { continue }
      let same = try run("fleet \(options) --base all.json")
      #expect(same.output.contains("Nothing changed since the base."))
    }
    #expect(try run("all.json --includes .").status == 2)
    let misspelt = try run("fleet --uses secret:kv-prod/secret-9")
    #expect(misspelt.errors == "akvlint: nothing in the fleet names secret:kv-prod/secret-9\n")
  }

  @Test func noProjects() throws {
    let repository = try TemporaryRepository(text: ["fleet/README.md": ""])
    for folder in ["fleet", "missing"] {
      let outcome = try Tool.run(["fleet", folder], in: repository.path)
      #expect(outcome.status == 2)
      #expect(outcome.output.isEmpty)
    }
  }
}
