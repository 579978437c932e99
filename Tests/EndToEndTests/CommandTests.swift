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
        trigger: {include: ci/child.yml}
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
    ("pipeline.jobs.map(j, j.name)", "[\"deploy\",\"start\"]\n", 0),
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
    #expect(outcome.output == ".gitlab-ci.yml:1:10 local ci/azure.yml -> ci/azure.yml\n")
    #expect(outcome.status == 0)
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

  /// A child pipeline is a root of its own, with what its trigger job hands on.
  @Test func childPipelinesAreLinted() throws {
    let repository = try repository()
    let outcome = try Tool.run(["--format", "concise", "--select", "AKV202"], in: repository.path)
    #expect(outcome.output.hasPrefix("ci/child.yml:6:51: error: there is no ID token"))
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
    let outcome = try Tool.run(["--format", "concise"], in: repository.path)
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
    #expect(outcome.output.hasPrefix("other/.gitlab-ci.yml:1:16: error: there is no job .none"))
  }
}
