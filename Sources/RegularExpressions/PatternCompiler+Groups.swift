/// The constructs after `(?`.
extension PatternCompiler {
  /// Reads what follows `(?`: a name or flags.
  ///
  /// - Returns: Whether that was all, as in `(?i)`.
  mutating func groupHead(_ offset: Int) throws(PatternError) -> Bool {
    switch peek {
    case "="?, "!"?:
      throw PatternError(offset: offset, message: "look-ahead is not supported")
    case "<"? where peek(1) == "=" || peek(1) == "!":
      throw PatternError(offset: offset, message: "look-behind is not supported")
    case "P"? where peek(1) == "=" || peek(1) == ">":
      throw PatternError(offset: offset, message: "back-references are not supported")
    case "P"?, "<"?:
      try groupName(offset)
      return false
    default: return try flags(offset)
    }
  }

  private mutating func groupName(_ offset: Int) throws(PatternError) {
    _ = take("P")
    guard take("<") else { throw invalidGroup(offset) }
    let start = index
    while let next = peek, next != ">" {
      guard next == "_" || next.properties.isAlphabetic || next.properties.numericType != nil else {
        throw error("a group's name is made of letters, digits and underscores")
      }
      index += 1
    }
    guard index > start else { throw error("a group's name is missing") }
    let name = string(start..<index)
    guard take(">") else { throw error("missing > after a group's name") }
    guard groupNames.insert(name).inserted else {
      throw PatternError(offset: start, message: "there is already a group named \(name)")
    }
  }

  private mutating func flags(_ offset: Int) throws(PatternError) -> Bool {
    var isOn = true
    while let flag = peek {
      index += 1
      switch flag {
      case "i": set(.ignoresCase, isOn)
      case "m": set(.multiline, isOn)
      case "s": set(.dotMatchesNewline, isOn)
      case "U": set(.ungreedy, isOn)
      case "-" where isOn:
        isOn = false
        if peek == ")" || peek == ":" { throw invalidGroup(offset) }
      case ":": return false
      case ")": return true
      default: throw invalidGroup(offset)
      }
    }
    throw PatternError(offset: offset, message: "missing closing )")
  }

  private mutating func set(_ option: Pattern.Options, _ isOn: Bool) {
    if isOn { options.insert(option) } else { options.remove(option) }
  }

  private func invalidGroup(_ offset: Int) -> PatternError {
    PatternError(
      offset: offset,
      message: "unknown kind of group; expected flags (i m s U), ?P<name> or ?:"
    )
  }
}
