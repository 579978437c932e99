import BuiltInRules
import Files
import RuleEngine
import Testing

/// The package's root, from this file's place in it.
let packageRoot = RepositoryPath.folder(
  of: RepositoryPath.folder(of: RepositoryPath.folder(of: #filePath))
)

@Suite struct GeneratedTests {
  @Test func generatedRulesAreFresh() throws {
    let repository = try #require(DiskRepository(root: packageRoot))
    let paths = repository.paths { path, isFolder in
      path == "rules" || path.hasPrefix("rules/") && (isFolder || path.hasSuffix(".yml"))
    }
    let rules = try paths.map { try RuleFile.read(path: $0, bytes: repository.read($0)) }
    let source = RuleGenerator.source(rules.sorted { $0.id < $1.id })
    let current = try repository.read("Sources/BuiltInRules/Generated/Rules.swift")
    #expect(
      String(decoding: current, as: UTF8.self) == source,
      "run `make generate` and commit"
    )
  }

  @Test(arguments: BuiltInRuleSet.all.map(\.id))
  func expressionsAreValid(id: String) throws {
    let rule = try #require(BuiltInRuleSet.all.first { $0.id == id })
    try RuleCompiler.validate(rule)
    #expect(!rule.why.isEmpty && !rule.remedy.isEmpty)
    #expect(!rule.title.hasSuffix("."))
  }

  @Test(arguments: [
    ("id: X", "\"name\" is missing"), ("- a", "one mapping"), ("id: [", "did not find"),
    ("id: X\nidd: y", "unknown key \"idd\""),
  ])
  func mistakesInRuleFiles(text: String, message: String) {
    #expect {
      try RuleFile.read(path: "r.yml", bytes: Array(text.utf8))
    } throws: { error in
      (error as? RuleFileError)?.message.contains(message) ?? false
    }
  }
}
