import AzureFederation
import Evidence
import Findings
import Reporting
import TextFormats

/// The evidence beyond the YAML with its sources and dates, and the missing evidence.
struct EvidenceSection {
  private struct Row {
    var what: String
    var source: EvidenceSource?
  }

  private let survey: TrustSurvey

  init(_ survey: TrustSurvey) {
    self.survey = survey
  }

  func write(to html: inout HTMLText) {
    html.element("section", [("id", "evidence"), ("aria-labelledby", "evidence-title")]) { html in
      html.element("h2", [("id", "evidence-title")], text: "Evidence")
      let rows = self.rows
      if rows.isEmpty {
        html.element("p", text: "Only the pipeline's own YAML is known.")
      } else {
        html.element("div", [("class", "wide")]) { html in
          html.element("table") { html in
            html.element("thead") { html in
              html.element("tr") { html in
                for title in ["What", "From", "Age"] {
                  html.element("th", [("scope", "col")], text: title)
                }
              }
            }
            html.element("tbody") { html in for row in rows { write(row, to: &html) } }
          }
        }
      }
      undecided(&html)
    }
    html.line()
  }

  private func write(_ row: Row, to html: inout HTMLText) {
    html.element("tr") { html in
      html.element("td", text: row.what)
      html.element("td", text: row.source.map(Self.name) ?? "\u{2013}")
      html.element("td", text: row.source.map(age) ?? "\u{2013}")
    }
  }

  /// An export as a whole, and the entry of a configuration.
  private static func name(_ source: EvidenceSource) -> String {
    source.jsonPath == nil ? source.description : source.path
  }

  /// The age of the evidence; evidence that is written by hand has none.
  private func age(_ source: EvidenceSource) -> String {
    let export = survey.evidence.exports.first { $0.source.path == source.path }?.day
    guard let day = source.date.flatMap({ CalendarDay(String($0.prefix(10))) }) ?? export else {
      return "\u{2013}"
    }
    let days = survey.today.number - day.number
    return days <= 0 ? "today" : "\(Noun.count(days, "day")), \(day.text)"
  }

  private var rows: [Row] {
    let evidence = survey.evidence
    var rows: [Row] = []
    if let project = evidence.gitLab.projectPath {
      let issuer = evidence.gitLab.issuer.map { " at \($0)" } ?? ""
      rows.append(Row(what: "the project \(project)\(issuer)", source: evidence.gitLab.source))
    }
    for identity in evidence.identities {
      let count = identity.credentials.map {
        Noun.count($0.count, "federated credential")
      }
      let source = identity.credentials?.first?.source ?? identity.source
      rows.append(
        Row(
          what: "\(identity.clientID): \(count ?? "its federated credentials are unknown")",
          source: source
        )
      )
    }
    rows += variables
    for vault in evidence.observations.vaults {
      let secrets = vault.secrets.map { Noun.count($0.count, "secret") }
      rows.append(
        Row(
          what: "\(vault.url): \(vault.exists == false ? "no such vault" : secrets ?? "exists")",
          source: vault.source
        )
      )
    }
    rows += evidence.exports.map { Row(what: $0.name, source: $0.source) }
    return rows
  }

  /// The CI/CD variables, by the file that they are known from.
  private var variables: [Row] {
    var paths: [String] = []
    var groups: [String: [ProjectEvidence.ProjectVariable]] = [:]
    for item in survey.evidence.variables.items {
      if groups[item.source.path] == nil { paths.append(item.source.path) }
      groups[item.source.path, default: []].append(item)
    }
    return paths.map { path in
      let items = groups[path] ?? []
      let names = items.prefix(4).map(\.key).joined(separator: ", ")
      let more = items.count > 4 ? ", \u{2026}" : ""
      let count = Noun.count(items.count, "CI/CD variable")
      return Row(what: "\(count): \(names)\(more)", source: items.first?.source)
    }
  }

  // MARK: What is not known

  private func undecided(_ html: inout HTMLText) {
    var reasons: [String] = []
    var rules: [String: [String]] = [:]
    for question in survey.report.undecided {
      if rules[question.reason] == nil { reasons.append(question.reason) }
      if rules[question.reason]?.contains(question.rule) != true {
        rules[question.reason, default: []].append(question.rule)
      }
    }
    html.element("h3", text: "Not decided")
    guard !reasons.isEmpty else {
      return html.element("p", text: "Every check has an answer.")
    }
    html.element("ul", [("class", "reasons")]) { html in
      for reason in reasons {
        html.element("li", [("class", "unknown")]) { html in
          html.element("p", text: reason)
          html.element(
            "p",
            [("class", "places")],
            text: (rules[reason] ?? []).joined(separator: ", ")
          )
        }
      }
    }
  }
}
