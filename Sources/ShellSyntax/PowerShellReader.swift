/// Reads PowerShell into the same commands and words as shell text.
///
/// `$env:NAME` becomes the variable `NAME`; PowerShell's own `$name` the variable `$name` in lower
/// case, and an entry of a hash table `$name.key`. The runner also sets `$NAME` for each variable of
/// the job. What it cannot read has no value.
///
/// Source: about_Parsing, about_Quoting_Rules, about_Splatting, about_Hash_Tables; GitLab Runner,
/// `shells/powershell.go`.
struct PowerShellReader {
  let bytes: [UInt8]
  var index = 0
  var script = ShellScript()
  var blocks: [Block] = []
  private var isPipeOpen = false
  var depth = 0
  /// The variables that the script sets itself, as `$name`.
  var own: Set<String> = []

  /// A block that is open, with the branch or the function whose body it is.
  struct Block {
    var branch: ShellChoice.Branch?
    var function: String?
  }

  private static let depthLimit = 24

  /// Whether a comma ends a word, as between the items of an array.
  var endsAtComma = false

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    script.isPowerShell = true
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

  private mutating func readStatement() {
    let word = name(from: index).lowercased()
    switch word {
    case "if":
      index += 2
      script.choices.append(ShellChoice())
      let test = readTest()
      openBranch(script.choices.count - 1, test)
    case "param":
      index += word.utf8.count
      noteVariables()
      skipToBrace()
    case "foreach", "while", "for", "try", "finally", "do":
      index += word.utf8.count
      if word == "foreach" { noteVariables() }
      skipToBrace()
      blocks.append(Block())
    case "catch", "switch":
      // Whether it runs is unknown.
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
    if let (name, appends) = assignmentTarget() {
      readAssignment(name, appends: appends, &command)
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

  mutating func readWords(_ command: inout ShellCommand) {
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
    inner.own = own
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
