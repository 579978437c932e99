import BuiltInRules
import Findings
import RuleEngine
import Testing

/// One example of a rule file, ready to run.
struct ExampleCase: Sendable, CustomTestStringConvertible {
  let rule: RuleDefinition
  let example: RuleDefinition.Example
  let isBad: Bool

  var testDescription: String { "\(rule.id) \(isBad ? "bad" : "good"): \(example.title)" }

  static let all: [ExampleCase] = BuiltInRuleSet.all.flatMap { rule in
    rule.badExamples.map { ExampleCase(rule: rule, example: $0, isBad: true) }
      + rule.goodExamples.map { ExampleCase(rule: rule, example: $0, isBad: false) }
  }

  /// The files without their marks.
  var files: [String: String] { ExampleFiles(example.files).plain }

  /// The marked places, as `path:line:column-line:column`.
  var marks: Set<String> { ExampleFiles(example.files).marks }

  /// All findings in the example, by all rules that are on, and by its own.
  func findings(transform: (String) -> String = { $0 }) throws -> [Finding] {
    let isBuiltIn = BuiltInRuleSet.all.contains { $0.id == rule.id }
    return try ExampleRunner(BuiltInRuleSet.all + (isBuiltIn ? [] : [rule]))
      .findings(rule, files.mapValues(transform))
  }
}

extension Finding {
  /// The place, as marks are written.
  var mark: String { ExampleRunner.mark(self) }
}

@Suite struct RuleExampleTests {
  @Test(arguments: BuiltInRuleSet.all.map(\.id))
  func hasExamples(id: String) {
    let rule = BuiltInRuleSet.all.first { $0.id == id }
    #expect(rule?.badExamples.count ?? 0 >= 2)
    #expect(rule?.goodExamples.count ?? 0 >= 2)
    #expect(rule?.references.isEmpty == false)
  }

  /// Each example also with other line breaks, a mark, after a comment, included, anchored.
  @Test(arguments: BuiltInRuleSet.all.map(\.id))
  func examplesHold(id: String) throws {
    let rule = try #require(BuiltInRuleSet.all.first { $0.id == id })
    let problems = ExampleRunner(BuiltInRuleSet.all).problems(of: rule)
    #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))")
  }

  @Test(arguments: ExampleCase.all.filter { !$0.isBad })
  func isSilent(example: ExampleCase) throws {
    let findings = try example.findings().filter {
      $0.severity > .info || $0.rule == example.rule.id
    }
    #expect(findings.isEmpty, "\(findings.map { "\($0.rule) \($0.mark) \($0.message)" })")
  }

  /// A bad example shows one mistake: no other rule speaks up.
  @Test(arguments: ExampleCase.all.filter(\.isBad))
  func isOneMistake(example: ExampleCase) throws {
    let others = try example.findings().filter {
      $0.rule != example.rule.id && $0.severity > .info
    }
    #expect(others.isEmpty, "\(others.map { "\($0.rule) \($0.mark) \($0.message)" })")
  }
}
