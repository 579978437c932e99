import ShellSyntax

extension ScriptRunner {
  /// Changes variables as a command does; whether that is all it does.
  mutating func change(_ command: ShellCommand, isCertain: Bool) -> Bool {
    guard let name = command.words.first?.literal else {
      guard command.words.isEmpty else { return false }
      for assignment in command.assignments {
        set(assignment, isExported: command.exportsAssignments, isCertain: isCertain)
        copyEntries(of: assignment.value, to: assignment.name)
      }
      return true
    }
    switch name {
    case "export", "declare", "typeset", "readonly", "local":
      let isExported = name == "export" || command.words.contains { $0.literal == "-x" }
      for assignment in command.declarations {
        set(assignment, isExported: isExported, isCertain: isCertain)
      }
      guard isExported else { return true }
      for word in command.words.dropFirst() {
        if let name = word.literal {
          environment.export(name)
        } else if word.field == nil {
          // `export $(cat .env)`
          environment.hasUnknownSettings = true
        }
      }
    case "unset":
      let none = ScriptValue(state: .undefined, path: nil)
      for word in command.words.dropFirst() {
        word.literal.map { environment.set($0, none, isCertain: isCertain) }
      }
    case "read", "for", "mapfile", "readarray":
      for word in command.words.dropFirst(1).prefix(name == "for" ? 1 : .max) {
        word.literal.map { environment.set($0, .unknown, isCertain: true) }
      }
    case "set":
      let flags = command.words.dropFirst().compactMap(\.literal)
      if flags.contains(where: { $0.hasPrefix("-") && $0.contains("a") && $0 != "-o" })
        || flags == ["-o", "allexport"]
      {
        environment.exportsAll = true
      }
    case "cd", "pushd", "set-location", "Set-Location":
      let word = command.words.dropFirst().first { $0.literal?.hasPrefix("-") != true }
      environment.enter(isCertain ? word.map(environment.value) : nil)
    case "popd": environment.enter(nil)
    case "shift":
      let count = command.words.dropFirst().first.map { $0.literal.flatMap(Int.init) ?? 0 } ?? 1
      environment.shift(count, isCertain: isCertain)
    case ":":
      // `: "${NAME:=words}"`
      for part in command.words.dropFirst().flatMap(\.parts) {
        guard case .variable(let variable) = part.content, variable.fallback != nil else {
          continue
        }
        environment.set(variable.name, environment.value(part), isCertain: isCertain)
      }
    case "exit": scriptEnd.apply(command, isCertain: isCertain)
    case "return": functionEnd.apply(command, isCertain: isCertain)
    default: return false
    }
    return true
  }

  /// Sets a variable or an array as an assignment does.
  private mutating func set(_ assignment: ShellAssignment, isExported: Bool, isCertain: Bool) {
    if case .list(let items)? = assignment.value.parts.first?.content {
      environment.setList(assignment.name, items, appends: assignment.appends)
      return
    }
    let value =
      assignment.appends
      ? environment.value(assignment.name).appending(environment.value(assignment.value))
      : environment.value(assignment.value)
    environment.set(assignment.name, value, isExported: isExported, isCertain: isCertain)
    if isCertain, !assignment.appends { environment.setText(assignment.name, assignment.value) }
  }

  /// A hash table that PowerShell assigns to another variable keeps its entries.
  private mutating func copyEntries(of word: ShellWord, to name: String) {
    guard let table = word.onlyVariable?.name, table.hasPrefix("$"), environment.hasEntries(table)
    else { return }
    for key in SignInCall.tableKeys {
      if let value = environment.entry(key, of: table) {
        environment.set("\(name).\(key)", value, isCertain: true)
      }
    }
  }

  /// Notes what a command writes to files.
  mutating func store(_ command: ShellCommand, _ written: ScriptValue, isCertain: Bool) {
    for redirection in command.redirections where (redirection.descriptor ?? 1) == 1 {
      guard redirection.kind == .output || redirection.kind == .append,
        let file = environment.file(environment.value(redirection.target))
      else { continue }
      let old = environment.files[file]
      switch redirection.kind {
      case .output where isCertain || old == nil: environment.files[file] = written
      case .append where isCertain:
        let first = environment.scripts.text(file) == nil ? written : .unknown
        environment.files[file] = old?.appending(line: written) ?? first
      default: environment.files[file] = .unknown
      }
    }
    guard let line = ShellCommandLine(command) else { return }
    let call = SignInCall(line, command, environment)
    switch line.program.lowercased() {
    case "tee":
      for word in line.arguments where word.literal?.hasPrefix("-") != true {
        environment.file(environment.value(word)).map { environment.files[$0] = piped ?? .unknown }
      }
    case "set-content", "out-file", "sc", "tee-object":
      let operands = call.operands
      let path = call.parameter(["-path", "-filepath", "-literalpath"]) ?? operands.first
      let value = call.parameter(["-value", "-inputobject"]) ?? operands.dropFirst().first
      path.flatMap(environment.file).map { environment.files[$0] = value ?? piped ?? .unknown }
    case "cp", "mv", "install":
      guard let source = call.operands.first,
        let target = call.operands.last.flatMap(environment.file)
      else { return }
      environment.files[target] = environment.contents(ofFile: source)
    case "rm", "shred", "remove-item":
      for word in line.arguments {
        environment.file(environment.value(word)).map { environment.files[$0] = nil }
      }
    default: break
    }
  }
}
