import Files
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
        if let input = input(line, command, environment) { return input }
        let path = line.arguments.first { $0.literal?.hasPrefix("-") != true }
        return path.flatMap { environment.script($0, isNamed: true) }
      }
      return line.arguments[(flag + 1)...].first.flatMap { word in
        script(word.parts, environment)
      }
    case "source", ".":
      return line.arguments.first.flatMap { environment.script($0, isNamed: true) }
    case "eval": return script(ShellWord.joining(line.arguments), environment)
    case "pwsh", "powershell", "pwsh.exe", "powershell.exe":
      guard let flag = line.arguments.firstIndex(where: isPowerShellCommand) else {
        let path = line.arguments.first { $0.literal?.hasSuffix(".ps1") ?? true }
        return path.flatMap { environment.script($0, isNamed: false) }
      }
      let word = line.arguments[(flag + 1)...].first
      guard let text = word.flatMap({ text($0.parts, environment, prefix: "env:") }) else {
        return nil
      }
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
  private static func input(
    _ line: ShellCommandLine,
    _ command: ShellCommand,
    _ environment: ScriptEnvironment
  ) -> ShellScript? {
    let isRead = line.arguments.allSatisfy { word in
      word.literal.map { $0.hasPrefix("-") || $0.hasPrefix("+") } ?? false
    }
    let source = command.redirections.last { $0.kind == .heredoc || $0.kind == .hereString }
    return isRead || line.arguments.first?.literal == "-s"
      ? source.flatMap { script($0.target.parts, environment) } : nil
  }

  private static func isPowerShellCommand(_ word: ShellWord) -> Bool {
    ["-c", "-command"].contains(word.literal?.lowercased() ?? "")
  }

  private static func isCommandFlag(_ word: ShellWord) -> Bool {
    guard let text = word.literal, text.hasPrefix("-"), !text.hasPrefix("--") else { return false }
    return text.hasSuffix("c")
  }

  private static func script(
    _ parts: [ShellPart],
    _ environment: ScriptEnvironment
  ) -> ShellScript? {
    guard !parts.isEmpty, let text = text(parts, environment, prefix: ""),
      environment.budget.spend(text.utf8.count / 32, on: .scriptSteps)
    else { return nil }
    return ShellScript(Array(text.utf8)[...])
  }

  /// The text that an inner shell reads, with variables by name for what is not known: it gets the
  /// same ones.
  private static func text(
    _ parts: [ShellPart],
    _ environment: ScriptEnvironment,
    prefix: String
  ) -> String? {
    var text = ""
    for part in parts {
      guard let piece = self.text(part, environment, prefix: prefix) else { return nil }
      text += piece
      guard text.utf8.count <= ScriptValue.lengthLimit else { return nil }
    }
    return text
  }

  private static func text(
    _ part: ShellPart,
    _ environment: ScriptEnvironment,
    prefix: String
  ) -> String? {
    if let literal = part.literal { return literal }
    let value = environment.value(part)
    if let text = value.text {
      if !text.isEmpty { return text }
      // A variable keeps its name, for messages.
      guard case .variable = part.content else { return "" }
    }
    if let path = value.path, path.utf8.contains(where: { " \t\n".utf8.contains($0) }) {
      let names = environment.parts(of: path, at: part.range).map { part -> String? in
        if let literal = part.literal { return literal }
        guard case .variable(let variable) = part.content else { return nil }
        return "${\(prefix)\(variable.name)}"
      }
      if !names.contains(nil) { return names.compactMap(\.self).joined() }
    }
    guard case .variable(let variable) = part.content, variable.form == .value,
      !variable.name.hasPrefix("$")
    else { return nil }
    return "${\(prefix)\(variable.name)}"
  }
}
