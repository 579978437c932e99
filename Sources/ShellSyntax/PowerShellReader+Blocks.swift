extension PowerShellReader {
  /// Closes the innermost block; opens the next branch of its choice when one follows.
  mutating func closeBlock() {
    guard let block = blocks.popLast(), let branch = block.branch else { return }
    skipBlanks(true)
    let word = name(from: index).lowercased()
    guard word == "else" || word == "elseif" else { return }
    index += word.utf8.count
    openBranch(branch.choice, word == "else" ? .otherwise : .status(0..<0))
  }

  /// Reads the condition of an `if`: a comparison as the shell's test, of others nothing.
  mutating func readTest() -> ShellChoice.Test {
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

  mutating func openBranch(_ choice: Int, _ test: ShellChoice.Test) {
    skipToBrace()
    let number = script.choices[choice].tests.count
    script.choices[choice].tests.append(test)
    blocks.append(Block(branch: ShellChoice.Branch(choice: choice, number: number)))
  }

  /// Steps over a condition, including the brace after it.
  mutating func skipToBrace() {
    skipBlanks(true)
    if isNext("(") {
      index += 1
      skipParentheses()
    }
    skipBlanks(true)
    if isNext("{") { index += 1 }
  }
}
