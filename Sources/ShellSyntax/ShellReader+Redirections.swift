extension ShellReader {
  /// Reads a redirection.
  ///
  /// - Parameters:
  ///   - descriptor: The number before it.
  ///   - command: The command that it belongs to.
  ///   - list: The list that the command will be in.
  mutating func readRedirection(
    _ descriptor: Int?,
    _ command: inout ShellCommand,
    _ list: inout ShellList
  ) {
    var stripsTabs = false
    let kind = redirectionKind(&stripsTabs)
    skipBlanks()
    let start = index
    if kind == .heredoc { outerHeredocs += 1 }
    let target = readWord()
    if kind == .heredoc { outerHeredocs -= 1 }
    guard index > start else { return giveUp() }
    let isNumber = target.literal.map { Int($0) != nil || $0 == "-" } ?? false
    command.redirections.append(
      ShellRedirection(
        kind: kind == .duplicate && !isNumber ? .outputAndErrors : kind,
        descriptor: descriptor,
        target: target
      )
    )
    if kind == .heredoc {
      list.heredocs.append(
        (list.script.commands.count, command.redirections.count - 1, stripsTabs)
      )
    }
  }

  /// Reads the redirections after the end of a group; a word after it begins something else.
  mutating func readGroupRedirections(_ command: inout ShellCommand, _ list: inout ShellList) {
    while !isBroken {
      skipBlanks()
      var digits = index
      while digits < end, bytes[digits] &- UInt8(ascii: "0") < 10 { digits += 1 }
      let number = Int(text(index..<min(digits, index + 4)))
      let sign = digits < end ? bytes[digits] : 0
      let isBoth = sign == UInt8(ascii: "&") && digits == index && peek() == UInt8(ascii: ">")
      guard sign == UInt8(ascii: "<") || sign == UInt8(ascii: ">") || isBoth else { return }
      index = digits
      readRedirection(number, &command, &list)
    }
  }

  private mutating func redirectionKind(_ stripsTabs: inout Bool) -> ShellRedirection.Kind {
    if take("&") {
      _ = take(">")
      _ = take(">")
      return .outputAndErrors
    }
    if take("<") {
      if take("&") { return .duplicate }
      if take(">") { return .output }
      guard take("<") else { return .input }
      if take("<") { return .hereString }
      stripsTabs = take("-")
      return .heredoc
    }
    index += 1
    if take("&") { return .duplicate }
    if take("|") { return .output }
    return take(">") ? .append : .output
  }

  /// Reads the texts of the heredocs of the line that has ended.
  mutating func readHeredocs(_ list: inout ShellList) {
    let waiting = list.heredocs
    defer { list.heredocs = [] }
    for heredoc in waiting {
      guard !isBroken, heredoc.command < list.script.commands.count else { return giveUp() }
      let redirections = list.script.commands[heredoc.command].redirections
      let delimiter = redirections[heredoc.redirection].target
      guard let text = delimiter.literal else { return giveUp() }
      let isExpanded = delimiter.parts.allSatisfy { $0.quoting == .none }
      guard let body = heredocBody(Array(text.utf8), stripsTabs: heredoc.stripsTabs) else {
        noteOpenHeredoc(&list)
        return giveUp()
      }
      var word = ShellWord(parts: [], range: body)
      if isExpanded {
        let (next, outerEnd) = (index, end)
        index = body.lowerBound
        end = body.upperBound
        word.parts = readQuoted(until: nil)
        end = outerEnd
        index = isBroken ? end : next
      } else {
        word.parts = [ShellPart(.literal(self.text(body)), quoting: .single, range: body)]
      }
      list.script.commands[heredoc.command].redirections[heredoc.redirection].target = word
    }
  }

  /// Remembers which command cannot be read because its heredoc has no end.
  func noteOpenHeredoc(_ list: inout ShellList) {
    let place = list.heredocs.first?.command ?? 0
    guard list.script.commands.indices.contains(place) else { return }
    list.openHeredoc = list.script.commands[place].start
  }

  /// The range of a heredoc's text; the reader is then after its last line.
  private mutating func heredocBody(_ delimiter: [UInt8], stripsTabs: Bool) -> Range<Int>? {
    let first = index
    while index < end {
      let lineStart = index
      while let byte, byte != 0x0A { index += 1 }
      var line = bytes[lineStart..<index]
      if line.last == 0x0D { line.removeLast() }
      if stripsTabs { line = line.drop { $0 == 0x09 } }
      index = min(index + 1, end)
      if line.elementsEqual(delimiter) { return first..<lineStart }
    }
    return nil
  }
}
