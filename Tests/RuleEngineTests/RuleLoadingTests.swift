import BuiltInRules
import CommonExpressions
import Findings
import RuleEngine
import Testing

/// Rules that cannot run are reported when they are loaded: a check that silently left them out
/// would look clean.
@Suite struct RuleLoadingTests {
  private static func rule(checker: String) -> RuleDefinition {
    RuleDefinition(
      id: "OWN001",
      name: "own-rule",
      since: "0.1",
      severity: .error,
      severityWhen: [],
      profile: .recommended,
      roles: [.pipeline],
      title: "A rule with a checker",
      check: .checker(checker),
      identity: [],
      isIgnorable: true,
      parameters: [],
      why: "",
      remedy: "",
      references: [],
      examples: { RuleDefinition.Examples(bad: [], good: []) }
    )
  }

  @Test func anUnknownCheckerIsAnError() throws {
    let rule = Self.rule(checker: "yaml-sintax")
    #expect(error { try Linter(rules: BuiltInRuleSet.all + [rule]) } == "OWN001 check yaml-sintax")
    #expect(error { try RuleCompiler.validate(rule) } == "OWN001 check yaml-sintax")
    _ = try Linter(rules: BuiltInRuleSet.all + [Self.rule(checker: "yaml-syntax")])
  }

  @Test func allBuiltInRulesCanRun() throws {
    for rule in BuiltInRuleSet.all { try RuleCompiler.validate(rule) }
  }

  @Test(arguments: ["invalid-configuration", "unused-suppression"])
  func aMissingHousekeepingRuleIsAnError(name: String) {
    let rules = BuiltInRuleSet.all.filter { $0.name != name }
    #expect(rules.count == BuiltInRuleSet.all.count - 1)
    let expected = "\(name) name no rule has this name"
    #expect(error { try Linter(rules: rules) } == expected)
    #expect(error { try ConfigurationFindings.findings([], rules: rules) } == expected)
  }

  /// The mistake in a rule: the rule, the key and the last word or the whole message.
  private func error<Value>(_ body: () throws -> Value) -> String? {
    do {
      _ = try body()
      return nil
    } catch let error as RuleError {
      let isChecker = error.key == "check"
      let last = error.message.split(separator: " ").last ?? ""
      return "\(error.rule) \(error.key) \(isChecker ? String(last) : error.message)"
    } catch {
      return "\(error)"
    }
  }
}
