/// A simple command on its way through a script.
package struct VisitedCommand {
  /// The command.
  package let command: ShellCommand
  /// The command that reads what it writes.
  package let reader: ShellCommand?
  /// Whether it is inside a substitution, so that its output is not visible.
  package let isInner: Bool
}

extension ShellScript {
  /// Visits all commands: those in substitutions before the command that holds them.
  package func visit(isInner: Bool = false, _ body: (VisitedCommand) -> Void) {
    for (place, command) in commands.enumerated() {
      for word in command.allWords { Self.visit(word.parts, body) }
      let reader =
        command.pipe == .command && place + 1 < commands.count ? commands[place + 1] : nil
      body(VisitedCommand(command: command, reader: reader, isInner: isInner))
    }
  }

  private static func visit(_ parts: [ShellPart], _ body: (VisitedCommand) -> Void) {
    for part in parts {
      switch part.content {
      case .substitution(let script), .process(let script): script.visit(isInner: true, body)
      case .variable(let variable): visit(variable.operand, body)
      case .list(let items): for item in items { visit(item.parts, body) }
      case .literal, .argument, .other: break
      }
    }
  }
}

extension ShellCommand {
  /// All its words: what is assigned, the name and the arguments, what redirections name.
  package var allWords: [ShellWord] {
    if assignments.isEmpty, redirections.isEmpty { return words }
    return assignments.map(\.value) + words + redirections.map(\.target)
  }

  /// Whether what it writes to standard output ends elsewhere than in the job's log.
  package var isOutputTaken: Bool {
    isCaptured || redirections.contains(where: \.takesOutput)
  }

  /// The variables that it gives another value for the rest of the script.
  package var changedVariables: [String] {
    var names = declarations.map(\.name)
    if words.isEmpty { names += assignments.map(\.name) }
    if let name = words.first?.literal, ["read", "unset", "mapfile", "for"].contains(name) {
      names += words.dropFirst().compactMap(\.literal)
    }
    return names
  }
}

extension ShellWord {
  /// The places at which variables' own values are inserted, including those after `:-`.
  package var values: [(part: ShellPart, name: String)] {
    var values: [(part: ShellPart, name: String)] = []
    Self.collect(parts, into: &values)
    return values
  }

  private static func collect(
    _ parts: [ShellPart],
    into values: inout [(part: ShellPart, name: String)]
  ) {
    for part in parts {
      guard case .variable(let variable) = part.content else { continue }
      if variable.form == .value { values.append((part: part, name: variable.name)) }
      collect(variable.operand, into: &values)
    }
  }
}
