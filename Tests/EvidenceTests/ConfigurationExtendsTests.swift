import Evidence
import Files
import Testing
import YAMLSyntax

/// Configurations that start from others: nearer settings win, key by key.
@Suite struct ConfigurationExtendsTests {
  private static let rules = [(id: "AKV202", name: "undefined-token"), (id: "AKV209", name: "pin")]

  private func configuration(_ files: [String: String]) -> Configuration {
    ConfigurationReader.read(
      Array((files["app/.akvlint.yml"] ?? "").utf8),
      path: "app/.akvlint.yml",
      rules: Self.rules
    ) { path throws(FileError) in
      let path = RepositoryPath.normalised("app/\(path)")
      guard let text = files[path] else { throw .missing }
      return Array(text.utf8)
    }
  }

  @Test func nearerSettingsWinKeyByKey() {
    let configuration = configuration([
      "app/.akvlint.yml": """
      extends: [../platform/a.yml, ../platform/b.yml]
      gitlab: {project: group/app}
      rules: {AKV202: warning}
      """,
      "platform/a.yml": """
      gitlab: {url: https://a.example, project: group/a, default_branch: a}
      rules: {AKV202: off, AKV209: info}
      rule_packs: [rules]
      profile: strict
      fail_on: warning
      exclude: [old/**]
      """,
      "platform/b.yml": """
      gitlab: {url: https://b.example}
      rules: {pin: error}
      baseline: known.json
      scenarios: [{name: nightly, source: schedule}]
      """,
    ])
    #expect(configuration.problems.isEmpty, "\(configuration.problems)")
    let gitLab = configuration.evidence.gitLab
    #expect(gitLab.projectPath == "group/app")
    #expect(gitLab.issuer == "https://b.example")
    #expect(gitLab.defaultBranch == "a")
    #expect(configuration.rules["AKV202"]?.severity == "warning")
    #expect(configuration.rules["AKV209"]?.severity == "error")
    #expect(configuration.rules["AKV209"]?.path == "platform/b.yml")
    #expect(configuration.rulePacks == ["../platform/rules"])
    #expect(configuration.baseline == "../platform/known.json")
    #expect(configuration.profile?.name == "strict")
    #expect(configuration.failOn == "warning")
    #expect(configuration.exclude == ["old/**"])
    #expect(configuration.scenarios.map(\.name) == ["nightly"])
    #expect(configuration.files == ["app/.akvlint.yml", "platform/b.yml", "platform/a.yml"])
  }

  @Test func filesOfMappedProjectsCanBeExtended() {
    let configuration = configuration([
      "app/.akvlint.yml": """
      extends: [{project: group/platform, file: lint/base.yml}]
      includes: [{project: group/platform, path: ../copies}]
      """,
      "copies/lint/base.yml": "extends: [more.yml]\nfail_on: never\n",
      "copies/lint/more.yml": "profile: strict\n",
    ])
    #expect(configuration.problems.isEmpty, "\(configuration.problems)")
    #expect(configuration.failOn == "never")
    #expect(configuration.profile?.name == "strict")
  }

  @Test(arguments: [
    (["app/.akvlint.yml": "extends: [none.yml]"], "app/.akvlint.yml 1: cannot read app/none.yml"),
    (
      ["app/.akvlint.yml": "extends: [.akvlint.yml]"],
      "app/.akvlint.yml 1: app/.akvlint.yml extends itself"
    ),
    (
      ["app/.akvlint.yml": "extends: [a.yml]", "app/a.yml": "\nextends: [.akvlint.yml]"],
      "app/a.yml 2: app/.akvlint.yml extends itself"
    ),
    (
      ["app/.akvlint.yml": "extends: [a.yml]", "app/a.yml": "\n\nruels: {}"],
      "app/a.yml 3: unknown key \"ruels\""
    ),
    (
      ["app/.akvlint.yml": "extends: [{project: a/b, file: c.yml}]"],
      "app/.akvlint.yml 1: \"includes\" has no folder for the project a/b"
    ),
    (["app/.akvlint.yml": "profile: lax"], "app/.akvlint.yml 1: unknown profile \"lax\""),
    (["app/.akvlint.yml": "fail_on: always"], "app/.akvlint.yml 1: \"fail_on\" must be"),
  ])
  func mistakesHaveTheirPlace(files: [String: String], problem: String) {
    let problems = configuration(files).problems.map {
      "\($0.path) \($0.span.start.line): \($0.message)"
    }
    #expect(problems.count == 1 && problems[0].hasPrefix(problem), "\(problems)")
  }

  @Test func aLongChainIsCutOff() {
    var files = ["app/.akvlint.yml": "extends: [0.yml]"]
    for number in 0..<30 { files["app/\(number).yml"] = "extends: [\(number + 1).yml]" }
    let problems = configuration(files).problems
    #expect(problems.map(\.message) == ["more than 20 configurations are joined"])
  }
}
