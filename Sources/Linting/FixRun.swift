import Findings
import Reporting
import RuleEngine
import YAMLSyntax

/// Applies fixes in rounds, until there is nothing left to apply.
package struct FixRun {
  /// Fixes may uncover each other, but only a limited number of times.
  private static let roundLimit = 20

  let session: LintSession
  let includesUnsafe: Bool

  /// A run of fixes.
  ///
  /// - Parameters:
  ///   - session: The input.
  ///   - includesUnsafe: Whether fixes count that need a look.
  package init(session: LintSession, includesUnsafe: Bool) {
    self.session = session
    self.includesUnsafe = includesUnsafe
  }

  /// The outcome of the rounds.
  package struct Outcome {
    /// The findings in the fixed files.
    package var lint: LintSession.Outcome
    /// The files that change, by path: before and afterwards.
    package var changes: FileChanges = [:]
    /// The number of fixed findings.
    package var count = 0
  }

  /// Fixes in memory.
  ///
  /// - Parameter overlay: Contents that count instead of the stored ones, by path.
  /// - Returns: The changes, and the findings afterwards.
  package func run(overlay: [String: [UInt8]]) -> Outcome {
    var overlay = overlay
    var outcome = Outcome(lint: session.run(overlay: overlay))
    for _ in 0..<Self.roundLimit {
      let sources = outcome.lint.report.sources
      let plan = FixPlan(
        outcome.lint.result.findings,
        includesUnsafe: includesUnsafe
      ) { path in
        session.isStored(sources[path], overlay)
      }
      guard plan.count > 0 else { break }
      var next = overlay
      for path in plan.paths {
        if let source = sources[path] { next[path] = plan.apply(to: source) }
      }
      let lint = session.run(overlay: next)
      // A fix that breaks a file is worse than none.
      guard lint.result.isIncomplete == false || outcome.lint.result.isIncomplete else { break }
      for path in plan.paths {
        guard let source = sources[path], let new = next[path] else { continue }
        outcome.changes[path] = (outcome.changes[path]?.old ?? source.bytes, new)
      }
      outcome.count += plan.count
      outcome.lint = lint
      overlay = next
    }
    outcome.changes = outcome.changes.filter { $0.value.old != $0.value.new }
    return outcome
  }
}
