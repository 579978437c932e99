package import AzureFederation
package import RuleEngine
import TextFormats

/// One entry of the error catalogue, for people.
package enum FailureText {
  /// All that is known about a code.
  ///
  /// - Parameters:
  ///   - entry: The entry.
  ///   - rules: All rules, for the names of those that find such failures.
  ///   - isColoured: Whether the text is coloured.
  /// - Returns: The text, with a line break at its end.
  package static func explain(
    _ entry: FailureEntry,
    rules: [RuleDefinition],
    isColoured: Bool
  ) -> String {
    let text = TerminalText(isColoured: isColoured)
    var result = heading(entry, text)
    result += "\n\(text.styled("What happens", .cyan))\n\(wrapped(entry.explanation))\n\n"
    result += "\(text.styled("What to do", .cyan))\n\(wrapped(entry.remedy))\n"
    for command in entry.commands { result += "  \(command.filled(with: [:]).text)\n" }
    result += self.rules(entry, rules, text)
    result += "\n\(text.styled("See", .cyan))\n"
    return result + entry.references.map { "  \($0)\n" }.joined()
  }

  /// A text in lines of at most 80 characters.
  static func wrapped(_ text: String) -> String {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.count + word.count < 80 {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines.joined(separator: "\n")
  }

  /// The code, what it is about, and how far the job got.
  static func heading(_ entry: FailureEntry, _ text: TerminalText) -> String {
    let code = text.styled(TerminalText.sanitised(entry.code), .bold)
    return "\(code) (\(entry.title))\nstage \(entry.stage.rawValue): \(entry.stage.words)\n"
  }

  /// The rules that would have found it.
  static func rules(
    _ entry: FailureEntry,
    _ rules: [RuleDefinition],
    _ text: TerminalText
  ) -> String {
    let found = entry.rules.compactMap { id in rules.first { $0.id == id } }
    guard !found.isEmpty else { return "" }
    let lines = found.map { "  \($0.id) \($0.name)\n" }.joined()
    return "\n\(text.styled("Found before the push by", .cyan))\n\(lines)"
  }
}
