import BuiltInRules
import Files
import Findings
import RuleEngine
import Testing

/// The worked example of CONTRIBUTING.md is a rule file, and its examples hold.
@Suite struct ContributingTests {
  /// The first YAML block, without the indentation of its list.
  private static func workedExample() throws -> String {
    let repository = try #require(DiskRepository(root: packageRoot))
    let text = String(decoding: try repository.read("CONTRIBUTING.md"), as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex { $0.hasSuffix("```yaml") })
    let indent = lines[start].prefix { $0 == " " }.count
    return lines[(start + 1)...].prefix { !$0.hasSuffix("```") }
      .map { $0.dropFirst(indent) + "\n" }.joined()
  }

  @Test func theWorkedExampleIsARule() throws {
    let rule = try RuleFile.read(path: "rule.yml", bytes: Array(Self.workedExample().utf8))
    try RuleCompiler.validate(rule)
    #expect(!BuiltInRuleSet.all.contains { $0.id == rule.id || $0.name == rule.name })
    #expect(!rule.badExamples.isEmpty && !rule.goodExamples.isEmpty)
    for example in rule.badExamples {
      let example = ExampleCase(rule: rule, example: example, isBad: true)
      let own = try example.findings().filter { $0.rule == rule.id }
      #expect(Set(own.map(\.mark)) == example.marks)
    }
    for example in rule.goodExamples {
      let example = ExampleCase(rule: rule, example: example, isBad: false)
      #expect(try example.findings().allSatisfy { $0.rule != rule.id })
    }
  }
}
