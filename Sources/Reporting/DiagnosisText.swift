import AzureFederation
package import Diagnosis
package import RuleEngine
package import TextFormats
import YAMLSyntax

/// The failures of a job log, for people.
package enum DiagnosisText {
  /// All failures, numbered when they are several.
  ///
  /// No code has a colon after it: this text may be in a job log itself, and must not be taken
  /// for another failure.
  ///
  /// - Parameters:
  ///   - diagnoses: The failures.
  ///   - rules: All rules, for the names of those that find such failures.
  ///   - text: The writer of the terminal.
  /// - Returns: The text, with a line break at its end.
  package static func render(
    _ diagnoses: [LogDiagnosis],
    rules: [RuleDefinition],
    _ text: TerminalText
  ) -> String {
    diagnoses.enumerated().map { number, diagnosis in
      let prefix = diagnoses.count > 1 ? "\(number + 1). " : ""
      return prefix + render(diagnosis, rules, text)
    }.joined(separator: "\n")
  }

  private static func render(
    _ diagnosis: LogDiagnosis,
    _ rules: [RuleDefinition],
    _ text: TerminalText
  ) -> String {
    let entry = diagnosis.entry
    var result = FailureText.heading(entry, text)
    let explanation = text.wrapped(TerminalText.sanitised(entry.explanation))
    result += "line \(diagnosis.line) of the log\n\n\(explanation)\n"
    let facts = FailureFact.allCases.compactMap { fact in
      diagnosis.facts[fact].map { (fact.label, TerminalText.sanitised($0)) }
    }
    if !facts.isEmpty { result += "\n\(text.styled("The log says", .cyan))\n" }
    let width = facts.map(\.0.count).max() ?? 0
    for (label, value) in facts {
      result += "  \(TerminalText.padded(label, to: width))  \(value)\n"
    }
    if !diagnosis.places.isEmpty { result += "\n\(text.styled("In the pipeline", .cyan))\n" }
    for place in diagnosis.places { result += "  \(self.place(place))\n" }
    if !diagnosis.notes.isEmpty {
      result += "\n\(text.styled("Compared with the configuration and the pipeline", .cyan))\n"
    }
    for note in diagnosis.notes {
      result += text.wrapped(TerminalText.sanitised(note)) + "\n"
    }
    let remedy = text.wrapped(TerminalText.sanitised(entry.remedy))
    result += "\n\(text.styled("What to do", .cyan))\n\(remedy)\n"
    result += commands(diagnosis.commands, text)
    return result + FailureText.rules(entry, rules, text)
  }

  private static func place(_ place: LogDiagnosis.Location) -> String {
    let start = place.span.start
    let shown = place.jobs.prefix(3).map(TerminalText.sanitised).joined(separator: ", ")
    let more = place.jobs.count > 3 ? " and \(place.jobs.count - 3) more" : ""
    let word = Noun.form(of: "job", for: place.jobs.count)
    let path = TerminalText.sanitised(place.path)
    return "\(path):\(start.line):\(start.column) (\(word) \(shown)\(more))"
  }

  private static func commands(
    _ commands: [CommandTemplate.Filled],
    _ text: TerminalText
  ) -> String {
    var result = FailureText.commands(commands)
    var missing: [FailureFact] = []
    for command in commands { missing += command.missing.filter { !missing.contains($0) } }
    guard !missing.isEmpty else { return result }
    let words = missing.map(\.placeholder).joined(separator: ", ")
    let pronoun = missing.count == 1 ? "it" : "them"
    result += text.wrapped("Replace \(words): the log does not contain \(pronoun).") + "\n"
    return result
  }
}
