import ShellSyntax

/// The text that a command writes, as far as it only passes on what it is given.
struct ScriptOutput {
  private let command: ShellCommand
  private let environment: ScriptEnvironment
  private let piped: ScriptValue?
  private let place: Int

  init(
    _ command: ShellCommand,
    _ environment: ScriptEnvironment,
    piped: ScriptValue?,
    place: Int
  ) {
    self.command = command
    self.environment = environment
    self.piped = piped
    self.place = place
  }

  /// The text.
  var value: ScriptValue {
    if command.words.count == 1, command.words[0].onlyVariable?.name.hasPrefix("$") == false {
      // PowerShell writes the value of an expression.
      return environment.value(command.words[0])
    }
    guard let line = ShellCommandLine(command) else { return input ?? .unknown }
    switch line.program.lowercased() {
    case "echo", "write-output", "write-host": return echoed(line)
    case "printf": return printed(line)
    case "cat", "get-content", "gc", "type": return read(line)
    case "printenv" where line.arguments.count == 1:
      return line.arguments.first?.literal.map(environment.programValue) ?? .unknown
    case "tr", "tee": return input ?? .unknown
    case "xargs" where line.arguments.isEmpty: return input ?? .unknown
    // Each file has a name of its own.
    case "mktemp": return ScriptValue(state: .unknown, path: "${mktemp \(place)}")
    default: return .unknown
    }
  }

  private var input: ScriptValue? {
    for redirection in command.redirections.reversed() {
      switch redirection.kind {
      case .input: return environment.contents(of: redirection.target)
      case .hereString: return environment.value(redirection.target)
      case .heredoc: return environment.value(redirection.target).withoutNewline
      default: break
      }
    }
    return piped
  }

  private func echoed(_ line: ShellCommandLine) -> ScriptValue {
    let words = line.arguments.drop { word in
      ["-n", "-e", "-E", "-ne", "-en"].contains(word.literal ?? "")
    }
    guard let word = words.first else { return ScriptValue("") }
    return words.count == 1 ? environment.value(word) : .unknown
  }

  /// The text that `printf` makes of a format in which `%s` is the only conversion.
  private func printed(_ line: ShellCommandLine) -> ScriptValue {
    guard let format = line.arguments.first else { return .unknown }
    guard let text = format.literal else {
      return line.arguments.count == 1 ? environment.value(format) : .unknown
    }
    var lines = text.split(separator: "\\n", omittingEmptySubsequences: false)
    if lines.count > 1, lines.last?.isEmpty ?? false { lines.removeLast() }
    let pieces = lines.joined(separator: "\n")
      .split(separator: "%s", omittingEmptySubsequences: false)
    let words = line.arguments.dropFirst()
    guard pieces.count == words.count + 1,
      !pieces.contains(where: { $0.utf8.contains { "%\\".utf8.contains($0) } })
    else { return .unknown }
    return zip(words, pieces.dropFirst()).reduce(ScriptValue(String(pieces[0]))) { value, next in
      value.appending(environment.value(next.0)).appending(ScriptValue(String(next.1)))
    }
  }

  private func read(_ line: ShellCommandLine) -> ScriptValue {
    let words = line.arguments.filter { $0.literal?.hasPrefix("-") != true || $0.literal == "-" }
    guard let word = words.first, word.literal != "-" else { return input ?? .unknown }
    return words.count == 1 ? environment.contents(of: word) : .unknown
  }
}

extension ScriptValue {
  /// The value without the newline that ends a heredoc.
  fileprivate var withoutNewline: ScriptValue {
    guard let text, text.hasSuffix("\n") else { return self }
    return ScriptValue(String(text.dropLast()))
  }
}
