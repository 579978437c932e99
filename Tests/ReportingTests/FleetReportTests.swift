import AccessPrediction
import Evidence
import Findings
import Reporting
import Testing
import TextFormats

/// The reports of a fleet.
@Suite struct FleetReportTests {
  private static let client = "11111111-2222-3333-4444-555555555555"

  private static func use(_ job: String, _ verdict: Verdict.Answer) -> FleetUse {
    FleetUse(
      job: job,
      target: .secret(
        FleetSecret(server: "https://kv-prod.vault.azure.net", name: "db"),
        version: "1"
      ),
      clientID: client,
      audiences: ["api://AzureADTokenExchange"],
      credentials: verdict == .works ? ["main"] : [],
      verdict: verdict,
      code: verdict == .fails ? "AADSTS700213" : nil,
      reason: verdict == .works ? nil : "because",
      scenarios: ["default-branch", "tag"]
    )
  }

  private static var fleet: Fleet {
    var works = FleetProject(path: "g/works")
    works.counts.works = 2
    works.tokens.issuer = "https://gitlab.example.com"
    works.tokens.path = "g/works"
    works.tokens.id = 7
    works.tokens.components = ["project_path", "ref_type", "ref"]
    works.uses = [use("deploy", .works)]
    var fails = FleetProject(path: "g/fails")
    fails.counts.fails = 2
    fails.counts.errors = 1
    fails.tokens.issuer = "https://gitlab.com"
    fails.uses = [
      use("deploy", .fails),
      FleetUse(
        job: "login",
        target: .signIn("az"),
        clientID: nil,
        audiences: [],
        credentials: [],
        verdict: .unknown,
        code: nil,
        reason: "it is unknown",
        scenarios: ["tag"]
      ),
    ]
    var broken = FleetProject(path: "g/broken")
    broken.problems = [".gitlab-ci.yml:1:1: not a mapping"]
    broken.omitted = [PipelinePredictions.Omission(include: "local x.yml", reason: "none")]
    var fleet = Fleet()
    for project in [works, fails, broken, FleetProject(path: "g/none")] { fleet.add(project) }
    fleet.add(Fleet.Application(clientID: client, tenantID: nil))
    fleet.add(
      FleetCredential(
        clientID: client,
        name: "main",
        issuer: "https://gitlab.example.com",
        subject: nil,
        expression: "claims['sub'] matches 'project_path:g/*'",
        audiences: ["api://AzureADTokenExchange"]
      )
    )
    return fleet
  }

  @Test("JSON has the contract's keys, and is read back without a loss")
  func json() throws {
    let text = FleetJSON.render(Self.fleet, version: "1")
    let read = try FleetDocument.read(Array(text.utf8), path: "fleet.json")
    #expect(FleetJSON.render(read, version: "1") == text)
    #expect(
      text.contains(
        #""secrets":[{"vault":"kv-prod","name":"db","url":"https://kv-prod.vault.azure.net","readers":[{"#
          + #""project":"g/fails","job":"deploy","scenarios":["default-branch","tag"],"#
          + #""verdict":"fails","codes":["AADSTS700213"],"versions":["1"]},"#
      )
    )
    #expect(text.contains(#"{"path":"g/broken","works":0,"fails":0,"unknown":0,"errors":0,"#))
    #expect(text.contains(#"{"client_id":"\#(Self.client)","name":"main","#))
    #expect(text.contains(#""used_by":[{"project":"g/works","job":"deploy","#))
    #expect(text.contains(#""admits":3"#))
  }

  @Test("Shards in any order give the bytes of the whole")
  func merge() throws {
    let whole = FleetJSON.render(Self.fleet, version: "1")
    let parts = Self.fleet.projects.map { project in
      var part = Fleet()
      part.add(project)
      for application in Self.fleet.applications { part.add(application) }
      for credential in Self.fleet.credentials { part.add(credential) }
      return FleetJSON.render(part, version: "1")
    }
    let documents = try parts.reversed().map {
      try ReportDocument.read(Array($0.utf8), path: "part.json")
    }
    let merged = MergedReport(documents, version: "1")
    #expect(merged.text == whole)
    #expect(merged.severities == [.error])
    #expect(!merged.isComplete)
  }

  @Test(arguments: [
    ("{\"schema\": 2, \"projects\": [], \"credentials\": []}", "$.schema: "),
    ("{\"schema\": 1, \"projects\": [{}], \"credentials\": []}", "$.projects[0]: \"path\""),
    ("{\"schema\": 1, \"projects\": 1, \"credentials\": []}", "$.projects: "),
    ("{\"schema\": 1, \"projects\": [", "$: the file is not valid JSON"),
  ])
  func mistakes(text: String, beginning: String) {
    do throws(ConfigurationProblem) {
      _ = try FleetDocument.read(Array(text.utf8), path: "fleet.json")
      Issue.record("was read")
    } catch {
      #expect(error.message.hasPrefix(beginning), "\(error.message)")
    }
  }

  @Test func text() {
    let text = FleetText.render(Self.fleet, folder: "audit", isColoured: false)
    #expect(
      text == """
        4 projects: 1 could not be read completely, 1 fails, 1 works, 1 does not use Azure

        Projects to look at first
          g/fails   2 fail, 1 error  AADSTS700213
          g/broken  1 not read       .gitlab-ci.yml:1:1: not a mapping

        Secrets with the most readers
          kv-prod/db  1 project  1 job

        Vaults by the number of projects that can read them
          kv-prod  1 project  1 secret

        Credentials with an expression
          11111111-2222-3333-4444-555555555555/main  admits 3 projects  1 uses it

        Next steps
          akvlint fleet audit --match g/fails              # why the runs of a project fail
          akvlint fleet audit --uses secret:kv-prod/db     # the jobs that read a secret
          akvlint fleet audit --format html -o fleet.html  # everything on one page

        """
    )
  }

  @Test func answers() throws {
    let query = try #require(FleetQuery("secret:kv-prod/db"))
    let answer = FleetAnswer("secret:kv-prod/db", query, in: Self.fleet)
    #expect(
      FleetText.render(answer, isColoured: false) == """
        g/fails  deploy  [default-branch, tag]  fails already with AADSTS700213
        g/works  deploy  [default-branch, tag]  breaks
        1 job in 1 project would break without secret:kv-prod/db; 1 project could not be read completely

        """
    )
    #expect(
      FleetJSON.render(answer).hasPrefix(
        #"{"schema":1,"uses":"secret:kv-prod/db","jobs":[{"project":"g/fails","job":"deploy","#
      )
    )
  }

  @Test("Names of strangers do not become Markdown")
  func markdown() {
    var project = FleetProject(path: "g/<script>|x")
    project.problems = ["@all `x`"]
    var fleet = Fleet()
    fleet.add(project)
    let text = FleetMarkdown.render(fleet)
    #expect(text.contains("| `g/<script>\\|x` | 0 | 0 | 0 | 0 | `` @all `x` `` |"))
  }
}
