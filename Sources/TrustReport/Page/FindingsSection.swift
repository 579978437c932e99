import Reporting
import RuleEngine
import YAMLSyntax

/// The findings, those of one rule together: one cause, many places.
struct FindingsSection {
  /// More jobs of one finding are counted, not named.
  private static let namedJobs = 5
  /// More findings of one rule are folded.
  private static let openFindings = 8
  /// More findings of one rule are counted only.
  private static let shownFindings = 100

  private struct Cause {
    var rule: String
    var findings: [Finding]

    /// The gravest of its findings.
    var severity: Severity { findings.map(\.severity).max() ?? .info }
  }

  private let survey: TrustSurvey
  private let causes: [Cause]

  init(_ survey: TrustSurvey) {
    self.survey = survey
    var causes: [Cause] = []
    for finding in survey.report.findings {
      if let index = causes.firstIndex(where: { $0.rule == finding.rule }) {
        causes[index].findings.append(finding)
      } else {
        causes.append(Cause(rule: finding.rule, findings: [finding]))
      }
    }
    self.causes = causes.sorted { ($1.severity, $0.rule) < ($0.severity, $1.rule) }
  }

  func write(to html: inout HTMLText) {
    html.element("section", [("id", "findings"), ("aria-labelledby", "findings-title")]) { html in
      html.element("h2", [("id", "findings-title")], text: "Findings")
      if causes.isEmpty { html.element("p", text: "The linter has nothing to say.") }
      for cause in causes { write(cause, to: &html) }
    }
    html.line()
  }

  private func write(_ cause: Cause, to html: inout HTMLText) {
    guard let first = cause.findings.first else { return }
    html.element("article") { html in
      html.element("h3") { html in
        html.element("span", [("class", "severity \(cause.severity.rawValue)")]) {
          $0.text(cause.severity.rawValue)
        }
        html.text(" ")
        html.link(first.help, cause.rule)
        html.text(" \(first.name)")
        if cause.findings.count > 1 {
          html.element("small", text: " \(cause.findings.count) places")
        }
      }
      for finding in cause.findings.prefix(Self.openFindings) { write(finding, to: &html) }
      let rest = cause.findings.dropFirst(Self.openFindings)
      if !rest.isEmpty {
        html.element("details") { html in
          html.element("summary", text: "\(rest.count) more")
          for finding in rest.prefix(Self.shownFindings) { write(finding, to: &html) }
          let more = rest.count - Self.shownFindings
          if more > 0 { html.element("p", text: "\(more) more are not shown here.") }
        }
      }
    }
    html.line()
  }

  private func write(_ finding: Finding, to html: inout HTMLText) {
    html.element("div", [("class", "finding")]) { html in
      html.element("p", text: finding.message)
      excerpt(finding.place, &html)
      html.element("p", [("class", "places")], text: whereabouts(finding))
      for related in finding.related where related.place != finding.place {
        html.element("p", [("class", "note")], text: related.message)
        excerpt(related.place, &html)
      }
      for fix in finding.fixes {
        html.element("p", [("class", "note")]) { html in
          html.text("Fix: \(fix.title)")
          if fix.edits.count == 1, let edit = fix.edits.first, !edit.text.contains("\n") {
            html.text(": ")
            html.element("code", text: edit.text)
          }
          if fix.safety == .unsafe { html.text(" (look before you apply it)") }
        }
      }
    }
  }

  private func whereabouts(_ finding: Finding) -> String {
    let start = finding.place.span.start
    var parts = ["\(finding.place.path):\(start.line):\(start.column)"]
    if !finding.jobs.isEmpty {
      let more = finding.jobs.count - Self.namedJobs
      let shown = finding.jobs.prefix(Self.namedJobs).joined(separator: ", ")
      parts.append(
        (finding.jobs.count == 1 ? "job " : "jobs ") + shown + (more > 0 ? " and \(more) more" : "")
      )
    }
    if let code = finding.predicts { parts.append("ends with \(code)") }
    return parts.joined(separator: " \u{B7} ")
  }

  private func excerpt(_ place: Place, _ html: inout HTMLText) {
    guard let excerpt = SourceExcerpt(place, in: survey.report.sources) else { return }
    html.element("pre", [("class", "excerpt"), ("tabindex", "0")]) { html in
      html.element("span", [("class", "line")], text: "\(excerpt.number)")
      html.element("code") { html in
        html.text(excerpt.before)
        html.element("mark", text: excerpt.marked)
        html.text(excerpt.after)
      }
    }
  }
}
