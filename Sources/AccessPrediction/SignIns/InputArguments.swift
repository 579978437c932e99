import ShellSyntax

/// The command that `xargs` starts with what it reads.
enum InputArguments {
  private static let valued: Set<String> = ["-n", "-L", "-P", "-d", "-s", "-E", "-a"]

  /// The command line; nil for another program and for `xargs` without a command.
  ///
  /// - Parameters:
  ///   - line: The command line of `xargs`.
  ///   - piped: What it reads; nil when that is not known.
  ///   - environment: The environment.
  /// - Returns: The command line that it starts.
  static func line(
    _ line: ShellCommandLine,
    _ piped: ScriptValue?,
    _ environment: ScriptEnvironment
  ) -> ShellCommandLine? {
    guard line.program == "xargs" else { return nil }
    var words = line.arguments
    var place: String?
    while let option = words.first?.literal, option.hasPrefix("-") {
      words = words.dropFirst()
      if option == "-I" {
        place = words.first?.literal
        words = words.dropFirst()
      } else if option == "-i" || option == "--replace" {
        place = "{}"
      } else if option.hasPrefix("-I") || option.hasPrefix("-i") {
        place = String(option.dropFirst(2))
      } else if valued.contains(option) {
        words = words.dropFirst()
      }
    }
    guard let first = words.first else { return nil }
    let input = parts(piped, first.range, environment)
    if let place, !place.isEmpty {
      words = words.map { $0.replacing(place, with: input) }[...]
    } else {
      words = (words + [first.with(input)])[...]
    }
    return ShellCommandLine(words)
  }

  private static func parts(
    _ piped: ScriptValue?,
    _ range: Range<Int>,
    _ environment: ScriptEnvironment
  ) -> [ShellPart] {
    if let text = piped?.text { return [.text(text, at: range)] }
    return piped?.path.map { environment.parts(of: $0, at: range) } ?? [.unknown(at: range)]
  }
}
