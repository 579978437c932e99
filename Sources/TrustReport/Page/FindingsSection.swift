import Findings
import Reporting
import TextFormats
import YAMLSyntax

/// The findings, those of one rule together: one cause, many places.
struct FindingsSection {
  /// More jobs of one finding are counted, not named.
  private static let namedJobs = 5
  /// More messages of one rule are folded, and of those more are counted only.
  private static let openMessages = 8
  private static let shownMessages = 100
  /// More places of one message are counted only.
  private static let shownPlaces = 200

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
      if causes.isEmpty { html.element("p", text: "The linter has no findings.") }
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
      let groups = Self.byMessage(cause.findings)
      for group in groups.prefix(Self.openMessages) { write(group, to: &html) }
      let rest = groups.dropFirst(Self.openMessages)
      if !rest.isEmpty {
        html.element("details") { html in
          html.element("summary", text: "\(rest.count) more")
          for group in rest.prefix(Self.shownMessages) { write(group, to: &html) }
          let more = rest.count - Self.shownMessages
          if more > 0 { html.element("p", text: "\(more) more are not shown here.") }
        }
      }
    }
    html.line()
  }

  /// Findings with the same text at several places, as they first appear.
  private static func byMessage(_ findings: [Finding]) -> [[Finding]] {
    var order: [String] = []
    var groups: [String: [Finding]] = [:]
    for finding in findings {
      if groups[finding.message] == nil { order.append(finding.message) }
      groups[finding.message, default: []].append(finding)
    }
    return order.compactMap { groups[$0] }
  }

  /// Writes one message with all its locations.
  private func write(_ group: [Finding], to html: inout HTMLText) {
    guard let first = group.first else { return }
    html.element("div", [("class", "finding")]) { html in
      html.element("p", text: first.message)
      excerpt(first.place, &html)
      html.element("p", [("class", "places")], text: whereabouts(first))
      for related in first.related where related.place != first.place {
        html.element("p", [("class", "note")], text: related.message)
        excerpt(related.place, &html)
      }
      for fix in first.fixes { write(fix, to: &html) }
      let others = group.dropFirst()
      guard !others.isEmpty else { return }
      html.element("details") { html in
        html.element(
          "summary",
          text: "The same in \(Noun.count(others.count, "other place"))"
        )
        for finding in others.prefix(Self.shownPlaces) {
          html.element("p", [("class", "places")], text: whereabouts(finding))
        }
        let more = others.count - Self.shownPlaces
        if more > 0 { html.element("p", text: "\(more) more are not shown here.") }
      }
    }
  }

  private func write(_ fix: Fix, to html: inout HTMLText) {
    html.element("p", [("class", "note")]) { html in
      html.text("Fix: \(fix.title)")
      if fix.edits.count == 1, let edit = fix.edits.first, !edit.text.contains("\n") {
        html.text(": ")
        html.element("code", text: edit.text)
      }
      if fix.safety == .unsafe { html.text(" (review before applying)") }
    }
  }

  private func whereabouts(_ finding: Finding) -> String {
    let start = finding.place.span.start
    var parts = ["\(finding.place.path):\(start.line):\(start.column)"]
    if !finding.jobs.isEmpty {
      let more = finding.jobs.count - Self.namedJobs
      let shown = finding.jobs.prefix(Self.namedJobs).joined(separator: ", ")
      parts.append(
        "\(Noun.form(of: "job", for: finding.jobs.count)) \(shown)"
          + (more > 0 ? " and \(more) more" : "")
      )
    }
    if let code = finding.predicts { parts.append("ends with \(code)") }
    return parts.joined(separator: " \u{B7} ")
  }

  private func excerpt(_ place: FileLocation, _ html: inout HTMLText) {
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
