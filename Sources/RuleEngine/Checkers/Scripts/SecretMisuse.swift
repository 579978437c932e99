import ShellSyntax

/// A place in a command that takes a value and gets a path, or takes a path and gets a value.
struct SecretMisuse {
  /// The variable's name.
  let name: String
  /// The secret's name.
  let origin: String
  /// Whether the variable holds the secret itself.
  let isValue: Bool
  /// The expression that is wrong there.
  let part: ShellPart
  /// The program or option that takes the other form: `curl -u takes the password`.
  let taker: String

  /// The misuses in one command.
  ///
  /// - Parameters:
  ///   - visited: The command.
  ///   - known: The values of variables.
  ///   - isRead: Whether the script reads a variable itself.
  /// - Returns: The misuses.
  static func find(
    in visited: VisitedCommand,
    _ known: ScriptValues,
    isRead: (String) -> Bool
  ) -> [Self] {
    let command = visited.command
    let line = ShellCommandLine(command)
    var found: [Self] = []
    func note(_ part: ShellPart, _ name: String, _ taker: String?) {
      guard let taker else { return }
      let isValue = known[name] == .secret
      found.append(
        Self(
          name: name,
          origin: known.origin(of: name),
          isValue: isValue,
          part: part,
          taker: taker
        )
      )
    }
    for assignment in command.assignments + command.declarations + (line?.assignments ?? []) {
      for (part, name) in assignment.value.values where known[name] == .secretFile {
        note(part, name, ValueContext.taker(assignment, isRead) ?? inside(assignment.value, part))
      }
    }
    let isDeclaration = !command.declarations.isEmpty
    for (place, word) in command.words.enumerated() where !isDeclaration {
      for (part, name) in word.values {
        switch known[name] {
        case .secretFile?:
          let taker =
            line.flatMap { ValueContext.taker(word, part, before(place, command), $0, visited) }
            ?? inside(word, part) ?? written(word, part, line, command)
          note(part, name, taker)
        case .secret?:
          note(part, name, line.flatMap { FileContext.taker(word, before(place, command), $0) })
        default: break
        }
      }
    }
    for redirection in command.redirections {
      if redirection.kind == .heredoc {
        let text = redirection.target
        for (part, name) in text.values where known[name] == .secretFile {
          note(part, name, inside(text, part) ?? setting(text, part))
        }
      }
      guard let variable = redirection.target.onlyVariable, variable.form == .value,
        let kind = known[variable.name], let part = redirection.target.parts.first
      else { continue }
      if kind == .secret, redirection.kind == .input {
        note(part, variable.name, "< opens a file")
      } else if kind == .secretFile, redirection.kind == .hereString, let line {
        note(part, variable.name, ValueContext.reader(line).map { "\($0) reads the value" })
      }
    }
    return found
  }

  private static func before(_ place: Int, _ command: ShellCommand) -> ShellWord? {
    place > 0 ? command.words[place - 1] : nil
  }

  /// The setting that `echo` or `printf` writes to a file.
  private static func written(
    _ word: ShellWord,
    _ part: ShellPart,
    _ line: ShellCommandLine?,
    _ command: ShellCommand
  ) -> String? {
    guard let line, ["echo", "printf"].contains(line.program), command.isOutputTaken else {
      return nil
    }
    return setting(word, part)
  }

  /// The setting in a text whose value a variable is.
  private static func setting(_ text: ShellWord, _ part: ShellPart) -> String? {
    guard let place = text.parts.firstIndex(where: { $0.range == part.range }) else { return nil }
    return ValueContext.setting(ShellWord.outline(text.parts[..<place]))
  }

  /// The context that takes a value anywhere: a header, the credentials of a URL.
  private static func inside(_ word: ShellWord, _ part: ShellPart) -> String? {
    guard let place = word.parts.firstIndex(where: { $0.range == part.range }) else { return nil }
    return ValueContext.inside(
      before: ShellWord.outline(word.parts[..<place]),
      after: ShellWord.outline(word.parts[(place + 1)...])
    )
  }
}
