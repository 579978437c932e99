import Testing

@Suite struct CommandTests {
  private func repository() throws -> TemporaryRepository {
    try TemporaryRepository(text: [
      ".gitlab-ci.yml": """
      include: ci/azure.yml
      deploy:
        extends: .azure
        script: ./deploy.sh
      start:
        variables: {REGION: eu}
        trigger: {include: [{local: ci/child.yml, inputs: {name: x}}]}
      """,
      "ci/azure.yml": """
      .azure:
        id_tokens: {AZURE_JWT: {aud: https://gitlab.com}}
        secrets:
          PASSWORD: {azure_key_vault: {name: a}, token: $AZURE_JWT}
      """,
      "ci/child.yml": """
      spec: {inputs: {name: }}
      ---
      fetch:
        script: ./fetch.sh $REGION $[[ inputs.name ]]
        secrets:
          PASSWORD: {azure_key_vault: {name: a}, token: $AZURE_JWT}
      """,
    ])
  }

  @Test(arguments: [
    ("pipeline.jobs.map(j, j.name)", "[\"deploy\",\"start\",\"ci/child.yml:fetch\"]\n", 0),
    ("pipeline.jobs.exists(j, j.uses_azure)", "true\n", 0),
    ("size(pipeline.jobs[0].secrets) * 2", "2\n", 0),
    ("{'a': pipeline.jobs[0].id_tokens[0].aud}", "{\"a\":\"https://gitlab.com\"}\n", 0),
    ("pipeline.job", "", 2), ("pipeline.jobs[7]", "", 2), ("1 +", "", 2),
  ])
  func query(expression: String, output: String, status: Int32) throws {
    let repository = try repository()
    let outcome = try Tool.run(["query", expression], in: repository.path)
    #expect(outcome.output == output)
    #expect(outcome.status == status)
    #expect(outcome.errors.isEmpty == (status == 0))
  }

  @Test func includesList() throws {
    let repository = try repository()
    let outcome = try Tool.run(["includes", "list"], in: repository.path)
    #expect(
      outcome.output == """
        .gitlab-ci.yml:1:10 local ci/azure.yml -> ci/azure.yml
        .gitlab-ci.yml:7:31 trigger start -> child pipeline ci/child.yml

        """
    )
    #expect(outcome.status == 0)
  }

  @Test func includesListAsJSON() throws {
    let repository = try TemporaryRepository(text: [
      ".gitlab-ci.yml": "start: {trigger: {include: child.yml}}\n",
      "child.yml": "include: [a.yml, deplo.yml]\n",
      "a.yml": "a: {script: x}\n",
      "deploy.yml": "b: {script: x}\n",
    ])
    let outcome = try Tool.run(["includes", "list", "-f", "json"], in: repository.path)
    let position = { (path: String, column: Int) in
      #""location":{"path":"\#(path)","start":{"line":1,"column":\#(column)}}"#
    }
    let entries = [
      #"{"pipeline":null,"include":"trigger start",\#(position(".gitlab-ci.yml", 28)),"#
        + #""outcome":"child","file":"child.yml","reason":null}"#,
      #"{"pipeline":"child.yml","include":"local a.yml",\#(position("child.yml", 11)),"#
        + #""outcome":"found","file":"a.yml","reason":null}"#,
      #"{"pipeline":"child.yml","include":null,\#(position("child.yml", 18)),"outcome":"refused","#
        + #""file":null,"reason":"the repository has no file deplo.yml; did you mean deploy.yml?"}"#,
    ]
    #expect(
      outcome.output == #"{"schema":1,"includes":[\#(entries.joined(separator: ","))]}"# + "\n"
    )
  }

  /// Nothing is resolved that GitLab leaves to the jobs, and GitLab's own stages are added.
  @Test func fullConfiguration() throws {
    let repository = try TemporaryRepository(text: [
      ".gitlab-ci.yml": """
      include: base.yml
      stages: [build, .post]
      default: {image: alpine}
      deploy:
        extends: .base
        script: [!reference [.base, before_script], "echo 'a: b'"]
        rules: [{if: $CI_COMMIT_TAG, when: manual}]
      start: {trigger: {include: child.yml}}
      """,
      "base.yml": ".base: {before_script: [\"set -e\\nmake\"], retry: 1, stage: build}\n",
      "child.yml": "fetch: {script: x, interruptible: false}\n",
    ])
    let full = try Tool.run(["model", "-f", "yaml"], in: repository.path)
    #expect(
      full.output == """
        .base:
          before_script:
            - |-
              set -e
              make
          retry: 1
          stage: build
        stages:
          - .pre
          - build
          - .post
        default:
          image: alpine
        deploy:
          before_script:
            - |-
              set -e
              make
          retry: 1
          stage: build
          extends: .base
          script:
            - - |-
                set -e
                make
            - "echo 'a: b'"
          rules:
            - if: $CI_COMMIT_TAG
              when: manual
        start:
          trigger:
            include: child.yml

        """
    )
    let job = try Tool.run(
      ["model", "-f", "yaml", "--job", "child.yml:fetch"],
      in: repository.path
    )
    #expect(
      job.output == """
        # child pipeline child.yml, started by start
        fetch:
          script: x
          interruptible: false

        """
    )
  }

  @Test func modelShowsTheWayOfValues() throws {
    let repository = try repository()
    let outcome = try Tool.run(["model", "--spans"], in: repository.path)
    #expect(
      outcome.output.contains(
        "\"secrets.PASSWORD.token\":{\"path\":\"ci/azure.yml\",\"start\":{\"line\":4,\"column\":51},"
          + "\"end\":{\"line\":4,\"column\":61},\"through\":[{\"kind\":\"extends\","
          + "\"path\":\".gitlab-ci.yml\",\"start\":{\"line\":3,\"column\":12}"
      )
    )
  }

  /// A child pipeline is a root of its own, with what its trigger job forwards.
  @Test func childPipelinesAreLinted() throws {
    let repository = try repository()
    let outcome = try Tool.run(["--format", "concise", "--select", "AKV202"], in: repository.path)
    #expect(outcome.output.hasPrefix("ci/child.yml:6:51: error: the job \"fetch\" has no ID token"))
    #expect(outcome.output.split(separator: "\n").count == 1)
    #expect(outcome.status == 1)
  }

  @Test func mappedProjectsAreFollowed() throws {
    let templates = try TemporaryRepository(text: ["azure.yml": ".azure: {image: alpine}\n"])
    let folder = String(templates.path.split(separator: "/").last ?? "")
    let repository = try TemporaryRepository(text: [
      ".gitlab-ci.yml": """
      include: [{project: group/templates, file: /azure.yml}]
      job: {extends: .azur, script: x}
      """,
      ".akvlint.yml": "includes: [{project: group/templates, path: ../\(folder)}]\n",
    ])
    let refused = try Tool.run(["--format", "concise", "--verbose"], in: repository.path)
    #expect(!refused.output.contains(".azure?"))
    #expect(refused.output.contains("--allow-outside ../\(folder)"))
    let allowed = ["--format", "concise", "--allow-outside", "../\(folder)"]
    let outcome = try Tool.run(allowed, in: repository.path)
    #expect(outcome.output.contains("did you mean .azure?"))
  }

  /// Below a folder, parts of a pipeline are judged where they are used, and templates as such.
  @Test func aFolderHoldsPipelinesAndTheirParts() throws {
    let repository = try TemporaryRepository(text: [
      ".gitlab-ci.yml": "include: deep/.gitlab-ci.yml\n.base: {image: alpine}\n",
      "deep/.gitlab-ci.yml": "job: {extends: .base, script: x}\n",
      "lib/azure.gitlab-ci.yml": ".azure: {id_tokens: {T: {aud: x}}}\n",
      "other/.gitlab-ci.yml": "job: {extends: .none, script: x}\n",
    ])
    let outcome = try Tool.run([".", "--format", "concise"], in: repository.path)
    #expect(outcome.output.split(separator: "\n").count == 1, "\(outcome.output)")
    #expect(
      outcome.output.hasPrefix("other/.gitlab-ci.yml:1:16: error: the pipeline has no job .none")
    )
  }

  @Test("the issuer and the project come from the git remote, also in a worktree")
  func gitRemote() throws {
    let repository = try repository()
    let remote = "[remote \"origin\"]\n\turl = git@gitlab.example.com:team/app.git\n"
    try repository.write(".git/config", Array(remote.utf8))
    try repository.write(".git/worktrees/other/commondir", Array("../..\n".utf8))
    let link = "gitdir: \(repository.path)/.git/worktrees/other\n"
    try repository.write("other/.git", Array(link.utf8))
    try repository.write("other/.gitlab-ci.yml", Array("a: {script: [b]}\n".utf8))
    for folder in [repository.path, repository.path + "/other"] {
      let outcome = try Tool.run(["-v"], in: folder)
      #expect(
        outcome.errors == """
          akvlint: the issuer is https://gitlab.example.com, from the git remote origin
          akvlint: the project is team/app, from the git remote origin

          """
      )
    }
    let quiet = try Tool.run([], in: repository.path)
    #expect(quiet.errors == "")
  }

  @Test("a variable that the lint job gets is the project's, unless the YAML may have set it")
  func jobEnvironment() throws {
    let repository = try repository()
    let environment = [
      "GITLAB_CI": "true", "AZURE_CLIENT_ID": "0f0f0f0f-1111-4222-8333-444444444444",
      "AZURE_TENANT_ID": "0f0f0f0f-1111-4222-8333-555555555555",
      "AZURE_KEY_VAULT_SERVER_URL": "https://kv.vault.azure.net", "NO_COLOR": "1",
    ]
    let open = try Tool.run(["--select", "AKV301"], in: repository.path)
    #expect(open.output.contains("AKV301"))
    let inJob = try Tool.run(
      ["--select", "AKV301"],
      in: repository.path,
      environment: environment
    )
    #expect(!inJob.output.contains("AKV301"))
    let own = """
      variables: {AZURE_CLIENT_ID: 0f0f0f0f-1111-4222-8333-444444444444}
      include: {local: /ci/azure.yml}
      fetch: {extends: .azure, script: ./fetch.sh, inherit: {variables: false}}
      """
    try repository.write("own/.gitlab-ci.yml", Array(own.utf8))
    let withOwn = try Tool.run(
      ["--select", "AKV301", "own/.gitlab-ci.yml"],
      in: repository.path,
      environment: environment
    )
    #expect(withOwn.output.contains("AZURE_CLIENT_ID is not in the YAML"))
  }
}
