import AccessPrediction
import Findings
import Reporting
import TextFormats

/// The trust report as one page that needs nothing else: no server, no network, no other file.
package enum ReportPage {
  /// Writes the page.
  ///
  /// - Parameters:
  ///   - survey: The content.
  ///   - difference: The differences from another commit; nil without a comparison.
  /// - Returns: The page.
  package static func render(
    _ survey: TrustSurvey,
    since difference: TrustDifference? = nil
  ) -> String {
    let policy = ContentPolicy(script: Resource.script, style: Resource.style)
    let graph = TrustGraph(survey)
    var html = HTMLText()
    html.documentType()
    html.element("html", [("lang", "en")]) { html in
      html.element("head") { html in
        PageHead.write(
          title: "\(survey.title): who can read what",
          version: survey.version,
          policy,
          to: &html
        )
      }
      html.line()
      html.element("body") { html in
        html.element("a", [("class", "skip"), ("href", "#verdicts")], text: "To the verdicts")
        header(survey, &html)
        html.element("main") { html in
          MatrixSection(survey).write(to: &html)
          graphSection(graph, &html)
          if let difference { DifferenceSection(difference: difference).write(to: &html) }
          FindingsSection(survey).write(to: &html)
          EvidenceSection(survey).write(to: &html)
        }
        footer(survey, &html)
        dialog(&html)
        html.data(id: "data", json: ReportData(survey, graph).json)
        html.own("script", policy.script)
      }
    }
    return html.text + "\n"
  }

  // MARK: The top

  private static func header(_ survey: TrustSurvey, _ html: inout HTMLText) {
    html.element("header") { html in
      html.element("p", [("class", "about")]) { html in
        html.element("b", text: survey.title)
        html.text(" \u{B7} \(survey.today.text)")
      }
      html.element("h1", text: headline(survey))
      html.element("ul", [("class", "figures")]) { html in
        for answer in [Verdict.Answer.fails, .unknown, .works] {
          html.element("li", [("class", answer.rawValue)]) { html in
            html.element("b", text: "\(survey.count(answer))")
            html.text(" \(VerdictWords.word(answer))")
          }
        }
        for severity in [Severity.error, .warning, .info] {
          let count = survey.report.count(severity)
          guard count > 0 else { continue }
          html.element("li") { html in
            html.element("b", text: "\(count)")
            html.text(" \(severity.rawValue)\(count == 1 || severity == .info ? "" : "s")")
          }
        }
      }
      html.element("nav", [("aria-label", "Sections")]) { html in
        for (anchor, title) in [
          ("verdicts", "Verdicts"), ("trust", "Trust"), ("findings", "Findings"),
          ("evidence", "Evidence"),
        ] {
          html.element("a", [("href", "#\(anchor)")], text: title)
        }
      }
    }
    html.line()
  }

  private static func headline(_ survey: TrustSurvey) -> String {
    guard !survey.jobs.isEmpty else {
      return survey.omitted.isEmpty
        ? "No job asks Azure for anything" : "No job that could be read asks Azure for anything"
    }
    let all = survey.verdicts.count
    let runs = Noun.count(all, "run")
    let fails = survey.count(.fails)
    if fails > 0 {
      return "\(fails) of \(runs) will not get \(fails == 1 ? "its" : "their") secrets"
    }
    let unknown = survey.count(.unknown)
    if unknown > 0 { return "\(unknown) of \(runs) cannot be decided" }
    return all == 1 ? "The run gets its secrets" : "All \(runs) get their secrets"
  }

  // MARK: The rest

  private static func graphSection(_ graph: TrustGraph, _ html: inout HTMLText) {
    html.element("section", [("id", "trust"), ("aria-labelledby", "trust-title")]) { html in
      html.element("h2", [("id", "trust-title")], text: "Who can read what")
      guard !graph.nodes.isEmpty else {
        return html.element("p", text: "Nothing to draw.")
      }
      html.element(
        "p",
        [("class", "hint")],
        text: "From each job to the secrets that it reads. A dashed edge with F is where a way "
          + "ends; dotted parts come after it, or are trusted and unused. Point at a box to see "
          + "its ways; with the keyboard, the arrow keys go from box to box."
      )
      html.element(
        "div",
        [
          ("class", "wide"), ("role", "region"), ("aria-labelledby", "trust-title"),
          ("tabindex", "0"),
        ]
      ) { GraphSVG.write(graph, to: &$0) }
    }
    html.line()
  }

  private static func footer(_ survey: TrustSurvey, _ html: inout HTMLText) {
    html.element("footer") { html in
      html.element(
        "p",
        text: "Made by akvlint \(survey.version) on \(survey.today.text). It shows what GitLab and "
          + "Entra ID will answer, based on the evidence; it never saw a secret's value."
      )
    }
  }

  /// The chain of a cell; the script fills it.
  private static func dialog(_ html: inout HTMLText) {
    html.element("dialog", [("id", "chain"), ("aria-labelledby", "chain-title")]) { html in
      html.element("header") { html in
        html.element("h2", [("id", "chain-title")])
        html.element("button", [("type", "button"), ("id", "chain-close")], text: "Close")
      }
      html.element("div", [("id", "chain-body")])
    }
    html.element("p", [("class", "vh"), ("role", "status"), ("id", "status")])
    html.line()
  }
}
