extension ShellWord {
  /// The name before the first equals sign, and the value after it.
  package var field: (name: String, value: ShellWord)? {
    guard let text = parts.first?.literal, let equals = text.firstIndex(of: "="),
      let value = dropping(prefix: String(text[...equals]))
    else { return nil }
    return (String(text[..<equals]), value)
  }

  /// The pieces between some character.
  ///
  /// - Parameter separator: The character.
  /// - Returns: The pieces, empty ones included.
  package func split(on separator: UInt8) -> [ShellWord] {
    var pieces: [ShellWord] = [ShellWord(parts: [], range: range)]
    for part in parts {
      guard let text = part.literal else {
        pieces[pieces.count - 1].parts.append(part)
        continue
      }
      let texts = text.utf8.split(separator: separator, omittingEmptySubsequences: false)
      for (number, text) in texts.enumerated() {
        if number > 0 { pieces.append(ShellWord(parts: [], range: range)) }
        guard !text.isEmpty else { continue }
        let part = ShellPart(.literal(String(text) ?? ""), quoting: part.quoting, range: part.range)
        pieces[pieces.count - 1].parts.append(part)
      }
    }
    return pieces
  }
}
