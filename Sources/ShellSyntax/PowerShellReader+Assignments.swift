extension PowerShellReader {
  /// The variable that a statement assigns, and whether it adds to its value; the place is then
  /// after the equals sign.
  mutating func assignmentTarget() -> (name: String, appends: Bool)? {
    guard isNext("$") else { return nil }
    let start = index
    guard let variable = readVariable() else {
      index = start
      return nil
    }
    skipBlanks()
    let appends = isNext("+") && isNext("=", 1)
    if appends { index += 1 }
    guard isNext("="), !isNext("=", 1) else {
      index = start
      return nil
    }
    index += 1
    return (variable, appends)
  }

  mutating func readAssignment(_ name: String, appends: Bool, _ command: inout ShellCommand) {
    defer { own.insert(name) }
    skipBlanks(true)
    if isNext("@"), isNext("(", 1) {
      let value = readArray()
      command.assignments = [ShellAssignment(name: name, value: value, appends: appends)]
      script.commands.append(command)
      return
    }
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
    command.assignments = [ShellAssignment(name: name, value: value, appends: appends)]
    command.exportsAssignments = !name.hasPrefix("$")
    script.commands.append(command)
  }

  /// Reads an array: `@("a", $env:B)`.
  private mutating func readArray() -> ShellWord {
    let start = index
    index += 2
    let outer = endsAtComma
    endsAtComma = true
    var items: [ShellWord] = []
    while true {
      skipBlanks(true)
      guard let byte, byte != UInt8(ascii: ")") else { break }
      let place = index
      let item = readWord()
      if item.parts.isEmpty { index = max(index, place + 1) } else { items.append(item) }
    }
    endsAtComma = outer
    index = min(index + 1, bytes.count)
    let range = start..<index
    return ShellWord(parts: [ShellPart(.list(items), quoting: .none, range: range)], range: range)
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
    output.isPowerShell = true
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
