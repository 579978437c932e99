package import AzureFederation
package import RuleEngine
package import TextFormats

/// One entry of the error catalogue, for people.
package enum FailureText {
  /// All facts about a code.
  ///
  /// - Parameters:
  ///   - entry: The entry.
  ///   - rules: All rules, for the names of those that find such failures.
  ///   - text: The writer of the terminal.
  /// - Returns: The text, with a line break at its end.
  package static func explain(
    _ entry: FailureEntry,
    rules: [RuleDefinition],
    _ text: TerminalText
  ) -> String {
    let clouds = otherClouds(entry, text)
    let entry = entry.worded(for: .public)
    var result = heading(entry, text)
    result += "\n\(text.styled("What happens", .cyan))\n\(text.wrapped(entry.explanation))\n\n"
    result += "\(text.styled("What to do", .cyan))\n\(text.wrapped(entry.remedy))\n"
    result += commands(entry.commands.flatMap { $0.filled(with: [:], in: .public, for: nil) })
    result += clouds + found(entry, rules, text)
    result += "\n\(text.styled("See", .cyan))\n"
    return result + entry.references.map { "  \($0)\n" }.joined()
  }

  /// The commands, a line each; those only for managed identities come last.
  static func commands(_ commands: [CommandTemplate.Filled]) -> String {
    func lines(_ commands: [CommandTemplate.Filled]) -> String {
      commands.map { "  \(TerminalText.sanitised($0.text))\n" }.joined()
    }
    let kinds = Set(commands.compactMap(\.kind))
    let managed = commands.filter { $0.kind == .managedIdentity }
    guard kinds.count > 1 else { return lines(commands) }
    return lines(commands.filter { $0.kind != .managedIdentity })
      + "If it is a managed identity:\n" + lines(managed)
  }

  /// The code, what it is about, and how far the job got.
  static func heading(_ entry: FailureEntry, _ text: TerminalText) -> String {
    let code = text.styled(TerminalText.sanitised(entry.code), .bold)
    let title = TerminalText.sanitised(entry.title)
    return "\(code) (\(title))\nstage \(entry.stage.rawValue): \(entry.stage.words)\n"
  }

  /// The names of the other clouds, when the entry has names of the public cloud.
  private static func otherClouds(_ entry: FailureEntry, _ text: TerminalText) -> String {
    let texts =
      [entry.title, entry.explanation, entry.remedy] + entry.commands.flatMap(\.alternatives)
    let names = Cloud.templateNames.filter { name in
      texts.contains { $0.contains("{\(name)}") }
    }
    guard !names.isEmpty else { return "" }
    let lines = Cloud.allCases.filter { $0 != .public }.map { cloud in
      "  \(cloud.words): \(names.compactMap(cloud.value).joined(separator: ", "))\n"
    }
    return "\n\(text.styled("In other clouds", .cyan))\n" + lines.joined()
  }

  /// The rules that would have found it, or that there is none.
  private static func found(
    _ entry: FailureEntry,
    _ rules: [RuleDefinition],
    _ text: TerminalText
  ) -> String {
    guard entry.rules.isEmpty else { return self.rules(entry, rules, text) }
    return "\n\(text.styled("Found before the push by", .cyan))\n"
      + "  no rule: the pipeline does not show it\n"
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
