/// The state while reading a list of commands.
struct ShellList {
  /// Something that encloses commands.
  enum Group {
    case braces
    case subshell
    /// `if`
    case branch
    /// `for`, `while`, `until`
    case loop
    /// `case`
    case choice
  }

  /// A group that is open.
  struct Open {
    var group: Group
    var first: Int
    var start: Int
    var isFunction: Bool
    /// Whether a pattern of a `case` comes next.
    var expectsPattern = false
    /// The name of the function whose body it is.
    var function: String?
    /// The choice that it is, by index.
    var choice: Int?
    /// The branch that is open; nil within a test.
    var branch: Int?
    /// The first command of the test that is open.
    var testStart = 0
    /// The word of a `case`.
    var subject: ShellWord?
  }

  var script = ShellScript()
  var groups: [Open] = []
  /// The places of heredocs whose text has not come yet.
  var heredocs: [(command: Int, redirection: Int, stripsTabs: Bool)] = []
  /// The commands that a pipe which comes next takes the output of.
  var lastUnit: Range<Int> = 0..<0
  /// Whether those commands are a group.
  var isLastUnitGroup = false
  /// The start of the first command whose heredoc has no end.
  var openHeredoc: Int?
  /// Whether a pipe waits for its reader.
  var isPipeOpen = false
  /// Whether the next command depends on the one before it.
  var isConditional = false
  /// Whether the next group is the body of a function.
  var isFunctionNext = false
  /// The condition on which the next command runs after the one before it.
  var joiner = ShellCommand.Joiner.none
  /// The commands on whose status the next one depends.
  var joinedUnit: Range<Int> = 0..<0
  /// Whether `!` precedes the next command.
  var isNegated = false
  /// Whether `exec` has sent all output elsewhere.
  var isRedirected = false

  /// Takes a command in.
  mutating func append(_ command: ShellCommand) {
    var command = command
    let place = script.commands.count
    command.isPipedInto = isPipeOpen
    command.isConditional =
      isConditional || groups.contains { $0.group != .braces && $0.group != .subshell }
    command.isApart = groups.contains { $0.isFunction || $0.group == .subshell }
    command.subshells = groups.compactMap { $0.group == .subshell ? $0.start : nil }
    command.isCaptured = isRedirected || groups.contains(where: \.isFunction)
    command.function = groups.last(where: \.isFunction)?.function
    command.branches = groups.compactMap { group in
      guard let choice = group.choice, let branch = group.branch else { return nil }
      return ShellChoice.Branch(choice: choice, number: branch)
    }
    command.joiner = joiner
    command.isNegated = isNegated
    joiner = .none
    isNegated = false
    isPipeOpen = false
    if command.words.count == 1, command.words[0].literal == "exec",
      command.redirections.contains(where: \.takesOutput)
    {
      isRedirected = true
    }
    script.commands.append(command)
    lastUnit = place..<place + 1
    isLastUnitGroup = false
  }

  /// Opens the next branch of the innermost choice.
  mutating func openBranch(_ test: ShellChoice.Test) {
    guard let choice = groups.last?.choice else { return }
    groups[groups.count - 1].branch = script.choices[choice].tests.count
    script.choices[choice].tests.append(test)
  }

  /// Opens the test of the next branch of an `if`.
  mutating func openTest() {
    guard !groups.isEmpty else { return }
    groups[groups.count - 1].branch = nil
    groups[groups.count - 1].testStart = script.commands.count
  }

  /// Begins a function; it replaces an earlier one of its name unless it may not be defined.
  mutating func define(_ name: String) {
    let isConditional = groups.contains { $0.group != .braces }
    if !isConditional, script.functions.contains(name) {
      for place in script.commands.indices where script.commands[place].function == name {
        script.commands[place].isReplaced = true
      }
    }
    script.functions.append(name)
    isFunctionNext = true
  }

  /// The output of a captured group does not reach the log.
  mutating func capture(_ range: Range<Int>, _ redirections: [ShellRedirection] = []) {
    for place in range {
      script.commands[place].isCaptured = true
      script.commands[place].groupRedirections += redirections
    }
  }
}

extension ShellReader {
  /// Reads commands up to the end of the text, or what closes a substitution.
  mutating func readList(until closing: End) -> ShellScript {
    var list = ShellList()
    var itemStart = index
    reading: while true {
      skipBlanks()
      guard let byte else { break }
      if list.groups.isEmpty { itemStart = index }
      if let last = list.groups.last, last.expectsPattern, byte != 0x0A,
        byte != UInt8(ascii: "#"), byte != UInt8(ascii: ";")
      {
        readPattern(&list)
        continue
      }
      switch byte {
      case 0x0A: readNewline(&list)
      case UInt8(ascii: "#"): skipComment()
      case UInt8(ascii: ";"): readSemicolon(&list)
      case UInt8(ascii: "&") where peek() != UInt8(ascii: ">"): readAmpersand(&list)
      case UInt8(ascii: "|"): readBar(&list)
      case UInt8(ascii: "("): readParenthesis(&list)
      case UInt8(ascii: ")"):
        if list.groups.last?.group == .subshell {
          index += 1
          close(.subshell, &list)
        } else if closing == .parenthesis {
          break reading
        } else {
          giveUp()
        }
      case UInt8(ascii: "`") where closing == .backtick: break reading
      default: readCommand(&list, closing)
      }
    }
    if !list.heredocs.isEmpty {
      noteOpenHeredoc(&list)
      giveUp()
    }
    let start = min(itemStart, list.openHeredoc ?? itemStart)
    finish(&list, from: start, isOutermost: closing == .text)
    return list.script
  }

  private func finish(_ list: inout ShellList, from start: Int, isOutermost: Bool) {
    if isBroken {
      list.script.uncertainFrom = start
      list.script.commands.removeAll { $0.start >= start }
    }
    // The rest of an open group may be in the next text of the job.
    for group in list.groups {
      for place in min(group.first, list.script.commands.count)..<list.script.commands.count {
        list.script.commands[place].isCaptured = true
        list.script.commands[place].isConditional = true
      }
      if !isOutermost { break }
    }
  }

  // MARK: Separators

  private mutating func readNewline(_ list: inout ShellList) {
    index += 1
    if !list.isPipeOpen, list.lastUnit.isEmpty == false { list.joiner = .none }
    if !list.isPipeOpen { list.isConditional = false }
    list.lastUnit = 0..<0
    if !list.heredocs.isEmpty {
      readHeredocs(&list)
    } else if outerHeredocs > 0 {
      giveUp()
    }
  }

  private mutating func readSemicolon(_ list: inout ShellList) {
    index += 1
    list.isConditional = false
    list.joiner = .none
    list.lastUnit = 0..<0
    let isEndOfChoice = isNext(";") || isNext("&")
    guard isEndOfChoice else { return }
    while isNext(";") || isNext("&") { index += 1 }
    if list.groups.last?.group == .choice {
      list.groups[list.groups.count - 1].expectsPattern = true
    }
  }

  private mutating func readAmpersand(_ list: inout ShellList) {
    index += 1
    list.isConditional = take("&")
    list.joiner = list.isConditional ? .and : .none
    list.joinedUnit = list.lastUnit
    list.lastUnit = 0..<0
  }

  private mutating func readBar(_ list: inout ShellList) {
    index += 1
    if take("|") {
      list.isConditional = true
      list.joiner = .or
      list.joinedUnit = list.lastUnit
      list.lastUnit = 0..<0
      return
    }
    _ = take("&")
    list.isPipeOpen = true
    guard let first = list.lastUnit.first else { return }
    if !list.isLastUnitGroup {
      list.script.commands[first].pipe = .command
    } else {
      list.capture(list.lastUnit)
    }
  }

  private mutating func readParenthesis(_ list: inout ShellList) {
    let start = index
    index += 1
    if isNext("(") {
      // Arithmetic: nothing in it is a command.
      skipParentheses()
      list.isPipeOpen = false
      return
    }
    open(.subshell, at: start, &list)
  }

  // MARK: Groups

  mutating func open(_ group: ShellList.Group, at start: Int, _ list: inout ShellList) {
    guard list.groups.count < Self.groupLimit else { return giveUp() }
    let first = list.script.commands.count
    if list.isPipeOpen, let last = list.script.commands.indices.last,
      list.script.commands[last].pipe == .command
    {
      list.script.commands[last].pipe = .group
    }
    list.isPipeOpen = false
    list.groups.append(
      ShellList.Open(
        group: group,
        first: first,
        start: start,
        isFunction: list.isFunctionNext,
        function: list.isFunctionNext ? list.script.functions.last : nil
      )
    )
    if group == .branch || group == .choice {
      list.groups[list.groups.count - 1].choice = list.script.choices.count
      list.groups[list.groups.count - 1].testStart = first
      list.script.choices.append(ShellChoice())
    } else if list.joiner != .none {
      let isAnd = list.joiner == .and
      list.groups[list.groups.count - 1].choice = list.script.choices.count
      list.groups[list.groups.count - 1].branch = isAnd ? 0 : 1
      let test = ShellChoice.Test.success(list.joinedUnit)
      list.script.choices.append(ShellChoice(tests: isAnd ? [test] : [test, .otherwise]))
      list.joiner = .none
    }
    list.isFunctionNext = false
  }

  /// Closes a group; redirections and pipes after it are the group's.
  mutating func close(_ group: ShellList.Group, _ list: inout ShellList) {
    guard let last = list.groups.last else { return }
    guard last.group == group else { return giveUp() }
    list.groups.removeLast()
    let inner = last.first..<list.script.commands.count
    var command = ShellCommand(start: last.start)
    readGroupRedirections(&command, &list)
    let taken = command.redirections.filter(\.takesOutput)
    if !taken.isEmpty { list.capture(inner, taken) }
    if !command.redirections.isEmpty { list.append(command) }
    list.isConditional = false
    list.lastUnit = last.first..<list.script.commands.count
    list.isLastUnitGroup = true
  }

  private mutating func readPattern(_ list: inout ShellList) {
    _ = take("(")
    var isFirst = true
    var patterns: [ShellWord] = []
    while true {
      skipBlanks()
      guard let byte else { return }
      if take(")") {
        list.groups[list.groups.count - 1].expectsPattern = false
        let subject = list.groups[list.groups.count - 1].subject
        let isAny = patterns.contains { $0.literal == "*" }
        list.openBranch(
          isAny || subject == nil
            ? .otherwise : .matches(subject ?? ShellWord(range: 0..<0), patterns)
        )
        return
      }
      if byte == UInt8(ascii: "|") || byte == 0x0A {
        index += 1
        continue
      }
      let start = index
      let word = readWord()
      guard index > start else { return giveUp() }
      if isFirst, word.literal == "esac" { return close(.choice, &list) }
      isFirst = false
      patterns.append(word)
    }
  }
}
