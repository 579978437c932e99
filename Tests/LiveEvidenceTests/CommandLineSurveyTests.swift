import LiveEvidence
import Synchronization
import Testing

@Suite struct CommandLineSurveyTests {
  private static let client = "11111111-2222-3333-4444-555555555555"
  private static let tenant = "66666666-7777-8888-9999-000000000000"
  private static let answers: [String: String] = [
    "az account show --output json": "{\"tenantId\": \"\(tenant)\", \"name\": \"Shop\"}",
    "az ad app federated-credential list --id \(client) --output json": """
    [{"name": "main", "issuer": "https://gitlab.example.com", "subject": "project_path:acme/shop",
      "audiences": ["https://gitlab.example.com"]},
     {"name": "all", "issuer": "https://gitlab.example.com", "subject": null, "audiences": ["a"]}]
    """,
    "glab api projects/acme%2Fshop --hostname gitlab.example.com":
      "{\"path_with_namespace\": \"acme/shop\", \"default_branch\": \"trunk\"}",
    "glab api projects/acme%2Fshop/variables?per_page=100 --hostname gitlab.example.com": """
    [{"key": "AZURE_CLIENT_ID", "value": "hush", "environment_scope": "*", "protected": true},
     {"key": "AZURE_TENANT_ID", "value": "hush", "environment_scope": "prod", "protected": false}]
    """,
  ]

  private static var subject: CommandLineSurvey.Scope {
    var subject = CommandLineSurvey.Scope()
    subject.host = "gitlab.example.com"
    subject.project = "acme/shop"
    subject.clients = [client, "--output=/etc/passwd"]
    return subject
  }

  private func survey(
    _ programs: [CommandLineSurvey.Program],
    answering: @escaping @Sendable (String) throws(AzureCLI.Failure) -> String
  ) async -> CommandLineSurvey.Answers {
    let paths = Dictionary(uniqueKeysWithValues: programs.map { ($0, "/bin/\($0.rawValue)") })
    let survey = CommandLineSurvey(programs: paths) { program, words throws(AzureCLI.Failure) in
      let name = program.split(separator: "/").last ?? ""
      return Array(try answering("\(name) \(words.joined(separator: " "))").utf8)
    }
    return await survey.answers(about: Self.subject)
  }

  @Test("what both know is taken, and nothing else is asked")
  func all() async {
    let asked = Mutex<[String]>([])
    let answers = await survey([.az, .glab]) { question in
      asked.withLock { $0.append(question) }
      return Self.answers[question] ?? ""
    }
    #expect(asked.withLock { Set($0) } == Set(Self.answers.keys))
    #expect(answers.tenant == Self.tenant)
    #expect(answers.credentials[Self.client]?.map(\.name) == ["main", "all"])
    #expect(answers.credentials[Self.client]?.map(\.subject) == ["project_path:acme/shop", nil])
    #expect(answers.project == "acme/shop" && answers.defaultBranch == "trunk")
    #expect(answers.variables?.map(\.key) == ["AZURE_CLIENT_ID", "AZURE_TENANT_ID"])
    #expect(answers.variables?.map(\.scope) == ["*", "prod"])
    #expect(answers.variables?.map(\.isProtected) == [true, false])
    #expect(answers.gaps.isEmpty)
  }

  @Test(
    "an invalid answer is a gap that contains nothing of the program's output",
    arguments: ["", "rubbish", "{\"tenantId\": [", "\u{0}"]
  )
  func rubbish(_ text: String) async {
    let answers = await survey([.az, .glab]) { _ in text }
    #expect(answers.tenant == nil && answers.project == nil && answers.variables == nil)
    #expect(answers.gaps.count == 2 && answers.gaps.allSatisfy { $0.hasSuffix("not valid JSON") })
  }

  @Test("JSON of another shape is nothing", arguments: ["[]", "{}", "3", "{\"tenantId\": \"x\"}"])
  func otherShapes(_ text: String) async {
    let answers = await survey([.az, .glab]) { _ in text }
    #expect(answers.tenant == nil && answers.project == nil && answers.defaultBranch == nil)
    #expect(answers.credentials.values.allSatisfy(\.isEmpty) && answers.variables ?? [] == [])
  }

  @Test(
    "a program that fails is not asked again",
    arguments: [AzureCLI.Failure.failed, .timedOut(limit: 9)]
  )
  func failures(_ failure: AzureCLI.Failure) async {
    let count = Mutex(0)
    let answers = await survey([.az, .glab]) { _ throws(AzureCLI.Failure) in
      count.withLock { $0 += 1 }
      throw failure
    }
    #expect(count.withLock { $0 } == 2 && answers.gaps.count == 2)
  }
}
