/// Reads PowerShell into the same commands and words as shell text.
///
/// `$env:NAME` becomes the variable `NAME`; PowerShell's own `$name` the variable `$name` in lower
/// case, and an entry of a hash table `$name.key`. What it cannot read has no value.
///
/// Source: about_Parsing, about_Quoting_Rules, about_Splatting, about_Hash_Tables.
struct PowerShellReader {
  let bytes: [UInt8]
  var index = 0
  var script = ShellScript()
  private var blocks: [Block] = []
  private var isPipeOpen = false
  var depth = 0

  private struct Block {
    var branch: ShellChoice.Branch?
    var function: String?
  }

  private static let depthLimit = 24

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func read() -> ShellScript {
    readStatements(untilParenthesis: false)
    return script
  }

  // MARK: Bytes

  var byte: UInt8? { index < bytes.count ? bytes[index] : nil }

  func peek(_ offset: Int = 1) -> UInt8? {
    index + offset < bytes.count ? bytes[index + offset] : nil
  }

  func isNext(_ character: Unicode.Scalar, _ offset: Int = 0) -> Bool {
    peek(offset) == UInt8(ascii: character)
  }

  mutating func skipBlanks(_ includesNewlines: Bool = false) {
    while let byte {
      switch byte {
      case 0x20, 0x09, 0x0D: index += 1
      case 0x0A where includesNewlines: index += 1
      case UInt8(ascii: "`") where peek() == 0x0A: index += 2
      case UInt8(ascii: "`") where peek() == 0x0D && peek(2) == 0x0A: index += 3
      case UInt8(ascii: "#"): skipLine()
      case UInt8(ascii: "<") where isNext("#", 1): skipBlockComment()
      default: return
      }
    }
  }

  private mutating func skipLine() {
    while let byte, byte != 0x0A { index += 1 }
  }

  private mutating func skipBlockComment() {
    while index < bytes.count, !(isNext("#") && isNext(">", 1)) { index += 1 }
    index = min(index + 2, bytes.count)
  }

  // MARK: Statements

  mutating func readStatements(untilParenthesis: Bool) {
    while let byte {
      let start = index
      skipBlanks()
      guard index < bytes.count else { return }
      switch self.byte ?? byte {
      case 0x0A, UInt8(ascii: ";"), UInt8(ascii: "&"): index += 1
      case UInt8(ascii: ")"):
        index += 1
        if untilParenthesis { return }
      case UInt8(ascii: "{"):
        index += 1
        blocks.append(Block())
      case UInt8(ascii: "}"):
        index += 1
        closeBlock()
      default: readStatement()
      }
      if index == start { index += 1 }
    }
  }

  private mutating func closeBlock() {
    guard let block = blocks.popLast(), let branch = block.branch else { return }
    skipBlanks(true)
    let word = name(from: index).lowercased()
    guard word == "else" || word == "elseif" else { return }
    index += word.utf8.count
    openBranch(branch.choice, word == "else" ? .otherwise : .status(0..<0))
  }

  /// Reads the condition of an `if`: a comparison as the shell's test, of others nothing.
  private mutating func readTest() -> ShellChoice.Test {
    skipBlanks(true)
    guard isNext("(") else { return .status(0..<0) }
    let start = index
    index += 1
    var command = ShellCommand(start: start)
    command.branches = blocks.compactMap(\.branch)
    readWords(&command)
    let operators = ["-eq": "=", "-ceq": "=", "-ne": "!=", "-cne": "!="]
    guard isNext(")"), command.words.count == 3,
      let sign = operators[command.words[1].literal?.lowercased() ?? ""]
    else {
      index = start
      return .status(0..<0)
    }
    index += 1
    func word(_ text: String) -> ShellWord {
      let part = ShellPart(.literal(text), quoting: .none, range: start..<start)
      return ShellWord(parts: [part], range: start..<start)
    }
    command.words[1] = word(sign)
    command.words = [word("[")] + command.words + [word("]")]
    script.commands.append(command)
    return .status(script.commands.count - 1..<script.commands.count)
  }

  private mutating func openBranch(_ choice: Int, _ test: ShellChoice.Test) {
    skipToBrace()
    let number = script.choices[choice].tests.count
    script.choices[choice].tests.append(test)
    blocks.append(Block(branch: ShellChoice.Branch(choice: choice, number: number)))
  }

  /// Steps over a condition up to and with the brace behind it.
  private mutating func skipToBrace() {
    skipBlanks(true)
    if isNext("(") {
      index += 1
      skipParentheses()
    }
    skipBlanks(true)
    if isNext("{") { index += 1 }
  }

  private mutating func readStatement() {
    let word = name(from: index).lowercased()
    switch word {
    case "if":
      index += 2
      script.choices.append(ShellChoice())
      let test = readTest()
      openBranch(script.choices.count - 1, test)
    case "foreach", "while", "for", "try", "finally", "do":
      index += word.utf8.count
      skipToBrace()
      blocks.append(Block())
    case "catch", "switch":
      // Nobody knows whether it runs.
      index += word.utf8.count
      script.choices.append(ShellChoice())
      openBranch(script.choices.count - 1, .status(0..<0))
    case "function":
      index += word.utf8.count
      skipBlanks()
      let function = literalWord()
      script.functions.append(function)
      skipToBrace()
      blocks.append(Block(function: function))
    default: readCommand()
    }
  }

  private mutating func readCommand() {
    var command = ShellCommand(start: index)
    command.isPipedInto = isPipeOpen
    isPipeOpen = false
    command.branches = blocks.compactMap(\.branch)
    command.isConditional = !command.branches.isEmpty
    command.function = blocks.last { $0.function != nil }?.function
    command.isCaptured = command.function != nil
    if let name = assignmentTarget() {
      readAssignment(name, &command)
      return
    }
    readWords(&command)
    if isNext("|"), !isNext("|", 1) {
      command.pipe = .command
      index += 1
      skipBlanks(true)
      isPipeOpen = true
    }
    if !command.words.isEmpty { script.commands.append(command) }
  }

  private mutating func readWords(_ command: inout ShellCommand) {
    while true {
      skipBlanks()
      guard let byte else { return }
      switch byte {
      case 0x0A, UInt8(ascii: ";"), UInt8(ascii: "|"), UInt8(ascii: ")"), UInt8(ascii: "}"),
        UInt8(ascii: "{"), UInt8(ascii: "&"):
        return
      case UInt8(ascii: ">"): readRedirection(&command)
      default:
        let start = index
        command.words.append(readWord())
        if index == start { index += 1 }
      }
    }
  }

  private mutating func readRedirection(_ command: inout ShellCommand) {
    index += 1
    let isAppend = isNext(">")
    if isAppend { index += 1 }
    skipBlanks()
    let target = readWord()
    command.redirections.append(
      ShellRedirection(kind: isAppend ? .append : .output, descriptor: nil, target: target)
    )
  }

  // MARK: Assignments

  /// The variable that a statement assigns; the place is then behind the equals sign.
  private mutating func assignmentTarget() -> String? {
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

  private mutating func readAssignment(_ name: String, _ command: inout ShellCommand) {
    skipBlanks(true)
    if isNext("@"), isNext("{", 1) {
      index += 2
      readTable(name, command)
      return
    }
    let start = index
    var value = readWord()
    skipBlanks()
    if let byte, byte != 0x0A, byte != UInt8(ascii: ";"), byte != UInt8(ascii: "}"),
      byte != UInt8(ascii: ")")
    {
      value = readCommandValue(from: start)
    }
    command.assignments = [ShellAssignment(name: name, value: value)]
    command.exportsAssignments = !name.hasPrefix("$")
    script.commands.append(command)
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

  // MARK: Nesting

  /// Reads what is in parentheses as a script of its own.
  mutating func readSubstitution() -> ShellScript {
    guard depth < Self.depthLimit else {
      index = bytes.count
      return ShellScript()
    }
    var inner = PowerShellReader(bytes)
    inner.index = index
    inner.depth = depth + 1
    inner.readStatements(untilParenthesis: true)
    index = inner.index
    return inner.script
  }

  mutating func skipParentheses() {
    var open = 1
    while let byte, open > 0 {
      if byte == UInt8(ascii: "(") { open += 1 }
      if byte == UInt8(ascii: ")") { open -= 1 }
      index += 1
    }
  }
}

extension ShellScript {
  /// Reads PowerShell.
  ///
  /// - Parameter text: The bytes of the script.
  package init(powerShell text: ArraySlice<UInt8>) {
    var reader = PowerShellReader(Array(text))
    self = reader.read()
  }
}
