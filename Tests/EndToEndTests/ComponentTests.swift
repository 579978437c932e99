import Files
import Foundation
import Testing

/// akvlint's own CI/CD component.
@Suite("The component") struct ComponentTests {
  private static let template = "\(Tool.packageRoot)/templates/akvlint/template.yml"

  /// A project that includes it, with a copy of it where components are found offline.
  private func project(inputs: String) throws -> TemporaryRepository {
    let component = try String(contentsOfFile: Self.template, encoding: .utf8)
    return try TemporaryRepository(text: [
      ".gitlab-ci.yml": """
      include:
        - component: gitlab.example.com/platform/akvlint/akvlint@0.1.0
          inputs: \(inputs)
      """,
      "copies/components/gitlab.example.com/platform/akvlint/akvlint.yml": component,
    ])
  }

  @Test("The component for fleets is clean, and its commands are those of akvlint")
  func fleet() throws {
    let template = "\(Tool.packageRoot)/templates/fleet/template.yml"
    let outcome = try Tool.run(["--fail-on", "warning", template])
    #expect(outcome.status == 0, "\(outcome.output)")
    let text = try String(contentsOfFile: template, encoding: .utf8)
    let repository = try TemporaryRepository(text: [
      "fleet/g/a/.gitlab-ci.yml": "a: {script: x}\n", "fleet/g/b/.gitlab-ci.yml": "b: [\n",
    ])
    let commands = text.split(separator: "\n").map { $0.drop { $0 == " " } }
      .filter { $0.hasPrefix("- ") && !$0.contains("fetch") && !$0.contains("CI_PIPELINE") }
      .map { $0.dropFirst(2) }
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    for _ in 0..<2 {
      // The audit of one share ends with 3, because one project cannot be parsed.
      let script = commands.map { $0.contains("--shard") ? "\($0) || [ $? = 3 ]" : $0[...] }
      let run = try Tool.run(
        "/bin/sh",
        ["-eu", "-c", script.joined(separator: "\n")],
        in: repository.path,
        environment: [
          "PATH": "\(RepositoryPath.folder(of: Tool.path)):\(path)", "CI_NODE_INDEX": "1",
          "CI_NODE_TOTAL": "1",
        ]
      )
      #expect(run.status == 0, "\(run.output)\(run.errors)")
    }
    let page = try String(contentsOfFile: "\(repository.path)/public/index.html", encoding: .utf8)
    #expect(page.contains("Changes (0)"))
  }

  @Test("is clean to itself")
  func isClean() throws {
    let outcome = try Tool.run(["--fail-on", "info", Self.template])
    #expect(outcome.status == 0, "\(outcome.output)")
    #expect(outcome.output.hasPrefix("no findings"))
  }

  @Test("gives one job with the inputs' values")
  func job() throws {
    let repository = try project(
      inputs: "{image: registry.example.com/akvlint:1, stage: build, fail-on: warning, live: true}"
    )
    let checked = try Tool.run(
      ["--includes", "copies", "--fail-on", "info", "--strict-resolution", ".gitlab-ci.yml"],
      in: repository.path
    )
    #expect(checked.status == 0, "\(checked.output)\(checked.errors)")
    let model = try Tool.run(["model", "--includes", "copies"], in: repository.path)
    #expect(model.output.contains("\"akvlint\""))
    #expect(model.output.contains("--fail-on warning"))
    #expect(model.output.contains("[ \\\"true\\\" = true ]"))
  }

  @Test("says what is wrong with inputs", arguments: ["{}", "{image: x, fail-on: fatal}"])
  func inputs(inputs: String) throws {
    let repository = try project(inputs: inputs)
    let outcome = try Tool.run(["--includes", "copies"], in: repository.path)
    #expect(outcome.status != 0, "\(outcome.output)")
  }

  /// What the shell makes of its script, with a stand-in that prints what it is told.
  @Test("asks only on protected refs", arguments: ["true", "false"], ["true", "false"])
  func asking(live: String, protected: String) throws {
    let repository = try project(inputs: "{image: x, live: \(live)}")
    let model = try Tool.run(["model", "--includes", "copies"], in: repository.path)
    struct ModelCommand: Decodable {
      struct Job: Decodable { let script: [String] }
      let jobs: [String: Job]
    }
    let jobs = try JSONDecoder().decode(ModelCommand.self, from: Data(model.output.utf8)).jobs
    let script = try #require(jobs["akvlint"]?.script)
    let outcome = try Tool.run(
      "/bin/sh",
      ["-eu", "-c", "akvlint() { echo \"$*\"; }\n" + script.joined(separator: "\n")],
      in: repository.path,
      environment: ["CI_COMMIT_REF_PROTECTED": protected]
    )
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("--live") == (live == "true" && protected == "true"))
    #expect(outcome.output.contains("--output gitlab-codequality=gl-code-quality-report.json"))
  }
}
