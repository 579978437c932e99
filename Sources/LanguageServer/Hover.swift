import AccessPrediction
import BuiltInRules
import Evidence
import Findings
import GitLabCI
import Linting
import Reporting
import RuleEngine
import TextFormats
import YAMLSyntax

/// The hover text at a position: the rules of its findings, the meaning of a key, the predictions
/// for a secret, the origin of a token.
struct Hover {
  private let view: DocumentView

  init(_ view: DocumentView) {
    self.view = view
  }

  /// Writes the text as Markdown; null when there is nothing to show.
  func write(_ parameters: DocumentValue, _ json: inout JSONText) {
    guard let position = view.position(parameters["position"]) else { return json.value(nil) }
    var parts = rules(position)
    for linted in view.pipelines {
      for element in ElementFinder(linted.pipeline).elements
      where view.touches(element.place, position) {
        let text = text(element, linted)
        if let text, !parts.contains(text) { parts.append(text) }
      }
    }
    guard !parts.isEmpty else { return json.value(nil) }
    json.object { json in
      json.key("contents")
      json.object { json in
        json.member("kind", "markdown")
        json.member("value", parts.joined(separator: "\n\n---\n\n"))
      }
    }
  }

  private func rules(_ position: TextPosition) -> [String] {
    var parts: [String] = []
    for finding in view.analysis.outcome.report.findings
    where view.touches(finding.place, position) {
      guard let rule = view.project.rule(finding.rule) else { continue }
      let text = Self.text(rule)
      if !parts.contains(text) { parts.append(text) }
    }
    return parts
  }

  private static func text(_ rule: RuleDefinition) -> String {
    // A rule of the repository is as hostile as the rest of it: an image in it would be fetched.
    let isOurs = BuiltInRuleSet.all.contains { $0.id == rule.id }
    let words = [rule.title + ".", rule.why, rule.remedy].filter { !$0.isEmpty }
      .map { isOurs ? $0 : escaped($0) }
    var text = "**\(rule.id) \(rule.name)**: \(words.joined(separator: "\n\n"))"
    if isOurs { text += "\n\n[More on this rule](\(rule.help))" }
    return text
  }

  private func text(_ element: Element, _ linted: LintInput) -> String? {
    switch element.kind {
    case .keyword(let keyword):
      "**`\(keyword.rawValue)`**: \(keyword.text)\n\n[GitLab's documentation](\(keyword.link))"
    case .token(let name), .tokenUse(let name): token(name, element, linted.pipeline)
    case .secret(let name): secret(name, element, linted)
    case .job, .base, .reference, .variableUse, .include: nil
    }
  }

  private func secret(
    _ name: String,
    _ element: Element,
    _ linted: LintInput
  ) -> String? {
    let predictions = Verdicts.predictions(linted, view.project)
    let rows = Verdicts.rows(
      name,
      in: element.jobs,
      among: predictions,
      startedAs: linted.child
    )
    guard !rows.isEmpty else { return nil }
    let lines = rows.map { row in
      let verdict = row.verdict
      let code = verdict.code.map { " with `\($0)`" } ?? ""
      let place = "\(Self.quoted(row.job)), \(Self.quoted(row.scenario))"
      return "- \(place): **\(verdict.answer.rawValue)**\(code) (\(Self.quoted(verdict.reason)))"
    }
    return "What is predicted for \(Self.quoted(name)):\n\n\(lines.joined(separator: "\n"))"
  }

  /// The audience of an ID token, and how the jobs get it.
  private func token(_ name: String, _ element: Element, _ pipeline: Pipeline) -> String? {
    let tree = pipeline.tree
    for job in pipeline.jobs where element.jobs.contains(tree.text(job.symbol)) {
      guard let token = job.idTokens.last(where: { tree.text($0.symbol) == name }) else { continue }
      let place = FileLocation(tree.location(token.entry.keyNode), in: tree)
      let audiences = token.audience?.texts.map { Self.quoted(tree.string($0)) } ?? []
      var text = "ID token \(Self.quoted(name))"
      if !audiences.isEmpty { text += " for \(audiences.joined(separator: ", "))" }
      text += ", defined in \(Self.quoted(place.path)), line \(place.span.start.line)"
      if job.tokenSource == .defaults { text += ", under `default`" }
      let steps =
        tree.steps(token.entry.value.origin)
        + (job.idTokensEntry.map { tree.steps($0.origin) } ?? [])
      var ways: [String] = []
      for step in steps where !ways.contains("`\(step.kind.name)`") {
        ways.append("`\(step.kind.name)`")
      }
      if !ways.isEmpty { text += "; it comes through \(ways.joined(separator: " and "))" }
      return text + "."
    }
    return nil
  }

  /// Prose of the repository, with everything escaped that means something in Markdown.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      let isPunctuation =
        scalar.isASCII && scalar.properties.generalCategory != .spaceSeparator
        && !scalar.properties.isAlphabetic && scalar.properties.numericType == nil
        && scalar.value > 0x20
      if isPunctuation { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
    return result
  }

  /// Text of the repository, which must not become Markdown.
  static func quoted(_ text: String) -> String {
    let plain = TerminalText.sanitised(text).replacing("`", with: "'")
    return plain.isEmpty ? "\"\"" : "`\(plain)`"
  }
}
