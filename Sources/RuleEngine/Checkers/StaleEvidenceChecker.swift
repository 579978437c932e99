import AzureFederation
import CommonExpressions
import Evidence
import Findings
import TextFormats
import YAMLSyntax

/// AKV903: files of evidence that are old.
struct StaleEvidenceChecker: Checker {
  func check(_ context: CheckContext) -> RuleOutcome {
    var outcome = RuleOutcome()
    guard let today = context.today, let limit = context.number("days") else { return outcome }
    for export in context.facts.evidence.exports {
      let age = today.number - export.day.number
      guard age > limit else { continue }
      var report = RawFinding(
        location: context.facts.rootLocation,
        message: "\(export.name) is \(age) days old (\(export.day.text)); it may be out of date"
      )
      let start = TextPosition(line: export.source.line ?? 1, column: export.source.column ?? 1)
      let end = TextPosition(
        line: Int(start.line),
        column: Int(start.column) + export.day.text.count
      )
      report.evidencePlace = FileLocation(
        path: export.source.path,
        span: TextSpan(start: start, end: end)
      )
      outcome.reports.append(report)
    }
    return outcome
  }
}

extension CheckContext {
  /// A parameter of the rule that is a number.
  func number(_ name: String) -> Int? {
    guard case .int(let number)? = parameters.first(where: { $0.name == name })?.value else {
      return nil
    }
    return Int(number)
  }
}
