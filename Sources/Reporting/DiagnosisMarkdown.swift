import AzureFederation
package import Diagnosis
package import RuleEngine
import TextFormats
import YAMLSyntax

/// The failures of a job log as Markdown, for a comment on a merge request or an issue.
package enum DiagnosisMarkdown {
  /// All failures, each with a heading.
  ///
  /// Values come from an untrusted log, so they are shown as code and cannot mention people, run
  /// quick actions or begin links.
  ///
  /// - Parameters:
  ///   - diagnoses: The failures.
  ///   - rules: All rules, for the names of those that find such failures.
  /// - Returns: The text, with a line break at its end.
  package static func render(_ diagnoses: [LogDiagnosis], rules: [RuleDefinition]) -> String {
    guard !diagnoses.isEmpty else { return "akvlint found no failure that it knows in the log.\n" }
    return diagnoses.map { render($0, rules) }.joined(separator: "\n")
  }

  private static func render(_ diagnosis: LogDiagnosis, _ rules: [RuleDefinition]) -> String {
    let entry = diagnosis.entry
    var result = "### \(code(entry.code)): \(text(entry.title))\n\n"
    result += "Stage **\(entry.stage.rawValue)** (\(entry.stage.words)), line \(diagnosis.line) of "
    result += "the log.\n\n\(text(entry.explanation))\n"
    result += table(diagnosis)
    let places = diagnosis.places.map(place)
    if !places.isEmpty { result += "\n**In the pipeline:**\n\n\(list(places))" }
    if !diagnosis.notes.isEmpty {
      result += "\n**Compared with the configuration and the pipeline:**\n\n"
      result += list(diagnosis.notes.map(text))
    }
    result += "\n**What to do:** \(text(entry.remedy))\n"
    result += commands(diagnosis.commands)
    let names = entry.rules.compactMap { id in rules.first { $0.id == id } }
      .map { "[\($0.id) \($0.name)](\($0.help))" }
    if !names.isEmpty {
      result += "\nFound before the push by \(names.joined(separator: ", ")).\n"
    }
    return result
  }

  private static func table(_ diagnosis: LogDiagnosis) -> String {
    let rows = FailureFact.allCases.compactMap { fact in
      diagnosis.facts[fact].map { "| \(fact.label) | \(cell($0)) |\n" }
    }
    guard !rows.isEmpty else { return "" }
    return "\n| the log says | |\n|---|---|\n" + rows.joined()
  }

  private static func place(_ place: LogDiagnosis.Location) -> String {
    let start = place.span.start
    let jobs = place.jobs.prefix(3).map(code).joined(separator: ", ")
    let more = place.jobs.count > 3 ? " and \(place.jobs.count - 3) more" : ""
    return "\(code("\(place.path):\(start.line):\(start.column)")) (\(jobs)\(more))"
  }

  private static func commands(_ commands: [CommandTemplate.Filled]) -> String {
    guard !commands.isEmpty else { return "" }
    let kinds = Set(commands.compactMap(\.kind))
    guard kinds.count > 1 else { return block(commands) }
    return block(commands.filter { $0.kind != .managedIdentity })
      + "\nIf it is a managed identity:\n" + block(commands.filter { $0.kind == .managedIdentity })
  }

  // MARK: Pieces

  private static func list(_ items: [String]) -> String {
    items.map { "- \($0)\n" }.joined()
  }

  /// Commands in a fence that none of them can close.
  private static func block(_ commands: [CommandTemplate.Filled]) -> String {
    let lines = commands.map { TerminalText.sanitised($0.text) + "\n" }.joined()
    let fence = String(repeating: "`", count: max(3, longestRun(in: lines) + 1))
    return "\n\(fence)sh\n\(lines)\(fence)\n"
  }

  /// A text as code, in as many backticks as it takes.
  private static func code(_ text: String) -> String {
    let text = TerminalText.sanitised(text)
    let ticks = String(repeating: "`", count: longestRun(in: text) + 1)
    let space = text.hasPrefix("`") || text.hasSuffix("`") ? " " : ""
    return ticks + space + text + space + ticks
  }

  private static func cell(_ value: String) -> String {
    code(value.filter { $0 != "|" && $0 != "\n" })
  }

  /// A sentence in which nothing has a meaning for Markdown or for GitLab.
  private static func text(_ text: String) -> String {
    var result = ""
    for character in TerminalText.sanitised(text) {
      if "\\`*_{}[]<>#+!|~$@&".contains(character) { result += "\\" }
      result.append(character)
    }
    return result
  }

  private static func longestRun(in text: String) -> Int {
    var longest = 0
    var run = 0
    for character in text {
      run = character == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }
}
