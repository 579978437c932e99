import Evidence
import Files
import Findings
import GitLabCI
import Linting
import RuleEngine
import Testing
import YAMLSyntax

/// The configuration, rules and evidence of a repository.
@Suite struct WorkspaceTests {
  private static func rule(_ id: String, name: String) -> String {
    """
    id: \(id)
    name: \(name)
    for: secret
    when: has(secret.vault_name)
    assert: secret.vault_name.text.size() < params.length
    at: secret.vault_name
    message: The name is too long
    params: {length: 20}
    """
  }

  // MARK: Configurations

  @Test func theNearestConfigurationCounts() throws {
    let folder = try TemporaryRepository([
      ".akvlint.yml": "rules: {AKV202: off}\n", "app/.akvlint.yml": "rules: {AKV201: off}\n",
      "app/deep/.gitlab-ci.yml": "job: {script: x}\n", "lib/.gitlab-ci.yml": "job: {script: x}\n",
    ])
    let places = [
      ("", "AKV202"), ("lib", "AKV202"), ("app", "AKV201"), ("app/deep", "AKV201"),
    ]
    for (place, rule) in places {
      let workspace = try folder.workspace(in: place)
      #expect(workspace.repository.root == folder.root)
      #expect(workspace.configuration.rules.keys.sorted() == [rule])
    }
  }

  @Test func theSearchEndsAtTheRepositorysRoot() throws {
    let folder = try TemporaryRepository([
      "../.akvlint.yml": "rules: {AKV202: off}\n", "ci/a.yml": "",
    ])
    #expect(try folder.workspace(in: "ci").configuration.rules.isEmpty)
  }

  @Test func anOpenConfigurationCountsInsteadOfTheFile() throws {
    let folder = try TemporaryRepository([".akvlint.yml": "rules: {AKV202: off}\n"])
    let open = try folder.workspace(contents: [".akvlint.yml": "rules: {AKV203: off}\n"])
    #expect(open.configuration.rules.keys.sorted() == ["AKV203"])
    let new = try TemporaryRepository([:])
    let unsaved = try new.workspace(contents: [".akvlint.yml": "rules: {AKV203: off}\n"])
    #expect(unsaved.configuration.rules.keys.sorted() == ["AKV203"])
  }

  @Test func aConfigurationThatIsNamedMayLieOutside() throws {
    let folder = try TemporaryRepository([
      ".akvlint.yml": "rules: {AKV202: off}\n", "../mine.yml": "rules: {AKV203: off}\n",
    ])
    var options = WorkspaceOptions()
    options.configurationFile = RepositoryPath.absolute("../mine.yml", from: folder.root)
    let workspace = try folder.workspace(options)
    #expect(workspace.configuration.rules.keys.sorted() == ["AKV203"])
    options.configurationFile = folder.root + "/none.yml"
    #expect(throws: UsageError.self) { try folder.workspace(options) }
  }

  @Test func aConfigurationThatIsFoundMayNotLinkOutside() throws {
    let folder = try TemporaryRepository(["../mine.yml": "rules: {AKV203: off}\n"])
    try folder.link(".akvlint.yml", to: "../mine.yml")
    #expect(throws: UsageError.self) { try folder.workspace() }
  }

  @Test func mistakesHaveTheirPlace() throws {
    let folder = try TemporaryRepository(["ci/.akvlint.yml": "# one\nruels: {}\n"])
    let problems = try folder.workspace(in: "ci").configuration.problems
    #expect(problems.map(\.path) == ["ci/.akvlint.yml"])
    #expect(problems.map(\.span.start.line) == [2])
  }

  // MARK: Rules

  @Test func rulePacksAreReadAndSetInOneFile() throws {
    let folder = try TemporaryRepository([
      ".akvlint.yml":
        "rule_packs: [rules]\nrules: {shop-1: {severity: error, params: {length: 7}}}\n",
      "rules/one.yml": Self.rule("shop-1", name: "own-rule"),
    ])
    let workspace = try folder.workspace()
    #expect(workspace.configuration.problems.isEmpty, "\(workspace.configuration.problems)")
    #expect(workspace.rules.contains { $0.id == "shop-1" })
    #expect(workspace.selection().settings["shop-1"] == .severity(.error))
  }

  @Test func rulesOfTheCallCannotBeDefinedTwice() throws {
    let folder = try TemporaryRepository([
      ".akvlint.yml": "rule_packs: [rules]\n",
      "rules/one.yml": Self.rule("shop-1", name: "own-rule"),
      "../more/two.yml": Self.rule("shop-1", name: "other-rule"),
    ])
    var options = WorkspaceOptions()
    options.ruleFolders = [RepositoryPath.absolute("../more", from: folder.root)]
    let problems = try folder.workspace(options).configuration.problems
    #expect(problems.map(\.path) == ["rules/one.yml"])
    #expect(problems.first?.message.contains("there is another rule \"shop-1\"") ?? false)
  }

  @Test func aRulePackMayNotLieOutside() throws {
    let folder = try TemporaryRepository([
      ".akvlint.yml": "rule_packs: [../more]\n",
      "../more/two.yml": Self.rule("shop-1", name: "own-rule"),
    ])
    #expect(throws: UsageError.self) { try folder.workspace() }
  }

  // MARK: Evidence

  @Test func includesAreFoundBesideTheConfiguration() throws {
    let folder = try TemporaryRepository([
      "app/.akvlint.yml": "includes: [{project: acme/ci, path: copies}]\n",
      "app/copies/a.yml": "included: {script: x}\n",
      "app/.gitlab-ci.yml": "include: {project: acme/ci, file: a.yml}\njob: {script: x}\n",
    ])
    let path = "\(folder.root)/app/.gitlab-ci.yml"
    let input = try PipelineInput(path, in: folder.workspaces())
    #expect(!input.isIncomplete)
    let names = input.pipeline.jobs.map { input.pipeline.tree.text($0.symbol) }
    #expect(names.sorted() == ["included", "job"])
  }

  @Test func aFolderThatIsNotThereIsAMistakeOfTheCall() throws {
    let folder = try TemporaryRepository([:])
    var options = WorkspaceOptions()
    options.includes = folder.root + "/none"
    #expect(throws: UsageError.self) { try folder.workspace(options) }
    options = WorkspaceOptions()
    options.root = folder.root + "/none"
    #expect(throws: UsageError.self) { try folder.workspace(options) }
    options = WorkspaceOptions()
    options.evidenceFiles = [folder.root + "/none.json"]
    #expect(throws: UsageError.self) { try folder.workspace(options) }
  }
}
