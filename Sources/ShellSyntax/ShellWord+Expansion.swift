extension ShellWord {
  /// A word that is one text.
  package init(text: String, at range: Range<Int>) {
    self.init(parts: [ShellPart(.literal(text), quoting: .double, range: range)], range: range)
  }

  /// The words that a shell makes of the word when it expands it: none of an empty value alone.
  ///
  /// Unquoted values are split at blanks, tabs and newlines.
  ///
  /// Source: POSIX, "Field Splitting", with the default `IFS`.
  ///
  /// - Parameters:
  ///   - splits: Whether values are split; PowerShell does not.
  ///   - expansion: The parts that replace one: texts, and expansions to one word; nil for a part
  ///     that stays.
  /// - Returns: The words.
  package func expanding(
    splits: Bool,
    _ expansion: (ShellPart) -> [ShellPart]?
  ) -> [ShellWord] {
    guard parts.contains(where: { $0.literal == nil }) else { return [self] }
    var fields = Fields(range: range)
    for part in parts {
      guard let values = part.literal == nil ? expansion(part) : nil else {
        fields.append(part)
        continue
      }
      for value in values {
        if splits, part.quoting == .none, let text = value.literal {
          fields.split(text, value.range)
        } else {
          fields.append(ShellPart(value.content, quoting: .double, range: value.range))
        }
      }
    }
    return fields.words
  }

  /// The words that a value is split into, while it is read.
  private struct Fields {
    let range: Range<Int>
    private var done: [ShellWord] = []
    private var open: [ShellPart] = []

    init(range: Range<Int>) {
      self.range = range
    }

    var words: [ShellWord] {
      open.isEmpty ? done : done + [ShellWord(parts: open, range: range)]
    }

    mutating func append(_ part: ShellPart) { open.append(part) }

    mutating func split(_ text: String, _ place: Range<Int>) {
      let pieces = text.utf8.split(omittingEmptySubsequences: false) { " \t\n".utf8.contains($0) }
      for (number, piece) in pieces.enumerated() {
        if number > 0 {
          done = words
          open = []
        }
        guard !piece.isEmpty else { continue }
        let literal = ShellPart.Content.literal(String(decoding: piece, as: UTF8.self))
        open.append(ShellPart(literal, quoting: .double, range: place))
      }
    }
  }

  /// The parts of a text in which `${NAME}` is the value of a variable.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - range: Where the parts are.
  ///   - isKnown: Whether a variable still has that value; otherwise the part is unknown.
  /// - Returns: The parts.
  package static func parts(
    of text: String,
    at range: Range<Int>,
    _ isKnown: (String) -> Bool
  ) -> [ShellPart] {
    var parts: [ShellPart] = []
    for (number, piece) in text.split(separator: "${", omittingEmptySubsequences: false)
      .enumerated()
    {
      var literal = piece
      if number > 0 {
        guard let end = piece.firstIndex(of: "}") else {
          return [ShellPart(.other, quoting: .double, range: range)]
        }
        let name = String(piece[..<end])
        let variable = ShellVariable(name: name, form: .value, operand: [])
        let isVariable = VariableReference.isIdentifier(name) && isKnown(name)
        parts.append(
          ShellPart(isVariable ? .variable(variable) : .other, quoting: .double, range: range)
        )
        literal = piece[piece.index(after: end)...]
      }
      guard !literal.isEmpty else { continue }
      parts.append(ShellPart(.literal(String(literal)), quoting: .double, range: range))
    }
    return parts
  }

  /// Some words as the text that they are when blanks join them.
  package static func joining(_ words: some Sequence<ShellWord>) -> [ShellPart] {
    var parts: [ShellPart] = []
    for word in words {
      if !parts.isEmpty {
        parts.append(ShellPart(.literal(" "), quoting: .double, range: word.range))
      }
      parts += word.parts
    }
    return parts
  }

  /// The word with something in each place of a text, as `xargs -I` inserts it.
  package func replacing(_ text: String, with inserted: [ShellPart]) -> ShellWord {
    var word = self
    word.parts = parts.flatMap { part -> [ShellPart] in
      guard let literal = part.literal, literal.contains(text) else { return [part] }
      let pieces = literal.split(separator: text, omittingEmptySubsequences: false)
      return pieces.enumerated().flatMap { number, piece -> [ShellPart] in
        let own = ShellPart(.literal(String(piece)), quoting: part.quoting, range: part.range)
        return (number > 0 ? inserted : []) + (piece.isEmpty ? [] : [own])
      }
    }
    return word
  }

  /// A word of some parts.
  package func with(_ parts: [ShellPart]) -> ShellWord {
    ShellWord(parts: parts, range: range)
  }

  /// The word with other names for the variables that it expands.
  package func renamingVariables(_ rename: (String) -> String) -> ShellWord {
    with(
      parts.map { part in
        guard case .variable(let variable) = part.content, variable.form == .value else {
          return part
        }
        let renamed = ShellVariable(
          name: rename(variable.name),
          form: .value,
          operand: variable.operand,
          fallback: variable.fallback,
          isRequired: variable.isRequired
        )
        return ShellPart(.variable(renamed), quoting: part.quoting, range: part.range)
      }
    )
  }
}

extension ShellCommand {
  /// The command with other names for the variables in its redirections.
  package func renamingRedirectedVariables(_ rename: (String) -> String) -> ShellCommand {
    var command = self
    for place in redirections.indices {
      command.redirections[place].target = redirections[place].target.renamingVariables(rename)
    }
    return command
  }
}

extension ShellPart {
  /// A part whose value is unknown.
  package static func unknown(at range: Range<Int>) -> ShellPart {
    ShellPart(.other, quoting: .double, range: range)
  }

  /// A part that is a text.
  package static func text(_ text: String, at range: Range<Int>) -> ShellPart {
    ShellPart(.literal(text), quoting: .double, range: range)
  }
}
