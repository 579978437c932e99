extension ShellReader {
  /// Reads the beginning of a command: a reserved word or a simple command.
  mutating func readCommand(_ list: inout ShellList, _ closing: End) {
    var command = ShellCommand(start: index)
    let start = index
    guard let byte, byte != UInt8(ascii: "<"), byte != UInt8(ascii: ">"),
      byte != UInt8(ascii: "&")
    else { return readSimple(&command, &list, closing) }
    let word = readWord()
    guard index > start else { return giveUp() }
    if word.parts.count == 1, word.parts[0].quoting == .none, let text = word.parts[0].literal,
      readReserved(text, start, &list, closing)
    {
      return
    }
    if isFunction(word) {
      list.define(word.literal ?? "")
      return
    }
    if takeAsDescriptor(word, &command, &list, closing) {
      return readSimple(&command, &list, closing)
    }
    take(word, &command)
    readSimple(&command, &list, closing)
  }

  private mutating func readSimple(
    _ command: inout ShellCommand,
    _ list: inout ShellList,
    _ closing: End
  ) {
    if command.words.first?.literal == "[[" {
      readTest(&command)
    }
    readArguments(&command, &list, closing)
    list.append(command)
  }

  private func take(_ word: ShellWord, _ command: inout ShellCommand) {
    if command.words.isEmpty, let assignment = word.assignment {
      command.assignments.append(assignment)
    } else {
      command.words.append(word)
    }
  }

  /// Reads words and redirections up to the end of the command.
  mutating func readArguments(
    _ command: inout ShellCommand,
    _ list: inout ShellList,
    _ closing: End
  ) {
    while true {
      skipBlanks()
      guard let byte else { return }
      switch byte {
      case 0x0A, UInt8(ascii: ";"), UInt8(ascii: "|"), UInt8(ascii: ")"): return
      case UInt8(ascii: "#"): return skipComment()
      case UInt8(ascii: "`") where closing == .backtick: return
      case UInt8(ascii: "("): return giveUp()
      case UInt8(ascii: "&"):
        guard peek() == UInt8(ascii: ">") else { return }
        readRedirection(nil, &command, &list)
      case UInt8(ascii: "<"), UInt8(ascii: ">"):
        if peek() == UInt8(ascii: "(") {
          take(readWord(), &command)
        } else {
          readRedirection(nil, &command, &list)
        }
      default:
        let start = index
        let word = readWord()
        guard index > start else { return giveUp() }
        if !takeAsDescriptor(word, &command, &list, closing) { take(word, &command) }
      }
    }
  }

  /// A number right before `<` or `>` selects what is redirected.
  private mutating func takeAsDescriptor(
    _ word: ShellWord,
    _ command: inout ShellCommand,
    _ list: inout ShellList,
    _ closing: End
  ) -> Bool {
    guard isNext("<") || isNext(">"), peek() != UInt8(ascii: "("), word.parts.count == 1,
      word.parts[0].quoting == .none, let text = word.parts[0].literal, let number = Int(text),
      number >= 0
    else { return false }
    readRedirection(number, &command, &list)
    return true
  }

  // MARK: Reserved words

  /// Whether a word is a reserved one; its effect is then done.
  private mutating func readReserved(
    _ text: String,
    _ start: Int,
    _ list: inout ShellList,
    _ closing: End
  ) -> Bool {
    switch text {
    case "then" where list.groups.last?.group == .branch:
      list.openBranch(.status((list.groups.last?.testStart ?? 0)..<list.script.commands.count))
    case "else" where list.groups.last?.group == .branch: list.openBranch(.otherwise)
    case "elif" where list.groups.last?.group == .branch: list.openTest()
    case "!": list.isNegated.toggle()
    case "then", "else", "elif", "do", "time", "coproc": break
    case "if": open(.branch, at: start, &list)
    case "while", "until": open(.loop, at: start, &list)
    case "{": open(.braces, at: start, &list)
    case "}": close(.braces, &list)
    case "fi": close(.branch, &list)
    case "done": close(.loop, &list)
    case "esac": close(.choice, &list)
    case "for", "select": readLoop(start, &list, closing)
    case "case": readChoice(start, &list)
    case "function":
      skipBlanks()
      let name = readWord()
      _ = isFunction(name)
      list.define(name.literal ?? "")
    default: return false
    }
    return true
  }

  /// The head of a loop, as a command of its own: what it goes through can hold anything.
  private mutating func readLoop(_ start: Int, _ list: inout ShellList, _ closing: End) {
    open(.loop, at: start, &list)
    skipBlanks()
    if isNext("("), peek() == UInt8(ascii: "(") {
      index += 1
      return skipParentheses()
    }
    var command = ShellCommand(start: start)
    let place = start..<min(start + 3, end)
    command.words = [
      ShellWord(parts: [ShellPart(.literal("for"), quoting: .none, range: place)], range: place)
    ]
    readArguments(&command, &list, closing)
    list.append(command)
  }

  private mutating func readChoice(_ start: Int, _ list: inout ShellList) {
    skipBlanks()
    var command = ShellCommand(start: start)
    let place = start..<min(start + 4, end)
    command.words = [
      ShellWord(parts: [ShellPart(.literal("case"), quoting: .none, range: place)], range: place),
      readWord(),
    ]
    open(.choice, at: start, &list)
    guard !list.groups.isEmpty else { return }
    list.groups[list.groups.count - 1].subject = command.words.last
    list.append(command)
    while isNext(" ") || isNext("\n") || isNext("\t") || isNext("\r") || isNext("\\") { index += 1 }
    let word = readWord()
    guard word.literal == "in" else { return giveUp() }
    list.groups[list.groups.count - 1].expectsPattern = true
  }

  /// Whether `()` follows a word, which makes it the name of a function.
  private mutating func isFunction(_ word: ShellWord) -> Bool {
    let start = index
    skipBlanks()
    guard word.literal != nil, take("(") else {
      index = start
      return false
    }
    skipBlanks()
    guard take(")") else {
      index = start
      return false
    }
    return true
  }
}
