extension PowerShellReader {
  /// The variable that a statement assigns; the place is then after the equals sign.
  mutating func assignmentTarget() -> String? {
    guard isNext("$") else { return nil }
    let start = index
    guard let variable = readVariable() else {
      index = start
      return nil
    }
    skipBlanks()
    guard isNext("="), !isNext("=", 1) else {
      index = start
      return nil
    }
    index += 1
    return variable
  }

  mutating func readAssignment(_ name: String, _ command: inout ShellCommand) {
    defer { own.insert(name) }
    skipBlanks(true)
    if isNext("@"), isNext("{", 1) {
      index += 2
      readTable(name, command)
      return
    }
    let start = index
    var value = readWord()
    skipBlanks()
    readConcatenated(&value)
    if let byte, byte != 0x0A, byte != UInt8(ascii: ";"), byte != UInt8(ascii: "}"),
      byte != UInt8(ascii: ")")
    {
      value = readCommandValue(from: start)
    }
    command.assignments = [ShellAssignment(name: name, value: value)]
    command.exportsAssignments = !name.hasPrefix("$")
    script.commands.append(command)
  }

  /// Reads what is added to a text: `"a" + $env:B`.
  private mutating func readConcatenated(_ value: inout ShellWord) {
    while isNext("+"), !isNext("=", 1) {
      index += 1
      skipBlanks(true)
      let start = index
      value.parts += readWord().parts
      if index == start { return }
      skipBlanks()
    }
  }

  /// The output of a command that is assigned: `$token = Get-Content file`.
  private mutating func readCommandValue(from start: Int) -> ShellWord {
    index = start
    var inner = ShellCommand(start: start)
    readWords(&inner)
    let isPiped = isNext("|")
    while let byte, byte != 0x0A, byte != UInt8(ascii: ";"), byte != UInt8(ascii: "}") {
      index += 1
    }
    var output = ShellScript()
    output.commands = [inner]
    let range = start..<index
    let content: ShellPart.Content = isPiped ? .other : .substitution(output)
    return ShellWord(parts: [ShellPart(content, quoting: .none, range: range)], range: range)
  }

  /// Reads a hash table into one assignment for each entry.
  mutating func readTable(_ name: String, _ command: ShellCommand) {
    while true {
      skipBlanks(true)
      guard let byte else { return }
      if byte == UInt8(ascii: "}") {
        index += 1
        return
      }
      if byte == UInt8(ascii: ";") {
        index += 1
        continue
      }
      let start = index
      let key = literalWord(stopsAtEquals: true)
      skipBlanks()
      guard isNext("=") else {
        if index == start { index += 1 }
        continue
      }
      index += 1
      skipBlanks(true)
      var entry = command
      entry.words = []
      entry.redirections = []
      let value = readWord()
      entry.assignments = [ShellAssignment(name: "\(name).\(key.lowercased())", value: value)]
      script.commands.append(entry)
    }
  }
}
