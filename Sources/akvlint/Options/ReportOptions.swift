import ArgumentParser
import Findings
import Linting
import Reporting

extension ReportFormat: ExpressibleByArgument {}

/// A report for a file: `FORMAT=FILE`.
struct ReportFile: ExpressibleByArgument, Equatable {
  let format: ReportFormat
  let path: String

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2, let format = ReportFormat(rawValue: parts[0]) else { return nil }
    self.format = format
    path = parts[1]
  }

  static let allValueStrings = ReportFormat.allCases.map { "\($0.rawValue)=FILE" }
}

/// Which reports are written, and where to.
struct ReportOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: "The format on standard output.")
  var format: ReportFormat = .text

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Write another report to a file; repeatable.",
      valueName: "FORMAT=FILE"
    )
  )
  var output: [ReportFile] = []
}

extension CheckOptions {
  /// Refuses files that cannot be written, or would not be, before anything is checked.
  func checkReports() throws(UsageError) {
    let isSilent =
      diff || writeBaseline != nil || writeIgnores
      || fix != nil && paths.contains("-")
    if isSilent, !output.isEmpty {
      throw UsageError(
        message: "--output cannot be combined with --diff, --write-baseline, --write-ignores or a "
          + "fixed standard input: they write no report"
      )
    }
    var paths: Set<String> = []
    for file in output {
      try FileOutput.check(file.path)
      guard paths.insert(file.path).inserted else {
        throw UsageError(message: "--output names \(file.path) twice")
      }
    }
  }

  /// Writes all reports: the files first, so that a full disk is reported even when the output is
  /// not read.
  ///
  /// - Parameters:
  ///   - report: The results.
  ///   - writer: Writes them in each format.
  ///   - fails: Whether the findings make the exit code 1, so that a hook shows them.
  /// - Throws: `UsageError` when a file cannot be written.
  func write(
    _ report: RunReport,
    _ writer: ReportWriter,
    fails: Bool
  ) throws(UsageError) {
    for file in output {
      try FileOutput.write(writer.render(report, as: file.format), to: file.path)
    }
    if format == .text, quiet, report.findings.isEmpty, !writer.showsUndecided { return }
    // A hook is silent about a commit that it does not stop.
    if hook, !fails, [.text, .concise].contains(format), report.isComplete,
      report.findings.allSatisfy({ $0.severity == .info })
    {
      return
    }
    if statistics {
      let counts = StatisticsReport(report)
      return Console.output(format == .json ? counts.json : counts.text)
    }
    var writer = writer
    writer.isColoured = Console.isColoured(color)
    writer.showsLinks = TerminalFeatures.showsLinks
    writer.sectionTime = writer.isColoured ? TerminalFeatures.sectionTime : nil
    Console.output(writer.render(report, as: format))
  }
}
