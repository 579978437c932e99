import Evidence
import Files
import Findings
import Synchronization

/// A rule whose parameters differ between files.
///
/// A variant is compiled when a pipeline has a file for it, and shared by all pipelines.
final class RuleVariants: Sendable {
  /// Parameters for the files of a pattern.
  struct Entry {
    let pattern: PathPattern
    let params: [String: DocumentValue]
  }

  private let definition: RuleDefinition
  private let severity: Severity
  private let entries: [Entry]
  private let compiled = Mutex<[[Int]: CompiledRule]>([:])

  init(_ definition: RuleDefinition, severity: Severity, entries: [Entry]) {
    self.definition = definition
    self.severity = severity
    self.entries = entries
  }

  /// The entries that count for a file, which name its variant; none for the rule as it is.
  func key(for path: String, within budget: Budget) -> [Int] {
    entries.indices.filter { entries[$0].pattern.matches(path, within: budget) }
  }

  /// The rule with the parameters of some entries; the last one counts.
  ///
  /// - Throws: A mistake in an expression.
  func rule(_ key: [Int]) throws(RuleError) -> CompiledRule {
    if let known = compiled.withLock({ $0[key] }) { return known }
    var variant = definition
    for index in key {
      // Values that do not fit were reported when the configuration was read.
      for (name, value) in entries[index].params { _ = variant.take(value, for: name) }
    }
    let rule = try RuleCompiler.compile(variant, severity: severity)
    compiled.withLock { $0[key] = rule }
    return rule
  }
}
