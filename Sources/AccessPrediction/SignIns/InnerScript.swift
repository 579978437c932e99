import ShellSyntax

/// A script that is an argument of a command: `sh -c '…'`, `eval "…"`, `pwsh -Command "…"`.
enum InnerScript {
  /// The script of a command; nil when it has none or it is not written out.
  static func script(
    _ line: ShellCommandLine,
    _ command: ShellCommand,
    _ environment: ScriptEnvironment
  ) -> ShellScript? {
    switch line.program {
    case "sh", "bash", "ash", "dash", "zsh", "ksh":
      guard let flag = line.arguments.firstIndex(where: isCommandFlag) else {
        if let input = input(line, command) { return input }
        let path = line.arguments.first { $0.literal?.hasPrefix("-") != true }
        return path.flatMap { environment.script($0, isNamed: true) }
      }
      return line.arguments.dropFirst(flag - line.arguments.startIndex + 1).first.flatMap(script)
    case "source", ".":
      return line.arguments.first.flatMap { environment.script($0, isNamed: true) }
    case "eval": return line.arguments.count == 1 ? line.arguments.first.flatMap(script) : nil
    case "pwsh", "powershell", "pwsh.exe", "powershell.exe":
      guard let flag = line.arguments.firstIndex(where: isPowerShellCommand) else {
        let path = line.arguments.first { $0.literal?.hasSuffix(".ps1") ?? true }
        return path.flatMap { environment.script($0, isNamed: false) }
      }
      let word = line.arguments[(flag + 1)...].first
      guard let text = word.flatMap({ text($0, prefix: "env:") }) else { return nil }
      return ShellScript(powerShell: Array(text.utf8)[...])
    default: return line.isScript ? environment.script(line.word, isNamed: false) : nil
    }
  }

  /// The arguments that a script of the repository gets; nil for others.
  static func arguments(_ line: ShellCommandLine) -> [ShellWord]? {
    if line.isScript { return Array(line.arguments) }
    guard ["sh", "bash", "ash", "dash", "zsh", "ksh"].contains(line.program),
      !line.arguments.contains(where: isCommandFlag)
    else { return nil }
    return Array(line.arguments.drop { $0.literal?.hasPrefix("-") == true }.dropFirst())
  }

  /// The script that a shell reads from a heredoc or a here-string.
  private static func input(_ line: ShellCommandLine, _ command: ShellCommand) -> ShellScript? {
    let isRead = line.arguments.allSatisfy { word in
      word.literal.map { $0.hasPrefix("-") || $0.hasPrefix("+") } ?? false
    }
    let source = command.redirections.last { $0.kind == .heredoc || $0.kind == .hereString }
    return isRead || line.arguments.first?.literal == "-s"
      ? source.flatMap { script($0.target) } : nil
  }

  private static func isPowerShellCommand(_ word: ShellWord) -> Bool {
    ["-c", "-command"].contains(word.literal?.lowercased() ?? "")
  }

  private static func isCommandFlag(_ word: ShellWord) -> Bool {
    guard let text = word.literal, text.hasPrefix("-"), !text.hasPrefix("--") else { return false }
    return text.hasSuffix("c")
  }

  private static func script(_ word: ShellWord) -> ShellScript? {
    text(word, prefix: "").map { ShellScript(Array($0.utf8)[...]) }
  }

  /// The text of a word, its variables by name: the inner shell gets the same ones.
  private static func text(_ word: ShellWord, prefix: String) -> String? {
    var text = ""
    for part in word.parts {
      switch part.content {
      case .literal(let literal): text += literal
      case .variable(let variable) where variable.form == .value && !variable.name.hasPrefix("$"):
        text += "${\(prefix)\(variable.name)}"
      default: return nil
      }
    }
    return text
  }
}
