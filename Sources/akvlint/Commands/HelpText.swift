import ArgumentParser

/// The help of a command as akvlint prints it: its examples follow its options.
///
/// The argument parser prints a command's whole discussion before the options.
enum HelpText {
  /// The help of a command; of akvlint itself with the options of the command that it runs by default.
  static func render(_ command: any ParsableCommand.Type, columns: Int? = nil) -> String {
    guard command == RootCommand.self else {
      return arranged(RootCommand.helpMessage(for: command, columns: columns))
    }
    let check = lines(RootCommand.helpMessage(for: CheckCommand.self, columns: columns))
    let options = check.drop { $0 != "OPTIONS:" }.dropFirst()
    return ([RootCommand.helpMessage(columns: columns), "", "OPTIONS OF CHECK:"] + options)
      .joined(separator: "\n")
  }

  /// A text of the argument parser, arranged when it is a help.
  static func arranged(_ text: String) -> String {
    if text == RootCommand.helpMessage() { return render(RootCommand.self) }
    let lines = lines(text)
    guard let start = lines.firstIndex(of: "Examples:"),
      let usage = lines[start...].firstIndex(where: { $0.hasPrefix("USAGE:") })
    else { return text }
    let examples = lines[start..<usage].dropFirst().filter { !$0.isEmpty }
    return
      (trimmed(lines[..<start]) + [""] + trimmed(lines[usage...]) + ["", "EXAMPLES:"] + examples)
      .joined(separator: "\n")
  }

  private static func lines(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// Lines without the empty ones at their end.
  private static func trimmed(_ lines: ArraySlice<String>) -> ArraySlice<String> {
    lines.prefix((lines.lastIndex { !$0.isEmpty } ?? lines.startIndex - 1) + 1 - lines.startIndex)
  }
}
