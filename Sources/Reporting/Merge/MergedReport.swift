import AccessPrediction
package import Findings

/// Several reports of one kind as one.
package struct MergedReport: Sendable {
  /// The report.
  package let text: String
  /// The severity of each finding in it.
  package let severities: [Severity]
  /// Whether, by the reports, everything was read; Code Quality has no field for it.
  package let isComplete: Bool
  /// Whether a finding is about an invalid configuration, which makes the exit code 2; only JSON
  /// shows that.
  package private(set) var hasInvalidConfiguration = false

  /// Joins reports.
  ///
  /// - Parameters:
  ///   - documents: The reports, all of the kind of the first; others are left out.
  ///   - version: akvlint's version.
  package init(_ documents: [ReportDocument], version: String) {
    switch documents.first {
    case .codeQuality:
      let merge = CodeQualityMerge(
        documents.compactMap { if case .codeQuality(let issues) = $0 { issues } else { nil } }
      )
      (text, severities, isComplete) = (merge.text, merge.severities, true)
    case .sarif:
      let merge = SARIFMerge(
        documents.compactMap { if case .sarif(let runs) = $0 { runs } else { nil } }
      )
      (text, severities, isComplete) = (merge.text, merge.severities, merge.isComplete)
    case .fleet:
      var fleet = Fleet()
      for case .fleet(let part) in documents { fleet.merge(part) }
      text = FleetJSON.render(fleet, version: version)
      severities = Array(fleet.severities)
      isComplete = fleet.projects.allSatisfy(\.problems.isEmpty)
    case .predictions:
      let merge = PredictionMerge(
        documents.compactMap { if case .predictions(let part) = $0 { part } else { nil } }
      )
      (text, severities, isComplete) = (merge.text, [], merge.isComplete)
    case .json, nil:
      let report = RunReport(
        merging: documents.compactMap { if case .json(let report) = $0 { report } else { nil } }
      )
      text = JSONReport.render(report, version: version)
      severities = report.findings.map(\.severity)
      isComplete = report.isComplete
      hasInvalidConfiguration = report.findings.contains { $0.rule == "AKV901" }
    }
  }
}
