import Foundation
import Testing

/// Colours, links and sections, as the environment asks for them.
@Suite struct TerminalTests {
  private func text(
    _ arguments: [String],
    _ environment: [String: String] = [:]
  ) throws -> String {
    try Tool.run(
      ["-"] + arguments,
      input: Array(OutputTests.emoji.utf8),
      environment: environment
    ).output
  }

  @Test(
    arguments: [
      (["--color", "always"], ["NO_COLOR": "1"], true),
      (["--color", "never"], ["CLICOLOR_FORCE": "1"], false),
      ([], [:], false), ([], ["TERM": "xterm-256color"], false),
      ([], ["GITLAB_CI": "true"], true), ([], ["GITLAB_CI": "false"], false),
      ([], ["GITHUB_ACTIONS": "true"], true), ([], ["CLICOLOR_FORCE": "1"], true),
      ([], ["CLICOLOR_FORCE": "0", "GITLAB_CI": "true"], false),
      ([], ["FORCE_COLOR": "3"], true), ([], ["FORCE_COLOR": "", "TERM": "dumb"], false),
      ([], ["FORCE_COLOR": "0", "GITHUB_ACTIONS": "true"], false),
      ([], ["FORCE_COLOR": "1", "TERM": "dumb"], true),
      ([], ["CLICOLOR_FORCE": "1", "NO_COLOR": "1"], false),
      ([], ["CLICOLOR_FORCE": "1", "NO_COLOR": ""], true),
      ([], ["GITLAB_CI": "true", "NO_COLOR": "1"], false),
    ] as [([String], [String: String], Bool)]
  )
  func colour(arguments: [String], environment: [String: String], isColoured: Bool) throws {
    #expect(try text(arguments, environment).contains("\u{1B}[") == isColoured)
  }

  @Test(
    arguments: [
      (["FORCE_HYPERLINK": "1"], true), (["FORCE_HYPERLINK": "0"], false), ([:], false),
      (["TERM_PROGRAM": "WezTerm"], false),
    ] as [([String: String], Bool)]
  )
  func links(environment: [String: String], isLinked: Bool) throws {
    let link =
      "[\u{1B}]8;;https://github.com/akvlint/akvlint/blob/main/docs/rules/AKV202-undefined-token.md"
      + "\u{1B}\\AKV202\u{1B}]8;;\u{1B}\\ undefined-token]"
    #expect(try text([], environment).contains(link) == isLinked)
  }

  @Test(
    arguments: [
      (["GITLAB_CI": "true"], true), (["CLICOLOR_FORCE": "1"], false),
      (["GITLAB_CI": "true", "NO_COLOR": "1"], false),
    ] as [([String: String], Bool)]
  )
  func sections(environment: [String: String], isFolded: Bool) throws {
    let text = try text(["-v"], environment)
    let pattern =
      /\e\[0Ksection_start:\d{10,}:akvlint_undecided\[collapsed=true\]\r\e\[0K\d+ undecided\n/
    let end = /\e\[0Ksection_end:\d{10,}:akvlint_undecided\r\e\[0K\n/
    #expect(text.contains("undecided"))
    // As scalars: a carriage return and a line feed would be one character.
    #expect((text.firstMatch(of: pattern.matchingSemantics(.unicodeScalar)) != nil) == isFolded)
    #expect((text.firstMatch(of: end.matchingSemantics(.unicodeScalar)) != nil) == isFolded)
    #expect(try !self.text([], environment).contains("section_start"))
  }

  @Test func filesHaveNoColours() throws {
    let repository = try TemporaryRepository(text: [".gitlab-ci.yml": ReportFileTests.typo])
    let arguments = ["--color", "always", "-v", "--output", "text=out.txt"]
    let environment = ["GITLAB_CI": "true", "FORCE_HYPERLINK": "1"]
    _ = try Tool.run(arguments, in: repository.path, environment: environment)
    let file = try String(contentsOfFile: "\(repository.path)/out.txt", encoding: .utf8)
    #expect(file.contains("AKV202") && !file.contains("\u{1B}"))
  }

  @Test("a reader that closes the stream causes no message", arguments: ["text", "json", "sarif"])
  func brokenPipe(format: String) throws {
    let job = "J: {script: x, secrets: {S: {azure_key_vault: {name: n}, token: $B}}}\n"
    let jobs = (0..<600).map { job.replacing("J", with: "j\($0)") }.joined()
    let repository = try TemporaryRepository(text: [".gitlab-ci.yml": jobs])
    let outcome = try Tool.run(
      "/bin/sh",
      ["-c", "\"$0\" --format \(format) | head -c 100 | wc -c", Tool.path],
      in: repository.path,
      environment: ["PATH": "/usr/bin:/bin"]
    )
    #expect(outcome.output.filter(\.isNumber) == "100")
    #expect(outcome.errors.isEmpty)
  }

  @Test("names of a hostile branch steer nothing", arguments: ["text", "concise", "github"])
  func hostileNames(format: String) throws {
    let job =
      "\"a\\e[31m\\u202E\\r\": {script: x, secrets: {\"S\\e]8;;x\\a\": "
      + "{azure_key_vault: {name: \"n\\e[0m\"}, token: \"$B\\e\"}}}\n"
    let repository = try TemporaryRepository(text: [".gitlab-ci.yml": job])
    let outcome = try Tool.run(["--format", format, "-v"], in: repository.path)
    #expect(outcome.status == 1)
    for scalar in (outcome.output + outcome.errors).unicodeScalars {
      #expect(scalar == "\n" || scalar.value >= 0x20 && scalar.value != 0x202E)
    }
  }
}
