import AccessPrediction
import GitLabCI
import TextFormats

/// The verdicts: a row for each job, a column for each scenario, and the reasons below.
struct MatrixSection {
  /// More cells of one reason are counted, not named.
  private static let namedPlaces = 8
  /// More reasons are folded.
  private static let openReasons = 12
  /// Rows after these appear once the page can be used: hundreds take their time.
  private static let firstRows = 60
  /// The maximum number of unread includes and pipelines that are listed.
  private static let omissionLimit = 20

  private let survey: TrustSurvey

  init(_ survey: TrustSurvey) {
    self.survey = survey
  }

  func write(to html: inout HTMLText) {
    html.element("section", [("id", "verdicts"), ("aria-labelledby", "verdicts-title")]) { html in
      html.element("h2", [("id", "verdicts-title")], text: "Will each job get its secrets?")
      guard !survey.jobs.isEmpty else {
        let subject = survey.omitted.isEmpty ? "No job" : "No job that could be read"
        html.element(
          "p",
          text:
            "\(subject) fetches a secret from Azure Key Vault, and no script shows a sign-in to "
            + "Azure."
        )
        return omissions(&html)
      }
      filter(&html)
      html.element(
        "div",
        [
          ("class", "wide tall"), ("role", "region"), ("aria-labelledby", "verdicts-title"),
          ("tabindex", "-1"),
        ]
      ) { table(&$0) }
      legend(&html)
      reasons(&html)
      omissions(&html)
    }
    html.line()
  }

  /// Lists the pipelines that were not read, and may contain more jobs.
  private func omissions(_ html: inout HTMLText) {
    guard !survey.omitted.isEmpty else { return }
    html.element("h3", text: "Not read, so jobs may be missing")
    html.element("ul") { html in
      for omission in survey.omitted.prefix(Self.omissionLimit) {
        html.element("li", text: "\(omission.include): \(omission.reason)")
      }
      let more = survey.omitted.count - Self.omissionLimit
      if more > 0 { html.element("li", text: "and \(more) more") }
    }
  }

  // MARK: The filter

  private func filter(_ html: inout HTMLText) {
    html.element("form", [("class", "filter"), ("id", "filter"), ("hidden", "")]) { html in
      html.element("label") { html in
        html.text("Job")
        html.void("input", [("type", "search"), ("id", "by-job"), ("autocomplete", "off")])
      }
      select("by-vault", "Vault", [("", "every vault")] + vaults.map { ($0, $0) }, &html)
      let answers = [
        ("", "every verdict"), ("fails", "fails"), ("unknown", "unknown"), ("works", "works"),
      ]
      select("by-code", "Verdict", answers + codes.map { ("code \($0)", $0) }, &html)
      html.element("output", [("id", "shown")])
    }
  }

  private func select(
    _ id: String,
    _ label: String,
    _ options: [(value: String, text: String)],
    _ html: inout HTMLText
  ) {
    html.element("label") { html in
      html.text(label)
      html.element("select", [("id", id)]) { html in
        for option in options {
          html.element("option", [("value", option.value)], text: option.text)
        }
      }
    }
  }

  private var codes: [String] {
    Set(survey.verdicts.compactMap { $0.verdict.flatMap(VerdictWords.code) }).sorted()
  }

  private var vaults: [String] {
    Set(survey.verdicts.compactMap(ReportData.vault)).sorted()
  }

  // MARK: The table

  private func table(_ html: inout HTMLText) {
    table(id: "matrix", survey.jobs.prefix(Self.firstRows), &html)
    let late = survey.jobs.dropFirst(Self.firstRows)
    // With a script these are text that is skipped, and it makes the rows from the data.
    if !late.isEmpty { html.element("noscript") { table(id: nil, late, &$0) } }
  }

  private func table(id: String?, _ jobs: ArraySlice<TrustSurvey.Job>, _ html: inout HTMLText) {
    html.element("table", [("id", id), ("class", "matrix"), ("role", "grid")]) { html in
      html.element("thead") { html in
        html.element("tr") { html in
          html.element("th", [("scope", "col")], text: "Job")
          for scenario in survey.scenarios {
            html.element("th", [("scope", "col")]) { $0.element("span", text: scenario) }
          }
        }
      }
      html.element("tbody") { html in
        for job in jobs {
          html.line()
          html.element("tr") { html in
            html.element("th", [("scope", "row")], text: job.name)
            for prediction in job.predictions { cell(prediction, &html) }
          }
        }
      }
    }
  }

  private func cell(_ prediction: Prediction, _ html: inout HTMLText) {
    let letter = VerdictWords.letter(prediction.verdict?.answer)
    let word = VerdictWords.word(prediction.verdict?.answer)
    guard let verdict = prediction.verdict else {
      return html.element("td", [("aria-label", word), ("tabindex", "-1")], text: letter)
    }
    let code = VerdictWords.code(verdict)
    let maybe = prediction.runs == .maybe ? "maybe" : nil
    // Screen readers read a word instead of the letter.
    let label = [word, code, maybe].compactMap { $0 }.joined(separator: ", ")
    html.element("td", [("class", verdict.answer.rawValue)]) { html in
      html.element("button", [("aria-label", label), ("tabindex", "-1")]) { html in
        html.element("b", text: letter)
        if let code { html.element("span", text: code) }
        if let maybe { html.element("small", text: maybe) }
      }
    }
  }

  private func legend(_ html: inout HTMLText) {
    html.element("p", [("class", "legend")]) { html in
      for answer in [Verdict.Answer.works, .fails, .unknown] {
        html.element("span", [("class", answer.rawValue)]) { html in
          html.element("b", text: VerdictWords.letter(answer))
        }
        html.text(" \(VerdictWords.word(answer)) ")
      }
      html.element("b", text: VerdictWords.letter(nil))
      html.text(" does not run. Maybe: whether it runs is unknown.")
    }
  }

  // MARK: Reasons

  private func reasons(_ html: inout HTMLText) {
    let reasons = Reason.all(in: survey)
    guard !reasons.isEmpty else { return }
    html.element("h3", text: "Why")
    list(reasons.prefix(Self.openReasons), &html)
    let rest = reasons.dropFirst(Self.openReasons)
    guard !rest.isEmpty else { return }
    html.element("details") { html in
      html.element("summary", text: Noun.count(rest.count, "more reason", "more reasons"))
      list(rest, &html)
    }
  }

  private func list(_ reasons: ArraySlice<Reason>, _ html: inout HTMLText) {
    html.element("ul", [("class", "reasons")]) { html in
      for reason in reasons {
        html.element("li", [("class", reason.verdict.answer.rawValue)]) { write(reason, to: &$0) }
      }
    }
  }

  private func write(_ reason: Reason, to html: inout HTMLText) {
    html.element("p") { html in
      html.element("b", text: VerdictWords.code(reason.verdict) ?? "unknown")
      html.text(" \(reason.verdict.reason)")
    }
    let shown = reason.places.prefix(Self.namedPlaces).joined(separator: ", ")
    let more = reason.places.count - Self.namedPlaces
    html.element(
      "p",
      [("class", "places")],
      text: more > 0 ? "\(shown) and \(more) more" : shown
    )
    guard let command = reason.command else { return }
    html.element("div", [("class", "command")]) { html in
      html.element("pre", [("tabindex", "0")]) { $0.element("code", text: command) }
      html.element("button", [("type", "button"), ("class", "copy"), ("hidden", "")], text: "Copy")
    }
  }
}
