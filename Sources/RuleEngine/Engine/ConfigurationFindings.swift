package import Evidence
import YAMLSyntax

/// AKV901: mistakes in the configuration and in the files that it names.
package enum ConfigurationFindings {
  /// The mistakes as findings, sorted.
  ///
  /// - Parameters:
  ///   - problems: What the reader of the configuration found.
  ///   - rules: The rules, of which `invalid-configuration` is one.
  /// - Returns: A finding for each problem.
  package static func findings(
    _ problems: [ConfigurationProblem],
    rules: [RuleDefinition]
  ) -> [Finding] {
    guard let rule = rules.first(where: { $0.name == "invalid-configuration" }) else { return [] }
    var findings = problems.map { problem in
      Finding(
        rule: rule.id,
        name: rule.name,
        severity: .error,
        message: problem.message,
        place: Place(path: problem.path, span: problem.span),
        jobs: [],
        secret: nil,
        scenarios: [],
        predicts: nil,
        related: [],
        fixes: [],
        fingerprint: "1\u{0}\(rule.id)\u{0}\(problem.path)\u{0}\(problem.message)",
        help: rule.help
      )
    }
    FindingOrder.sort(&findings)
    Fingerprints.complete(&findings)
    return findings
  }
}
