import BuiltInRules
import Evidence
import Files
import Findings
import Linting
import Reporting
import RuleEngine

/// Prints what a check found, and decides which exit code that makes.
struct CheckReporter {
  let options: CheckOptions
  /// The configurations, which may name the lowest severity that makes the exit code 1.
  let workspaces: Workspaces
  /// Paths as people see them.
  let paths: ShownPaths

  /// Writes the reports that the options ask for.
  func show(_ report: RunReport, _ rules: [RuleDefinition]) throws(UsageError) {
    let fails = try exitCode(of: report.findings) != nil
    var writer = writer(rules)
    writer.threshold = try threshold(of: report.findings)
    try show(report, writer, fails: fails)
  }

  /// Writes reports of mistakes in configurations, with which nothing was linted.
  func show(_ problems: [ConfigurationProblem]) throws(UsageError) {
    var report = RunReport()
    report.findings = try problems.findings()
    report.isIncomplete = true
    try show(report, writer(BuiltInRuleSet.all), fails: true)
  }

  private func show(
    _ report: RunReport,
    _ writer: ReportWriter,
    fails: Bool
  ) throws(UsageError) {
    var report = report
    if options.strictResolution, report.unresolvedIncludeCount > 0 { report.isIncomplete = true }
    try options.write(report, writer, fails: fails)
  }

  private func writer(_ rules: [RuleDefinition]) -> ReportWriter {
    var writer = ReportWriter(version: BuildVersion.number, rules: rules)
    writer.showsUndecided = options.verbose
    writer.showsSummary = !options.quiet
    writer.time = HostSystem.secondsSince1970
    writer.paths = paths
    return writer
  }

  // MARK: Exit codes

  /// The exit code that findings make.
  ///
  /// - Parameters:
  ///   - findings: The reported findings.
  ///   - hasDifference: Whether fixes would change files.
  /// - Returns: The exit code; nil when they make none.
  /// - Throws: That a configuration cannot be read.
  func exitCode(
    of findings: [Finding],
    hasDifference: Bool = false
  ) throws(UsageError) -> Int32? {
    if options.exitZero { return nil }
    let worst = findings.lazy.map(\.severity).max()
    if let code = options.warningExitCode, worst == .warning { return code }
    if hasDifference { return ExitStatus.findings.rawValue }
    let threshold = try threshold(of: findings)
    return findings.contains(where: threshold.isReached) ? ExitStatus.findings.rawValue : nil
  }

  /// The threshold for each file with findings: the command line's, otherwise that of the nearest
  /// configuration.
  private func threshold(of findings: [Finding]) throws(UsageError) -> FailureThreshold {
    var levels: [String: Severity] = [:]
    for path in Set(findings.lazy.map(\.place.path)) {
      levels[path] = try threshold(of: path).severity
    }
    return FailureThreshold(byPath: levels)
  }

  private func threshold(of path: String) throws(UsageError) -> CheckOptions.Threshold {
    if let failOn = options.failOn { return failOn }
    var workspaces = workspaces
    let index = try workspaces.index(of: path)
    return workspaces.all[index].configuration.failOn.flatMap(CheckOptions.Threshold.init)
      ?? .error
  }
}
