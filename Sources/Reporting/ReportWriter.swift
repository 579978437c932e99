package import RuleEngine

/// Writes one run's findings in any format.
package struct ReportWriter: Sendable {
  /// akvlint's version.
  package var version: String
  /// The rules that could speak, for formats that explain them.
  package var rules: [RuleDefinition]
  /// Whether the text report is coloured.
  package var isColoured = false
  /// Whether the text and the concise report list each undecided check.
  package var showsUndecided = false
  /// Whether the text report counts the findings at its end.
  package var showsSummary = true
  /// Whether the rule IDs of the text report are links to their pages.
  package var showsLinks = false
  /// The present time, when the text report goes to a GitLab job's log, which folds sections.
  package var sectionTime: Int?
  /// The present time, which GitLab's security report has to contain; seconds since 1970.
  package var time = 0
  /// The findings that JUnit's report counts as failed.
  package var threshold = FailureThreshold.errors
  /// The form of paths in the text and the concise report.
  package var paths = ShownPaths()

  /// A writer for a version and its rules.
  package init(version: String, rules: [RuleDefinition]) {
    self.version = version
    self.rules = rules
  }

  /// The report of a run, with a line break at its end.
  package func render(_ report: RunReport, as format: ReportFormat) -> String {
    switch format {
    case .text:
      TextReport.render(
        report,
        isColoured: isColoured,
        showsUndecided: showsUndecided,
        showsSummary: showsSummary,
        showsLinks: showsLinks,
        sectionTime: sectionTime,
        paths: paths
      )
    case .concise:
      ConciseReport.render(report, showsUndecided: showsUndecided, paths: paths)
    case .json: JSONReport.render(report, version: version)
    case .jsonLines: JSONLinesReport.render(report)
    case .sarif: SARIFReport.render(report, version: version, rules: rules)
    case .codeQuality: CodeQualityReport.render(report)
    case .junit: JUnitReport.render(report, threshold: threshold)
    case .github: GitHubReport.render(report)
    case .checkstyle: CheckstyleReport.render(report, version: version)
    case .rdjson: RDJSONReport.render(report)
    case .sast: SASTReport.render(report, version: version, time: time)
    }
  }
}
