import ShellSyntax

/// An expression that puts a token or a secret itself into a command.
struct ExposedValue {
  /// The variable's name.
  let name: String
  /// The variable where it is written.
  let part: ShellPart

  /// The values expanded in a word: tokens, values of secrets, and the contents of secrets' files.
  static func find(in parts: [ShellPart], _ known: ScriptValues) -> [Self] {
    parts.flatMap { part -> [Self] in
      switch part.content {
      case .variable(let variable):
        // A part of it is too much, too; only whether there is one, or its length, reveals nothing.
        let isWhole = variable.form != .test
        let kind = known[variable.name]
        let own =
          isWhole && (kind == .idToken || kind == .secret)
          ? [Self(name: variable.name, part: part)] : []
        return own + find(in: variable.operand, known)
      case .substitution(let script):
        // The output of a pipe is a different value.
        guard script.commands.count == 1, let command = script.commands.first else { return [] }
        return output(of: command, known)
      case .literal, .process, .argument, .list, .other: return []
      }
    }
  }

  /// The values that a command writes to its output.
  static func output(of command: ShellCommand, _ known: ScriptValues) -> [Self] {
    var found: [Self] = []
    let line = ShellCommandLine(command)
    let reads = line == nil && command.words.isEmpty || line.map { isReader($0) } ?? false
    if line == nil, command.words.count == 1, command.assignments.isEmpty {
      // PowerShell writes the value of an expression.
      found += find(in: command.words[0].parts, known)
    }
    if let line, printers.contains(line.program.lowercased()) {
      if line.program == "printf", line.arguments.first?.literal == "-v" { return [] }
      found += line.arguments.flatMap { find(in: $0.parts, known) }
    }
    if let line, line.program == "jq" { found += jqArguments(line, known) }
    guard reads else { return found }
    for word in line?.arguments ?? [] { found += file(word, known) }
    for redirection in command.redirections {
      switch redirection.kind {
      case .input: found += file(redirection.target, known)
      case .hereString, .heredoc:
        if line != nil { found += find(in: redirection.target.parts, known) }
      default: break
      }
    }
    return found
  }

  /// The values that `jq --arg NAME VALUE` puts into what it writes.
  private static func jqArguments(_ line: ShellCommandLine, _ known: ScriptValues) -> [Self] {
    line.arguments.indices.flatMap { place -> [Self] in
      guard ["--arg", "--argjson"].contains(line.arguments[place].literal),
        place + 2 < line.arguments.endIndex
      else { return [] }
      return find(in: line.arguments[place + 2].parts, known)
    }
  }

  /// Whether a command writes what it reads, as it is, in part or encoded.
  static func isReader(_ line: ShellCommandLine) -> Bool {
    let program = line.program.lowercased()
    let isQuiet = quieting[program].map { options in
      line.arguments.contains { word in options.contains { word.literal?.hasPrefix($0) ?? false } }
    }
    if let isQuiet { return !isQuiet }
    guard readers.contains(program) else { return false }
    return !line.arguments.contains { ["-d", "-D", "--decode"].contains($0.literal) }
  }

  /// Programs that write lines of what they read, with the options by which they do not.
  private static let quieting: [String: [String]] = [
    "grep": grepOptions, "egrep": grepOptions, "fgrep": grepOptions, "sed": ["-i", "--in-place"],
    "awk": [], "gawk": [], "select-string": ["-quiet", "-Quiet"],
  ]
  private static let grepOptions = ["-q", "-c", "-l", "-L", "-o", "--quiet", "--count", "--silent"]

  private static func file(_ word: ShellWord, _ known: ScriptValues) -> [Self] {
    guard let variable = word.onlyVariable, known[variable.name] == .secretFile,
      variable.form == .value, let part = word.parts.first
    else { return [] }
    return [Self(name: variable.name, part: part)]
  }

  private static let printers: Set<String> = [
    "echo", "printf", "print", "write-host", "write-output", "write-information", "write-verbose",
    "write-warning", "out-host",
  ]
  private static let readers: Set<String> = [
    "jq", "yq", "cut", "tr", "fold", "get-content", "gc", "out-host", "write-host", "out-string",
    "cat", "tac", "nl", "head", "tail", "base64", "base32", "less", "more", "strings", "xxd", "od",
    "hexdump", "tee", "rev", "sort", "type",
  ]
}
