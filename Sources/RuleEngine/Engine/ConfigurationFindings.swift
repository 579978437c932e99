package import Evidence
package import Findings

/// AKV901: mistakes in the configuration and in the files that it names.
package enum ConfigurationFindings {
  /// The mistakes as findings, sorted.
  ///
  /// - Parameters:
  ///   - problems: The problems of the configuration.
  ///   - rules: The rules, `invalid-configuration` among them.
  /// - Returns: A finding for each problem.
  /// - Throws: That the rule is missing.
  package static func findings(
    _ problems: [ConfigurationProblem],
    rules: [RuleDefinition]
  ) throws(RuleError) -> [Finding] {
    let rule = try Housekeeping(rules).invalidConfiguration
    var findings = problems.map { problem in
      Finding(
        housekeeping: rule,
        message: problem.message,
        place: FileLocation(path: problem.path, span: problem.span),
        subject: problem.message
      )
    }
    FindingOrder.sort(&findings)
    Fingerprints.complete(&findings)
    return findings
  }
}
