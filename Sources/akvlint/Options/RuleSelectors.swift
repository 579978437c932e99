import Linting
import RuleEngine
import TextFormats

/// Rules as options name them: by ID, name or prefix, several separated by commas.
struct RuleSelectors {
  /// The selectors, without white space around them.
  let texts: [String]

  /// The selectors of an option.
  ///
  /// - Parameters:
  ///   - lists: The option's values.
  ///   - rules: All rules.
  /// - Throws: That a selector matches no rule, with the one that was probably meant.
  init(_ lists: [String], among rules: [RuleDefinition]) throws(UsageError) {
    texts = lists.flatMap { $0.split(separator: ",").map { ASCII.trimmed(String($0)) } }
      .filter { !$0.isEmpty }
    for text in texts where !rules.contains(where: { RuleSelection.matches(text, $0) }) {
      throw .unknownRule(text, among: rules)
    }
  }

  /// Whether a selector matches a rule; without selectors each rule is selected.
  func include(_ rule: RuleDefinition) -> Bool {
    texts.isEmpty || texts.contains { RuleSelection.matches($0, rule) }
  }
}
