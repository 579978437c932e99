package import RuleEngine

/// The rules that ship with akvlint, generated from the files in `rules/`.
package enum BuiltInRuleSet {
  /// All rules, in the order of their IDs.
  package static let all: [RuleDefinition] = generatedRules()
}
