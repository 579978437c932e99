/// The rules that akvlint itself reports by, without a check of their own.
package struct Housekeeping: Sendable {
  /// The checkers that their files name: akvlint itself reports, no check runs.
  private static let checkers: Set<String> = ["invalid-configuration", "unused-suppression"]

  /// AKV901: mistakes in the configuration and in the files that it names.
  package let invalidConfiguration: RuleDefinition
  /// AKV902: suppressions that silence nothing.
  package let unusedSuppression: RuleDefinition

  /// AKV003: files, pipelines and runs that are too big.
  package let tooBig: RuleDefinition

  /// Finds the rules.
  ///
  /// - Parameter rules: All rules.
  /// - Throws: The name of the first one that is missing.
  package init(_ rules: [RuleDefinition]) throws(RuleError) {
    func find(_ name: String) throws(RuleError) -> RuleDefinition {
      guard let rule = rules.first(where: { $0.name == name }) else {
        throw RuleError(rule: name, key: "name", message: "no rule has this name")
      }
      return rule
    }
    invalidConfiguration = try find("invalid-configuration")
    unusedSuppression = try find("unused-suppression")
    tooBig = try find("too-big")
  }

  /// Whether a rule is one of them, so that there is no check to run.
  static func includes(_ rule: RuleDefinition) -> Bool {
    if case .checker(let name) = rule.check { checkers.contains(name) } else { false }
  }
}
