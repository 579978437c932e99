#if Live && Sandbox
@testable import AzureSandbox
import Evidence
import Foundation
import Testing

extension SandboxTests {
  /// `akvlint fetch` for a group with many projects.
  @Suite("A group") struct GroupTests {
    private static let count = 40

    private static func scenario(latency: Int = 0) -> SandboxSetup {
      var scenario = Stage.scenario
      scenario.latency = latency
      scenario.gitLab.projects = (1...count).map { number in
        var project = SandboxSetup.Project(path: "acme/team-\(number % 4)/app-\(number)")
        project.protectedBranches = ["main"]
        project.files = [
          ".gitlab-ci.yml": "include: {project: acme/templates, file: /deploy.yml, ref: main}\n"
        ]
        return project
      }
      var templates = SandboxSetup.Project(path: "acme/templates")
      templates.files = ["deploy.yml": Stage.pipeline]
      var archived = SandboxSetup.Project(path: "acme/team-1/old")
      archived.isArchived = true
      var empty = SandboxSetup.Project(path: "acme/team-2/new")
      empty.isEmpty = true
      scenario.gitLab.projects += [templates, archived, empty]
      scenario.gitLab.groups["acme"] = [
        Stage.variable("AZURE_CLIENT_ID", Stage.client),
        Stage.variable("AZURE_TENANT_ID", Stage.tenant),
        Stage.variable("AZURE_KEY_VAULT_SERVER_URL", "https://acme-shop.vault.azure.net"),
      ]
      return scenario
    }

    private static let fetch = ["fetch", "--group", "acme", "-o", "fleet"]

    private static func notes(in repository: TemporaryRepository) -> [String] {
      let files = FileManager.default.enumerator(atPath: "\(repository.path)/fleet")
      let paths = (files?.allObjects as? [String]) ?? []
      return paths.filter { $0.hasSuffix("/\(FetchManifest.fileName)") }.sorted()
    }

    @Test("is fetched, and all that it names in Azure is asked once")
    func azure() async throws {
      let repository = try TemporaryRepository()
      try await Stage.with(Self.scenario()) { sandbox, environment in
        let outcome = try await Tool.runBeside(
          Self.fetch + ["--live=entra,vault"],
          in: repository.path,
          environment: environment
        )
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("fetched \(Self.count + 2)\n"))
        #expect(outcome.errors.contains("queried 1 application and 1 vault"))
        let asked = sandbox.requests.map { "\($0.method) \($0.host)\($0.target)" }
        #expect(Set(asked).count == asked.count)
        #expect(!asked.contains { $0.contains("team-1%2Fold") })
        #expect(sandbox.mostAtOnce <= 8)
      }
      let audit = try Tool.run(
        ["fleet", "fleet", "--uses", "secret:acme-shop/database-password"],
        in: repository.path
      )
      #expect(audit.status == 0, "\(audit.errors)")
      #expect(
        audit.output.hasSuffix(
          "0 jobs in 0 projects would break without "
            + "secret:acme-shop/database-password\n"
        )
      )
      #expect(
        audit.output.contains(
          "acme/team-1/app-1  deploy  [default-branch, schedule]  "
            + "fails already with AADSTS700213\n"
        )
      )
    }

    @Test("is fetched to its end after a kill, and nothing is asked twice that was answered")
    func killed() async throws {
      let repository = try TemporaryRepository()
      try await Stage.with(Self.scenario(latency: 20)) { sandbox, environment in
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Tool.path)
        process.arguments = Self.fetch
        process.currentDirectoryURL = URL(fileURLWithPath: repository.path)
        process.environment = environment
        process.standardError = FileHandle.nullDevice
        try process.run()
        while sandbox.requests.count < 100, process.isRunning {
          try await Task.sleep(for: .milliseconds(5))
        }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try await Task.sleep(for: .milliseconds(200))
        let before = Set(sandbox.requests.map(\.target))
        let count = sandbox.requests.count
        let complete = Self.notes(in: repository)
        #expect((1..<Self.count).contains(complete.count))
        let outcome = try await Tool.runBeside(
          Self.fetch,
          in: repository.path,
          environment: environment
        )
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("\(complete.count) fetched before"))
        let after = sandbox.requests.dropFirst(count).map(\.target)
        #expect(Set(after).count == after.count)
        // Those whose answers were on their way, at most eight.
        #expect(before.intersection(after).count <= 8)
      }
      #expect(Self.notes(in: repository).count == Self.count + 2)
      let folder = "\(repository.path)/fleet/.akvlint"
      #expect(!FileManager.default.fileExists(atPath: "\(folder)/fetch.json"))
      let answers =
        (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/answers")) ?? []
      #expect(answers.isEmpty)
    }

    @Test("is fetched as fast as its rate limit allows, without an error")
    func rateLimit() async throws {
      var scenario = Self.scenario()
      scenario.gitLab.rateLimit = SandboxSetup.RateLimit(requests: 150, seconds: 2)
      let repository = try TemporaryRepository()
      try await Stage.with(scenario) { sandbox, environment in
        let outcome = try await Tool.runBeside(
          Self.fetch,
          in: repository.path,
          environment: environment
        )
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(sandbox.requests.count > 150)
      }
      #expect(Self.notes(in: repository).count == Self.count + 2)
    }

    @Test("loses the projects that are archived, and new versions of templates arrive")
    func changes() async throws {
      let repository = try TemporaryRepository()
      var scenario = Self.scenario()
      for isLater in [false, true] {
        if isLater {
          scenario.gitLab.projects[0].isArchived = true
          scenario.gitLab.projects[Self.count].files["deploy.yml"] = "build: {script: make}\n"
        }
        try await Stage.with(scenario) { sandbox, environment in
          let outcome = try await Tool.runBeside(
            Self.fetch,
            in: repository.path,
            environment: environment
          )
          #expect(outcome.status == 0, "\(outcome.errors)")
          guard isLater else { return }
          #expect(
            outcome.errors.contains("\(Self.count) unchanged, 1 removed"),
            "\(outcome.errors)"
          )
          let templates = sandbox.requests.filter { $0.target.contains("files/deploy.yml") }
          #expect(templates.count == 1)
        }
      }
      #expect(Self.notes(in: repository).count == Self.count + 1)
      let audit = try Tool.run(["fleet", "fleet"], in: repository.path)
      #expect(audit.output.hasPrefix("41 projects: 41 do not use Azure\n"), "\(audit.output)")
    }
  }
}
#endif
