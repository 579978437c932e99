import Evidence
import LiveEvidence
import Testing

private let date = "2026-11-23"

@Suite struct GitLabClientTests {
  private static let api = "https://gitlab.example.com/api/v4"

  private func client(_ table: [String: FakeTransport.Answers]) -> (GitLabClient, FakeTransport) {
    let transport = FakeTransport(table)
    let client = GitLabClient(
      Courier.impatient(transport),
      host: "gitlab.example.com",
      token: AccessToken("t"),
      date: date
    )
    return (client, transport)
  }

  @Test func project() async throws {
    let (client, transport) = client([
      "\(Self.api)/projects/team%2Fapp": [
        .json(
          """
          {"path_with_namespace": "team/app", "default_branch": "main",
            "ci_id_token_sub_claim_components": ["project_path", "ref_type", "ref"],
            "ci_pipeline_variables_minimum_override_role": "developer"}
          """
        )
      ]
    ])
    let project = try await client.project("team/app")
    #expect(project.defaultBranch == "main")
    #expect(project.subjectComponents == ["project_path", "ref_type", "ref"])
    #expect(project.overrideRole == "developer")
    #expect(await transport.requests.first?.authorization == .privateToken(AccessToken("t")))
  }

  @Test("variables of the project and its groups, the nearest first, values of three only")
  func variables() async throws {
    let page = "?per_page=100&page="
    let (client, _) = client([
      "\(Self.api)/projects/a%2Fb%2Fc/variables\(page)1": [
        .json(
          """
          [{"key": "AZURE_CLIENT_ID", "value": "c", "protected": true, "environment_scope": "prod"},
           {"key": "DEPLOY_TOKEN", "value": "hush", "protected": false, "environment_scope": "*"}]
          """,
          headers: ["x-next-page": "2"]
        )
      ],
      "\(Self.api)/projects/a%2Fb%2Fc/variables\(page)2": [
        .json("[{\"key\": \"AZURE_CLIENT_ID\", \"value\": \"d\", \"environment_scope\": \"*\"}]")
      ],
      "\(Self.api)/groups/a%2Fb/variables\(page)1": [
        .json(
          "[{\"key\": \"AZURE_CLIENT_ID\", \"value\": \"e\"}, {\"key\": \"X\", \"value\": \"y\"}]"
        )
      ],
      "\(Self.api)/groups/a/variables\(page)1": [.json("[]", headers: ["x-next-page": ""])],
    ])
    let variables = try await client.variables("a/b/c")
    #expect(variables.map(\.key) == ["AZURE_CLIENT_ID", "DEPLOY_TOKEN", "AZURE_CLIENT_ID", "X"])
    #expect(variables.map(\.value) == ["c", nil, "d", nil])
    #expect(variables[0].isProtected == true && variables[0].environmentScope == "prod")
  }

  @Test func refusals() async throws {
    let denied = client([
      "\(Self.api)/projects/a%2Fb": [.json("{\"message\": \"403 Forbidden\"}", status: 403)]
    ]).0
    await #expect {
      try await denied.project("a/b")
    } throws: { error in
      (error as? Undecidable)?.reason == "the server answers 403: 403 Forbidden"
    }
    let moved = client(["\(Self.api)/projects/a%2Fb": [.json("", status: 302)]]).0
    await #expect {
      try await moved.project("a/b")
    } throws: { error in
      (error as? Undecidable)?.reason.contains("redirect (302), which is not followed") ?? false
    }
  }

  @Test("a commit is linted by GET")
  func lint() async throws {
    let url = "\(Self.api)/projects/a%2Fb/ci/lint?content_ref=feature%2Fx"
    let client = client([url: [.json("{\"valid\": false, \"errors\": [\"jobs:a no\"]}")]]).0
    let lint = try await client.lint(.commit("feature/x"), of: "a/b")
    #expect(!lint.isValid)
    #expect(lint.errors == ["jobs:a no"])
  }

  private static let lintURL = "\(api)/projects/a%2Fb/ci/lint"
  private static let refusal =
    "{\"valid\": false, \"errors\": [\"Local file `x.yml` does not exist!\"]}"

  @Test("a text that is not pushed is posted, to the instance only")
  func lintOfText() async throws {
    let (client, transport) = client([Self.lintURL: [.json(Self.refusal)]])
    let lint = try await client.lint(.text("a: b", includesLocalFiles: false), of: "a/b")
    #expect(!lint.isValid)
    let request = try #require(await transport.requests.first)
    #expect(request.method == .post && request.host == "gitlab.example.com")
    #expect(request.form.map(\.name) == ["content"] && request.form.map(\.value) == ["a: b"])
    #expect(request.authorization == .privateToken(AccessToken("t")))
  }

  @Test("a refusal that an unpushed file may cause is undecided, and mentions it")
  func lintWithLocalIncludes() async throws {
    let question = LiveTargets.LintQuestion.text("a: b", includesLocalFiles: true)
    let refusing = client([Self.lintURL: [.json(Self.refusal)]]).0
    let error = await #expect(throws: Undecidable.self) {
      try await refusing.lint(question, of: "a/b")
    }
    #expect(error?.reason.contains("as the default branch has them") == true)
    let content = client([Self.lintURL: [.json("{\"valid\": true, \"errors\": []}")]]).0
    #expect(try await content.lint(question, of: "a/b").isValid)
  }

  @Test("for a token that may not lint, the missing permission is reported", arguments: [401, 403])
  func lintRefused(status: Int) async {
    let client = client([Self.lintURL: [.json("{}", status: status)]]).0
    let error = await #expect(throws: Undecidable.self) {
      try await client.lint(.text("a: b", includesLocalFiles: false), of: "a/b")
    }
    #expect(error?.reason.contains("scope api") == true)
  }

  @Test(
    "variables of the instance are known to administrators only",
    arguments: [(200, 1), (401, nil), (403, nil)]
  )
  func instanceVariables(status: Int, count: Int?) async throws {
    let url = "\(Self.api)/admin/ci/variables?per_page=100&page=1"
    let list = "[{\"key\": \"A\", \"value\": \"hush\", \"protected\": true}]"
    let client = client([url: [.json(list, status: status)]]).0
    let variables = try await client.instanceVariables()
    #expect(variables?.count == count)
    #expect(variables?.allSatisfy { $0.value == nil && $0.isProtected == true } ?? true)
  }

  @Test("the project's own root file", arguments: [("\"ci/x.yml\"", "ci/x.yml"), ("\"\"", nil)])
  func rootFile(written: String, file: String?) async throws {
    let document = "{\"ci_config_path\": \(written)}"
    let client = client(["\(Self.api)/projects/a%2Fb": [.json(document)]]).0
    #expect(try await client.rootFile("a/b") == file)
  }
}
