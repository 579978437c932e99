import Testing

@Suite struct PredictTests {
  private let place = ["--root", "samples/predict", "samples/predict/.gitlab-ci.yml"]

  @Test func explainsOneVerdict() throws {
    let outcome = try Tool.run(["predict", "--explain", "deploy@other-branch"] + place)
    #expect(outcome.status == 0)
    for line in [
      "deploy@other-branch", "  AZURE_TENANT_ID: \"66666666-7777-8888-9999-000000000000\"",
      "  sub: project_path:example/shop:ref_type:branch:ref:feature/example",
      "    ✗ subject project_path:example/shop:ref_type:branch:ref:main",
      "  az ad app federated-credential create --id 11111111-2222-3333-4444-555555555555",
    ] {
      #expect(outcome.output.contains(line), "\(outcome.output)")
    }
  }

  @Test("without evidence nothing is claimed, and the missing evidence is listed")
  func withoutEvidence() throws {
    let repository = try TemporaryRepository(text: [
      ".gitlab-ci.yml": """
      variables:
        AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net
        AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000
      deploy:
        id_tokens: {T: {aud: https://gitlab.com}}
        secrets: {S: {azure_key_vault: {name: n}, token: $T}}
        script: x
      sign:
        extends: deploy
        variables: {AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555}
      """
    ])
    let outcome = try Tool.run(["predict"], in: repository.path)
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("0 work, 0 fail, 8 unknown"), "\(outcome.output)")
    #expect(outcome.output.contains("list them under variables: in .akvlint.yml"))
    #expect(outcome.output.contains("name them under azure: identities: in .akvlint.yml"))
    let checked = try Tool.run(["--format", "json"], in: repository.path)
    for rule in ["AKV302", "AKV303", "AKV402", "AKV403", "AKV404", "AKV411"] {
      #expect(!checked.output.contains("{\"rule\":\"\(rule)\",\"name\""))
    }
  }

  @Test func narrowsToJobsAndScenarios() throws {
    let outcome = try Tool.run(
      ["predict", "--format", "json", "--job", "inventory", "--scenario", "schedule"] + place
    )
    #expect(
      outcome.output.hasPrefix(
        "{\"schema\":1,\"refused\":[],\"omitted\":[],\"predictions\":["
          + "{\"job\":\"inventory\",\"scenario\":\"schedule\",\"runs\":\"yes\",\"secrets\":[],\"exchanges\":[{\"token\":\"AZURE_JWT\",\"verdict\":\"works\""
      )
    )
  }

  /// A pipeline that GitLab refuses may hold numbers of any size.
  @Test(arguments: ["predict", "check", "report"])
  func aTimeoutOfAnyLengthIsRead(command: String) throws {
    let repository = try TemporaryRepository(text: [
      ".gitlab-ci.yml": """
      job:
        script: x
        timeout: 99999999999999999999999999 years
        variables:
          AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net
          AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555
          AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000
        id_tokens: {T: {aud: https://gitlab.com}}
        secrets: {S: {azure_key_vault: {name: n}, token: $T}}
      """
    ])
    let outcome = try Tool.run([command], in: repository.path)
    #expect(outcome.status == (command == "check" ? 1 : 0), "\(outcome.errors)")
    #expect(outcome.output.contains("timeout"))
  }

  @Test(arguments: [
    (["--job", "none"], "the pipeline has no job none"),
    (["--scenario", "none"], "unknown scenario none; the scenarios are default-branch"),
    (["--explain", "deploy"], "--explain takes JOB@SCENARIO"),
  ])
  func mistakes(arguments: [String], message: String) throws {
    let outcome = try Tool.run(["predict"] + arguments + place)
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains(message))
  }

  /// Without evidence nothing is claimed, by the table or by rules.
  @Test func withoutEvidenceNothingIsClaimed() throws {
    let repository = try TemporaryRepository(text: [
      ".gitlab-ci.yml": """
      job:
        script: x
        id_tokens: {T: {aud: https://gitlab.com}}
        secrets: {S: {azure_key_vault: {name: n}, token: $T}}
      """
    ])
    let outcome = try Tool.run(["predict"], in: repository.path)
    #expect(!outcome.output.contains("✓") && !outcome.output.contains("✗"))
    #expect(outcome.output.contains("?"))
    let check = try Tool.run(["--format", "concise"], in: repository.path)
    #expect(!check.output.contains("AKV4"))
  }

  /// The row of many jobs that work is one; the job that fails comes first.
  @Test func manyJobsAreGroupedByVerdict() throws {
    var pipeline = """
      default: {id_tokens: {T: {aud: https://gitlab.com}}}
      variables:
        AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net
        AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000
        AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555

      """
    for number in 1...40 {
      let client = number == 40 ? "variables: {AZURE_CLIENT_ID: not-a-guid}, " : ""
      pipeline += "job\(number): {\(client)script: x, secrets: {S: {azure_key_vault: {name: n}}}}\n"
    }
    let repository = try TemporaryRepository(text: [".gitlab-ci.yml": pipeline])
    let outcome = try Tool.run(["predict", "--scenario", "tag"], in: repository.path)
    let names = outcome.output.split(separator: "\n").prefix(3).map { line in
      line.split(separator: "  ").first.map(String.init)
    }
    #expect(names == ["job", "job40", "job1 and 38 more"], "\(outcome.output)")
    #expect(outcome.output.contains("--all shows a row for each job"))
    let all = try Tool.run(["predict", "--scenario", "tag", "--all"], in: repository.path)
    #expect(all.output.split(separator: "\n").count { $0.hasPrefix("job") } == 41)
  }

  /// No verdict has a reason, too.
  @Test(arguments: [
    ("job", "script: x, rules: [{if: $CI_COMMIT_BRANCH}]", "the job is not in this pipeline"),
    ("job", "script: x", "it requests nothing from Azure in this scenario"),
    ("job", "scripts: x", "GitLab creates no pipeline: "),
    (
      "job", "script: x, environment: review/$CI_MERGE_REQUEST_IID",
      "the job fails at once: GitLab cannot create an environment with the name \"review/\""
    ),
  ])
  func explainsWhyThereIsNoVerdict(job: String, body: String, reason: String) throws {
    let repository = try TemporaryRepository(text: [
      ".gitlab-ci.yml": "\(job): {\(body)}\nother: {script: y}\n"
    ])
    let outcome = try Tool.run(["predict", "--explain", "\(job)@tag"], in: repository.path)
    #expect(outcome.output.contains(reason), "\(outcome.output)")
  }

  /// A refused pipeline counts as a failure, and jobs that may be missing as unknown.
  @Test(arguments: [
    ("j: {script: x, stage: nope}\n", "fails", 1), ("j: {script: x, stage: nope}\n", "never", 0),
    ("a: {script: x, rules: [{if: $CI_COMMIT_BRANCH}]}\nb: {script: x, needs: [a]}\n", "fails", 1),
    ("a: {stage: .pre, script: x}\nb: {script: x, rules: [{if: $CI_COMMIT_BRANCH}]}\n", "fails", 0),
    ("include: {project: p, file: f.yml}\nj: {script: x}\n", "fails", 0),
    ("include: {project: p, file: f.yml}\nj: {script: x}\n", "unknown", 1), ("", "never", 3),
    ("include: {local: none.yml}\nj: {script: x}\n", "never", 3),
    ("j: {script: x, variables: {D: 2026-01-01}}\n", "never", 3),
  ])
  func failOn(pipeline: String, threshold: String, status: Int32) throws {
    let repository = try TemporaryRepository(text: [".gitlab-ci.yml": pipeline])
    let outcome = try Tool.run(["predict", "--fail-on", threshold], in: repository.path)
    #expect(outcome.status == status, "\(outcome)")
  }

  @Test func theTableNamesJobsThatFailAtOnce() throws {
    let repository = try TemporaryRepository(text: [
      ".gitlab-ci.yml": """
      j:
        script: x
        environment: review/$CI_MERGE_REQUEST_IID
        secrets: {S: {azure_key_vault: {name: n}}}

      """
    ])
    let outcome = try Tool.run(["predict", "--scenario", "tag"], in: repository.path)
    let sentence =
      "j fails at once (tag): GitLab cannot create an environment with the name \"review/\"\n"
    #expect(outcome.output.hasSuffix(sentence), "\(outcome.output)")
  }

  @Test func aWideTableIsFolded() throws {
    let outcome = try Tool.run(["predict"] + place)
    let table = outcome.output.split(separator: "\n").prefix { !$0.hasPrefix("✗") }
    #expect(table.allSatisfy { $0.unicodeScalars.count <= 80 })
  }
}
