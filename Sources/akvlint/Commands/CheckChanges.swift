import Files
import Findings
import Linting
import Reporting
import TextFormats
import YAMLSyntax

/// Carries out what a check changes: it applies fixes, or writes comments and baselines that silence
/// findings.
struct CheckChanges {
  let options: CheckOptions
  let session: LintSession
  let inputs: CheckInputs
  let reporter: CheckReporter

  /// The findings, and whether there was something to change.
  struct Outcome {
    var lint: LintSession.Outcome
    /// Whether `--diff` showed changes.
    var hasDifference = false
  }

  // MARK: Fixes

  /// Fixes what can be fixed, or shows what that would change.
  func fix() throws(UsageError) -> Outcome {
    let run = FixRun(session: session, includesUnsafe: options.fix == .unsafe)
    let fixed = run.run(overlay: inputs.overlay)
    let changes = fixed.changes.sorted { $0.key < $1.key }
    let what =
      "\(fixed.count) \(fixed.count == 1 ? "finding" : "findings") in "
      + "\(changes.count) \(changes.count == 1 ? "file" : "files")"
    if options.diff {
      for (path, change) in changes {
        Console.output(UnifiedDiff.render(path: path, old: change.old, new: change.new))
      }
      if !changes.isEmpty {
        Console.note("would fix \(what)")
      } else if !options.quiet {
        Console.note(Self.nothingToFix(fixed.lint.report.findings))
      }
      return Outcome(lint: fixed.lint, hasDifference: !changes.isEmpty)
    }
    if let (path, content) = inputs.overlay.first {
      Console.output(fixed.changes[path]?.new ?? content)
      noteFindings(fixed.lint.report.findings)
      // Files that are not on standard input stay as they are.
      if !changes.isEmpty { Console.note("fixed \(what)") }
      return Outcome(lint: fixed.lint)
    }
    var lint = fixed.lint
    let (written, failed) = session.write(fixed.changes)
    if !failed.isEmpty {
      // A file that could not be written keeps its findings.
      let new = fixed.changes.filter { written.contains($0.key) }.mapValues(\.new)
      lint = session.run(overlay: new)
    }
    lint.failures += failed
    lint.report.failures = inputs.failures + lint.failures
    try reporter.show(lint.report, session.rules)
    if !failed.isEmpty {
      Console.note("wrote \(written.count) of \(changes.count) files with fixes")
    } else if !changes.isEmpty {
      Console.note("fixed \(what)")
    }
    return Outcome(lint: lint)
  }

  /// Reports on the error stream: the fixed text takes standard output.
  private func noteFindings(_ findings: [Finding]) {
    for finding in findings {
      let start = finding.place.span.start
      let place = "\(inputs.paths(finding.place.path)):\(start.line):\(start.column)"
      let severity = finding.severity.rawValue
      Console.note("\(place): \(severity): \(finding.message) [\(finding.rule)]")
    }
  }

  /// The reason why a fix changes nothing.
  private static func nothingToFix(_ findings: [Finding]) -> String {
    let count = findings.count { !$0.fixes.isEmpty }
    guard count > 0 else { return "nothing to fix" }
    return "nothing to fix safely; \(count) fixable with --diff --fix=unsafe"
  }

  // MARK: Silenced findings

  /// Writes comments that silence what is found.
  func writeIgnores() throws(UsageError) -> Outcome {
    let run = IgnoreRun(session: session).run(overlay: inputs.overlay)
    var lint = run.lint
    guard lint.excess == nil else {
      try reporter.show(lint.report, session.rules)
      return Outcome(lint: lint)
    }
    let left = lint.report.findings.count
    let (written, failed) = session.write(run.changes)
    lint.failures += failed
    let count = written.reduce(0) { $0 + (run.counts[$1] ?? 0) }
    let noun = count == 1 ? "finding" : "findings"
    let files = written.count == 1 ? "1 file" : "\(written.count) files"
    let rest = left == 0 ? "" : "; \(left) cannot be ignored by a comment"
    if failed.isEmpty || count > 0 { Console.note("ignored \(count) \(noun) in \(files)\(rest)") }
    lint.report.findings = []
    return Outcome(lint: lint)
  }

  /// Writes all findings to a baseline, so that later checks do not report them.
  ///
  /// - Parameters:
  ///   - lint: The outcome of the check.
  ///   - file: The path of the baseline.
  /// - Returns: The outcome without findings.
  /// - Throws: That the file cannot be written.
  func writeBaseline(
    _ lint: LintSession.Outcome,
    to file: String
  ) throws(UsageError) -> Outcome {
    let findings = lint.report.findings
    try FileOutput.write(BaselineFile.render(findings), to: file)
    let noun = findings.count == 1 ? "finding" : "findings"
    Console.note("wrote \(findings.count) \(noun) to \(file)")
    var lint = lint
    lint.report.findings = []
    return Outcome(lint: lint)
  }
}
