import Testing

/// Every command shows child pipelines, and what is outside the repository.
@Suite struct PipelineTreeTests {
  private static let files = [
    ".gitlab-ci.yml": """
    gen: {stage: build, script: x}
    start:
      trigger: {include: child.yml}
    again:
      variables: {TARGET: second}
      trigger: {include: child.yml}
    other: {trigger: group/other}
    generated: {trigger: {include: [{artifact: out.yml, job: gen}]}}
    gone: {trigger: {include: missing.yml}}

    """,
    "child.yml": """
    deploy:
      script: x
      id_tokens: {T: {aud: https://gitlab.com}}
      secrets: {P: {azure_key_vault: {name: n}, token: $T}}
    next: {trigger: {include: grandchild.yml}}

    """,
    "grandchild.yml": """
    last:
      script: x
      id_tokens: {T: {aud: https://gitlab.com}}
      secrets: {P: {azure_key_vault: {name: n}, token: $T}}

    """,
    ".akvlint.yml": """
    gitlab: {url: https://gitlab.com, project: group/project, default_branch: main}
    azure:
      identities:
        - client_id: 11111111-2222-3333-4444-555555555555
          tenant_id: 66666666-7777-8888-9999-000000000000
          credentials:
            - name: main
              issuer: https://gitlab.com
              subject: project_path:group/project:ref_type:branch:ref:main
              audiences: [https://gitlab.com]
    variables:
      - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}
      - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}
      - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://shop.vault.azure.net}

    """,
  ]

  private static let outputs: [(arguments: [String], parts: [String])] = [
    (
      ["predict"],
      [
        "child.yml:deploy (through start)", "child.yml:deploy (through again)",
        "grandchild.yml:last (through next)",
      ]
    ),
    (
      ["predict"],
      [
        "the pipeline that other starts (project group/other)",
        "the pipeline that generated starts (artifact out.yml of gen)",
        "the child pipeline missing.yml",
      ]
    ),
    (["report"], ["child.yml:deploy (through start)", "artifact out.yml of gen"]),
    (["report", "-f", "markdown"], ["grandchild.yml:last (through next)", "group/other"]),
    (["graph"], ["child.yml:deploy", "grandchild.yml:last"]),
    (["model"], ["\"child.yml:deploy\":{\"through\":[\"start\",\"again\"],\"id_tokens\""]),
    (
      ["model", "-f", "yaml", "--job", "grandchild.yml:last"],
      ["# child pipeline grandchild.yml, started by next\nlast:\n"]
    ),
    (
      ["query", "pipeline.jobs.filter(j, j.uses_azure).map(j, [j.name] + j.through)"],
      [
        "[[\"child.yml:deploy\",\"start\"],[\"grandchild.yml:last\",\"next\"],"
      ]
    ),
    (
      [
        "query",
        "pipeline.predictions.exists(p, p.job.name == 'grandchild.yml:last' && p.code == 'AADSTS700213')",
      ],
      ["true"]
    ),
    (
      ["init", "-o", "-"], ["Jobs that read Azure secrets: child.yml:deploy, grandchild.yml:last."]
    ),
    (["includes", "list"], ["trigger start -> child pipeline child.yml", "project group/other"]),
    (["includes", "list", "-f", "json"], ["\"outcome\":\"child\",\"file\":\"child.yml\""]),
    (
      ["-v"],
      [
        "AKV010 (generated): the downstream pipeline (artifact out.yml of gen) is not judged",
        "AKV010 (other): the downstream pipeline (project group/other) is not judged",
      ]
    ),
  ]

  @Test(arguments: outputs)
  func isShown(arguments: [String], parts: [String]) throws {
    let folder = try TemporaryRepository(text: Self.files)
    let outcome = try Tool.run(arguments, in: folder.path)
    for part in parts { #expect(outcome.output.contains(part), "\(outcome.output)") }
  }

  @Test func aLogIsExplainedByTheChildsJob() throws {
    let folder = try TemporaryRepository(text: Self.files)
    let outcome = try Tool.run(
      ["diagnose", "--job", "child.yml:deploy"],
      in: folder.path,
      input: Array("AADSTS700213: x".utf8)
    )
    #expect(outcome.output.contains("(job child.yml:deploy)"), "\(outcome.output)")
  }

  @Test func aJobThatIsNotThereIsAMistakeOfTheCall() throws {
    let folder = try TemporaryRepository(text: Self.files)
    #expect(try Tool.run(["model", "--job", "deploy"], in: folder.path).status == 2)
  }

  /// "No job" is reported only when all were read.
  @Test func nothingIsClaimedOfPipelinesOutside() throws {
    let folder = try TemporaryRepository(text: [
      ".gitlab-ci.yml": "other: {trigger: group/other}\n"
    ])
    let outcome = try Tool.run(["predict"], in: folder.path)
    #expect(outcome.output.hasPrefix("none of the jobs that could be read"), "\(outcome.output)")
  }
}
