import Evidence
package import Files
package import Findings
import YAMLSyntax

/// AKV003 about a run: what it was asked to do is more than it may do.
package enum ExcessFinding {
  /// The finding.
  ///
  /// - Parameters:
  ///   - resource: The exhausted resource.
  ///   - path: The pipeline that is named.
  ///   - rules: The rules, `too-big` among them.
  /// - Returns: The finding, at the start of the file.
  /// - Throws: That the rule is missing.
  package static func finding(
    _ resource: Budget.Resource,
    in path: String,
    rules: [RuleDefinition]
  ) throws(RuleError) -> Finding {
    let rule = try Housekeeping(rules).tooBig
    var findings = [
      Finding(
        housekeeping: rule,
        message: message(resource),
        place: FileLocation(path: path, span: .fileStart),
        subject: "\(resource)"
      )
    ]
    Fingerprints.complete(&findings)
    return findings[0]
  }

  /// The message, for commands that report no findings.
  package static func message(_ resource: Budget.Resource) -> String {
    "the repository is too big to be checked: \(resource.words)"
  }
}
