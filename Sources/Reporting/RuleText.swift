import Findings
package import RuleEngine
package import TextFormats

/// Rules as text: a table of them, or one explained.
package enum RuleText {
  /// A line a rule: ID, severity, profile, name, title.
  package static func table(_ rules: [RuleDefinition], _ text: TerminalText) -> String {
    let width = rules.map(\.name.count).max() ?? 0
    return rules.map { rule in
      let severity = TerminalText.padded(rule.severity.rawValue, to: 8)
      let profile = TerminalText.padded(rule.profile == .strict ? "strict" : "", to: 7)
      let name = TerminalText.padded(rule.name, to: width + 2)
      let line = "\(rule.id)  \(severity)\(profile)\(name)\(rule.title)"
      return text.folded(line, indent: 8) + "\n"
    }.joined()
  }

  /// The rules as a JSON array.
  package static func json(_ rules: [RuleDefinition]) -> String {
    var json = JSONText()
    json.array(rules) { json, rule in
      json.object { json in
        json.member("id", rule.id)
        json.member("name", rule.name)
        json.member("severity", rule.severity.rawValue)
        json.member("profile", rule.profile.rawValue)
        json.member("ignorable", rule.isIgnorable)
        json.member("title", rule.title)
        json.member("help", rule.help)
      }
    }
    return json.text + "\n"
  }

  /// The result of running a rule's examples: one line, and one for each problem.
  package static func outcome(_ rule: RuleDefinition, _ problems: [String]) -> String {
    let counts = "\(rule.badExamples.count) bad, \(rule.goodExamples.count) good"
    let mark = problems.isEmpty ? "ok  " : "FAIL"
    return "\(mark) \(rule.id) \(rule.name): \(counts)\n"
      + problems.map { "     \(TerminalText.sanitised($0))\n" }.joined()
  }

  /// The whole content of a rule's file, for people.
  ///
  /// - Parameters:
  ///   - rule: The rule.
  ///   - text: The writer of the terminal.
  /// - Returns: The text, with a line break at its end.
  package static func explain(_ rule: RuleDefinition, _ text: TerminalText) -> String {
    var result = "\(text.styled("\(rule.id) \(rule.name)", .bold))"
    result += " (\(rule.severity.rawValue), \(rule.profile.rawValue))\n\n\(rule.title).\n\n"
    for (heading, prose) in [("What happens", rule.why), ("What to do", rule.remedy)]
    where !prose.isEmpty {
      result += "\(text.styled(heading, .cyan))\n\(text.wrapped(prose))\n\n"
    }
    if let bad = rule.badExamples.first { result += example(bad, "Wrong", .red, text) }
    if let good = rule.goodExamples.first { result += example(good, "Right", .green, text) }
    if rule.isIgnorable {
      result += "\(text.styled("To silence it", .cyan))\n"
      result += "  # akvlint: ignore[\(rule.id)] the reason\n\n"
    }
    let pages = rule.file.map { [$0] } ?? [rule.help]
    result += "\(text.styled("See", .cyan))\n"
    return result + (rule.references + pages).map { "  \($0)\n" }.joined()
  }

  private static func example(
    _ example: RuleDefinition.Example,
    _ label: String,
    _ style: TerminalText.Style,
    _ text: TerminalText
  ) -> String {
    var result = "\(text.styled(label, style)): \(example.title)\n"
    for (path, content) in example.files {
      if example.files.count > 1 { result += text.styled("  \(path)\n", .dim) }
      let plain = content.filter { $0 != "«" && $0 != "»" }
      for line in plain.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
        result += "  \(line)\n"
      }
    }
    return result + "\n"
  }
}
