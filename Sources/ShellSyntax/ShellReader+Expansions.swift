extension ShellReader {
  /// Reads what a dollar sign or a backtick begins.
  mutating func readExpansion(_ quoting: ShellPart.Quoting) -> ShellPart {
    let start = index
    func part(_ content: ShellPart.Content, _ end: Int) -> ShellPart {
      ShellPart(content, quoting: quoting, range: start..<end)
    }
    if isNext("`") {
      let script = readBackticks()
      return part(.substitution(script), index)
    }
    index += 1
    guard let byte else { return part(.literal("$"), index) }
    switch byte {
    case UInt8(ascii: "("):
      index += 1
      if take("(") {
        // Arithmetic ends with two parentheses; what looks like it and does not, is not known.
        skipParentheses()
        if !take(")") { giveUp() }
        return part(.other, index)
      }
      let script = readSubstitution()
      return part(.substitution(script), index)
    case UInt8(ascii: "{"):
      let content = nested(orElse: .other) { $0.readBraced(quoting) }
      return part(content, index)
    case UInt8(ascii: "'") where quoting == .none:
      index += 1
      let content = readEscaped()
      return part(content, index)
    case UInt8(ascii: "@"):
      index += 1
      return part(.variable(ShellVariable(name: "@", form: .items, operand: [])), index)
    case UInt8(ascii: "*"), UInt8(ascii: "#"), UInt8(ascii: "?"),
      UInt8(ascii: "$"), UInt8(ascii: "!"), UInt8(ascii: "-"), UInt8(ascii: "0"):
      index += 1
      return part(.other, index)
    case UInt8(ascii: "1")...UInt8(ascii: "9"):
      index += 1
      return part(.argument(Int(byte - UInt8(ascii: "0"))), index)
    default:
      let nameStart = index
      index = nameEnd(from: nameStart)
      guard index > nameStart else { return part(.literal("$"), index) }
      let name = text(nameStart..<index)
      return part(.variable(ShellVariable(name: name, form: .value, operand: [])), index)
    }
  }

  /// Reads `$'...'`; its escapes are not resolved.
  private mutating func readEscaped() -> ShellPart.Content {
    while let byte {
      index += 1
      if byte == UInt8(ascii: "\\") { index = min(index + 1, end) }
      if byte == UInt8(ascii: "'") { return .other }
    }
    giveUp()
    return .other
  }

  private mutating func readSubstitution() -> ShellScript {
    let outer = isInBackticks
    isInBackticks = false
    defer { isInBackticks = outer }
    let script = nested(orElse: ShellScript()) { $0.readList(until: .parenthesis) }
    if !take(")") { giveUp() }
    return script
  }

  private mutating func readBackticks() -> ShellScript {
    index += 1
    // Backticks in backticks are escaped; such text is not taken apart.
    guard !isInBackticks else {
      giveUp()
      return ShellScript()
    }
    isInBackticks = true
    defer { isInBackticks = false }
    let script = nested(orElse: ShellScript()) { $0.readList(until: .backtick) }
    if !take("`") { giveUp() }
    return script
  }

  mutating func readProcess() -> ShellPart {
    let start = index
    index += 2
    let script = readSubstitution()
    return ShellPart(.process(script), quoting: .none, range: start..<index)
  }

  // MARK: Braces

  /// Reads `${...}` from its brace on.
  private mutating func readBraced(_ quoting: ShellPart.Quoting) -> ShellPart.Content {
    index += 1
    var form = ShellVariable.Form.value
    if isNext("#"), let next = peek(), next != UInt8(ascii: "}") {
      form = .test
      index += 1
    } else if take("!") {
      form = .part
    }
    let nameStart = index
    index = nameEnd(from: nameStart)
    if index == nameStart, form == .value { index = numberEnd(from: nameStart) }
    let name = text(nameStart..<index)
    if let number = Int(name), isNext("}") {
      index += 1
      return .argument(number)
    }
    if isNext("[") {
      let subscriptStart = index + 1
      while let byte, byte != UInt8(ascii: "]"), byte != 0x0A { index += 1 }
      let isWhole = text(subscriptStart..<index) == "@" && form == .value
      _ = take("]")
      form = isWhole && isNext("}") ? .items : .part
    }
    if take("}") {
      return name.isEmpty
        ? .other : .variable(ShellVariable(name: name, form: form, operand: []))
    }
    let coversEmpty = isNext(":")
    let sign = coversEmpty ? peek() : byte
    if form == .value { form = operatorForm(sign, coversEmpty) }
    let parts = readOperand(quoting)
    guard !name.isEmpty else { return .other }
    var variable = ShellVariable(
      name: name,
      form: form,
      operand: parts.filter { $0.literal == nil }
    )
    if form == .value, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "=") {
      variable.fallback = ShellVariable.Fallback(parts: parts, coversEmpty: coversEmpty)
    }
    variable.isRequired = form == .value && sign == UInt8(ascii: "?")
    return .variable(variable)
  }

  /// The end of the number of an argument.
  private func numberEnd(from start: Int) -> Int {
    var place = start
    while place < end, bytes[place] &- UInt8(ascii: "0") < 10, place < start + 3 { place += 1 }
    return place
  }

  /// Steps over the operator after a name, which decides what becomes of the variable's value.
  private mutating func operatorForm(
    _ sign: UInt8?,
    _ isAboutEmpty: Bool
  ) -> ShellVariable.Form {
    switch sign {
    case UInt8(ascii: "-"), UInt8(ascii: "="), UInt8(ascii: "?"):
      index += isAboutEmpty ? 2 : 1
      return .value
    case UInt8(ascii: "+"):
      index += isAboutEmpty ? 2 : 1
      return .test
    default: return .part
    }
  }

  /// Reads the operand after the operator, up to the closing brace.
  private mutating func readOperand(_ quoting: ShellPart.Quoting) -> [ShellPart] {
    var parts: [ShellPart] = []
    func append(literal range: Range<Int>) {
      guard !range.isEmpty else { return }
      parts.append(ShellPart(.literal(text(range)), quoting: quoting, range: range))
    }
    while let byte {
      let start = index
      switch byte {
      case UInt8(ascii: "}"):
        index += 1
        return parts
      case UInt8(ascii: "\\"):
        index = min(index + 2, end)
        append(literal: min(start + 1, index)..<index)
      case UInt8(ascii: "'") where quoting == .none:
        index += 1
        while let byte = self.byte, byte != UInt8(ascii: "'") { index += 1 }
        append(literal: start + 1..<index)
        if !take("'") { giveUp() }
      case UInt8(ascii: "\""):
        index += 1
        parts += nested(orElse: []) { $0.readQuoted(until: UInt8(ascii: "\"")) }
      case UInt8(ascii: "$"), UInt8(ascii: "`"): parts.append(readExpansion(.double))
      default:
        while let byte = self.byte, !"}\\'\"$`".utf8.contains(byte) { index += 1 }
        if index == start { index += 1 }
        append(literal: start..<index)
      }
    }
    giveUp()
    return parts
  }
}
