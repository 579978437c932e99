import ShellSyntax

/// The words that a shell makes of those that are written.
extension ScriptEnvironment {
  /// Some words as the shell expands them, as far as their values are known.
  ///
  /// Unknown values and the token stay as they are written.
  ///
  /// - Parameters:
  ///   - words: The words.
  ///   - isPowerShell: Whether PowerShell reads them, which does not split values.
  /// - Returns: The words.
  func expanding(_ words: [ShellWord], isPowerShell: Bool) -> [ShellWord] {
    let splits = !isPowerShell && !isChanged("IFS")
    var result: [ShellWord] = []
    for word in words {
      let isAlone = word.parts.count == 1
      let fields = word.expanding(splits: splits) { part in
        expansion(of: part, isAlone: isAlone, splits: splits)
      }
      // Without its value, an option takes the next one or ends in an error.
      let isValue = result.last?.literal?.hasPrefix("-") ?? false
      result += fields.isEmpty && isValue ? [word] : fields
    }
    return result
  }

  /// The parts that replace one of a word; nil for one that stays.
  private func expansion(of part: ShellPart, isAlone: Bool, splits: Bool) -> [ShellPart]? {
    switch part.content {
    case .variable(let variable) where variable.form == .value: break
    case .argument, .substitution: break
    default: return nil
    }
    let value = value(part)
    if let text = value.text {
      if !text.isEmpty { return [.text(text, at: part.range)] }
      return part.quoting == .none && isAlone && splits ? [] : nil
    }
    guard splits, part.quoting == .none, case .variable(let variable) = part.content,
      variable.fallback == nil
    else { return nil }
    if let words = words(ofText: variable.name) { return ShellWord.joining(words) }
    guard let path = value.path, path.utf8.contains(where: { " \t\n".utf8.contains($0) }) else {
      return nil
    }
    return parts(of: path, at: part.range)
  }

  /// The parts of a text with `${NAME}` for what is not known.
  func parts(of path: String, at range: Range<Int>) -> [ShellPart] {
    ShellWord.parts(of: path, at: range) { !isContainer && !isChanged($0) }
  }
}
