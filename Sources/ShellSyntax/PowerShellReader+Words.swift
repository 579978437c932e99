extension PowerShellReader {
  /// The letters, digits, underscores and dashes from a place on.
  func name(from start: Int) -> String {
    var end = start
    while end < bytes.count, Self.isName(bytes[end]) { end += 1 }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  private static func isName(_ byte: UInt8) -> Bool {
    byte &- UInt8(ascii: "0") < 10 || (byte | 0x20) &- UInt8(ascii: "a") < 26
      || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
  }

  /// Reads a word that is text alone, such as the key of a hash table.
  mutating func literalWord(stopsAtEquals: Bool = false) -> String {
    if isNext("'") || isNext("\"") { return readWord().literal ?? "" }
    let start = index
    while let byte, !Self.endsWord(byte), !(stopsAtEquals && byte == UInt8(ascii: "=")) {
      index += 1
    }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  static func endsWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ";"), UInt8(ascii: "|"), UInt8(ascii: "("),
      UInt8(ascii: ")"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: ">"):
      true
    default: false
    }
  }

  /// Reads a word: a bare one, a quoted one, a variable, a command in parentheses.
  mutating func readWord() -> ShellWord {
    let start = index
    var word = ShellWord(parts: [], range: start..<start)
    var literal: [UInt8] = []
    var literalStart = index
    func flush(_ word: inout ShellWord, _ end: Int) {
      guard !literal.isEmpty else { return }
      let text = String(decoding: literal, as: UTF8.self)
      word.parts.append(ShellPart(.literal(text), quoting: .none, range: literalStart..<end))
      literal = []
    }
    reading: while let byte {
      if literal.isEmpty { literalStart = index }
      switch byte {
      case UInt8(ascii: "'"):
        flush(&word, index)
        word.parts.append(readSingleQuoted())
      case UInt8(ascii: "\""):
        flush(&word, index)
        index += 1
        word.parts += readDoubleQuoted()
      case UInt8(ascii: "$"), UInt8(ascii: "("):
        if byte == UInt8(ascii: "("), !word.parts.isEmpty || !literal.isEmpty { break reading }
        flush(&word, index)
        word.parts.append(readExpansion(.none))
      case UInt8(ascii: "@") where isNext("{", 1) && word.parts.isEmpty && literal.isEmpty:
        word.parts.append(readInlineTable())
      case UInt8(ascii: "`"):
        guard let escaped = peek(), escaped != 0x0A, escaped != 0x0D else { break reading }
        literal.append(escaped)
        index += 2
      case _ where Self.endsWord(byte): break reading
      case UInt8(ascii: ",") where endsAtComma: break reading
      default:
        literal.append(byte)
        index += 1
      }
    }
    flush(&word, index)
    word.range = start..<index
    return word
  }

  /// A hash table as an argument: a variable that holds its entries.
  private mutating func readInlineTable() -> ShellPart {
    let start = index
    index += 2
    let name = "$@\(start)"
    readTable(name, ShellCommand(start: start))
    let variable = ShellVariable(name: name, form: .value, operand: [])
    return ShellPart(.variable(variable), quoting: .none, range: start..<index)
  }

  private mutating func readSingleQuoted() -> ShellPart {
    index += 1
    let start = index
    var text: [UInt8] = []
    while let byte {
      if byte == UInt8(ascii: "'") {
        guard isNext("'", 1) else { break }
        index += 1
      }
      text.append(byte)
      index += 1
    }
    let range = start..<index
    index = min(index + 1, bytes.count)
    return ShellPart(
      .literal(String(decoding: text, as: UTF8.self)),
      quoting: .single,
      range: range
    )
  }

  private mutating func readDoubleQuoted() -> [ShellPart] {
    var parts: [ShellPart] = []
    var literal: [UInt8] = []
    var literalStart = index
    func flush(_ parts: inout [ShellPart], _ end: Int) {
      if literal.isEmpty, !parts.isEmpty || end > literalStart { return }
      let text = String(decoding: literal, as: UTF8.self)
      parts.append(ShellPart(.literal(text), quoting: .double, range: literalStart..<end))
      literal = []
    }
    while let byte {
      if literal.isEmpty { literalStart = index }
      if byte == UInt8(ascii: "\"") {
        guard isNext("\"", 1) else { break }
        literal.append(byte)
        index += 2
      } else if byte == UInt8(ascii: "`"), let escaped = peek() {
        literal.append(escaped)
        index += 2
      } else if byte == UInt8(ascii: "$") {
        if !literal.isEmpty { flush(&parts, index) }
        parts.append(readExpansion(.double))
      } else {
        literal.append(byte)
        index += 1
      }
    }
    if !literal.isEmpty || parts.isEmpty { flush(&parts, index) }
    index = min(index + 1, bytes.count)
    return parts
  }

  /// Reads what a dollar sign or a parenthesis begins.
  private mutating func readExpansion(_ quoting: ShellPart.Quoting) -> ShellPart {
    let start = index
    func part(_ content: ShellPart.Content, _ end: Int) -> ShellPart {
      ShellPart(content, quoting: quoting, range: start..<end)
    }
    if isNext("(") || isNext("$") && isNext("(", 1) {
      index += isNext("(") ? 1 : 2
      let inner = readSubstitution()
      return part(.substitution(inner), index)
    }
    guard let name = readValue() else {
      index = max(index, start + 1)
      return part(.literal("$"), index)
    }
    if quoting == .none, isNext("."), name.hasPrefix("$") {
      index += 1
      let key = literalWord()
      return part(
        .variable(ShellVariable(name: "\(name).\(key.lowercased())", form: .value, operand: [])),
        index
      )
    }
    if quoting == .none, isNext("[") || isNext(".") {
      let member = literalWord().lowercased()
      let isText = Self.textMembers.contains(where: member.hasPrefix)
      return part(
        isText ? .variable(ShellVariable(name: name, form: .part, operand: [])) : .other,
        index
      )
    }
    return part(.variable(ShellVariable(name: name, form: .value, operand: [])), index)
  }

  /// Members of a text that return it changed, or some of it.
  private static let textMembers = [
    "[", ".substring", ".trim", ".replace", ".toupper", ".tolower", ".tostring", ".split",
    ".insert", ".remove", ".padleft", ".padright",
  ]

  /// Reads a variable whose value is used: `NAME` also for `$NAME`, which the runner sets, unless the
  /// script sets one of that name.
  private mutating func readValue() -> String? {
    let start = index
    guard let name = readVariable() else { return nil }
    let written = bytes[start..<index].filter { !"${}".utf8.contains($0) }
    let isConstant = written.allSatisfy { byte in
      byte &- UInt8(ascii: "A") < 26 || byte &- UInt8(ascii: "0") < 10 || byte == UInt8(ascii: "_")
    }
    guard isConstant, name.hasPrefix("$"), !own.contains(name), !Self.automatic.contains(name),
      written.first.map({ $0 &- UInt8(ascii: "A") < 26 }) ?? false
    else { return name }
    return String(decoding: written, as: UTF8.self)
  }

  /// Variables that PowerShell sets.
  private static let automatic: Set<String> = [
    "$lastexitcode", "$home", "$pwd", "$pid", "$pshome", "$args", "$input", "$error", "$null",
    "$true", "$false", "$host", "$profile", "$this", "$matches",
  ]

  /// Notes the variables in the parentheses that come next, which are set there: parameters, that of
  /// a loop.
  mutating func noteVariables() {
    let start = index
    skipBlanks(true)
    let first = index
    if isNext("(") {
      index += 1
      skipParentheses()
    }
    let end = index
    index = first
    while index < end {
      if let name = readVariable() {
        own.insert(name)
      } else {
        index += 1
      }
    }
    index = start
  }

  /// Reads a variable and names it: `NAME` for `$env:NAME`, `$name` for PowerShell's own.
  mutating func readVariable() -> String? {
    guard isNext("$") else { return nil }
    index += 1
    let isBraced = isNext("{")
    if isBraced { index += 1 }
    let start = index
    while let byte,
      Self.isName(byte) && byte != UInt8(ascii: "-") || byte == UInt8(ascii: ":") && index > start
    {
      index += 1
    }
    guard index > start else { return nil }
    var text = String(decoding: bytes[start..<index], as: UTF8.self)
    if isBraced, isNext("}") { index += 1 }
    if text.hasSuffix(":") {
      text.removeLast()
      index -= 1
    }
    let parts = text.split(separator: ":", maxSplits: 1)
    if parts.count == 2 {
      return parts[0].lowercased() == "env" ? String(parts[1]) : "$\(parts[1].lowercased())"
    }
    return "$\(text.lowercased())"
  }
}
