import BuiltInRules
import Evidence
package import Findings
import RuleEngine
import YAMLSyntax

extension Configuration {
  /// Throws when the configuration has mistakes.
  ///
  /// - Parameter note: Shows all mistakes but the last, which is thrown.
  /// - Throws: `UsageError` with the last mistake.
  package func requireNoProblems(note: (String) -> Void) throws(UsageError) {
    guard !problems.isEmpty else { return }
    let findings = try findings()
    let lines = findings.map { finding in
      let start = finding.place.span.start
      return "\(finding.place.path):\(start.line):\(start.column): \(finding.message)"
    }
    for line in lines.dropLast() { note(line) }
    throw UsageError(message: lines.last ?? "the configuration cannot be used")
  }

  /// The mistakes of the configuration as findings of AKV901, sorted.
  package func findings() throws(UsageError) -> [Finding] {
    try problems.findings()
  }
}

extension [ConfigurationProblem] {
  /// More are not shown: each of thousands of folders may have a configuration with a hundred
  /// mistakes.
  private static let limit = 1_000

  /// The mistakes as findings of AKV901, sorted.
  package func findings() throws(UsageError) -> [Finding] {
    var shown = Array(prefix(Self.limit))
    if count > Self.limit {
      let message = "there are more than \(Self.limit) mistakes; the others are not shown"
      let next = self[Self.limit]
      shown.append(ConfigurationProblem(path: next.path, place: .span(next.span), message: message))
    }
    do throws(RuleError) {
      return try ConfigurationFindings.findings(shown, rules: BuiltInRuleSet.all)
    } catch {
      throw UsageError(message: error.text)
    }
  }
}
