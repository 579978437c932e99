import ShellSyntax
import TextFormats

/// Whether a branch of a script is taken in a run, as far as its tests are about known values.
struct ScriptCondition {
  let script: ShellScript
  let environment: ScriptEnvironment

  /// Whether a branch is taken; nil when that is not known.
  func isTaken(_ branch: ShellChoice.Branch) -> Bool? {
    let tests = script.choices[branch.choice].tests
    var isOpen = false
    for (number, test) in tests.prefix(branch.number + 1).enumerated() {
      let holds = holds(test)
      if number == branch.number { return isOpen && holds != false ? nil : holds }
      if holds == true { return false }
      if holds == nil { isOpen = true }
    }
    return nil
  }

  private func holds(_ test: ShellChoice.Test) -> Bool? {
    switch test {
    case .otherwise: return true
    case .status(let range):
      return range.count == 1 ? status(script.commands[range.lowerBound]) : nil
    case .success(let range):
      guard let last = range.last else { return nil }
      let command = script.commands[last]
      return Self.isTest(command) ? status(command) : true
    case .matches(let subject, let patterns):
      guard let text = environment.value(subject).text else { return nil }
      return matches(text, patterns)
    }
  }

  /// Whether a text matches one of the patterns of a `case`.
  private func matches(_ text: String, _ patterns: [ShellWord]) -> Bool? {
    var isOpen = false
    for pattern in patterns {
      guard let glob = environment.value(pattern).text, !glob.utf8.contains(UInt8(ascii: "["))
      else {
        isOpen = true
        continue
      }
      if Glob.matches(glob, text, hasSingle: true) { return true }
    }
    return isOpen ? nil : false
  }

  // MARK: Tests

  /// Whether a command is a test.
  static func isTest(_ command: ShellCommand) -> Bool {
    ["[", "[[", "test", "true", "false"].contains(command.words.first?.literal ?? "")
  }

  /// Whether a test succeeds; nil for another command and for what is not known.
  func status(_ command: ShellCommand) -> Bool? {
    var words = command.words.dropFirst()
    let result: Bool?
    switch command.words.first?.literal {
    case "true": result = true
    case "false": result = false
    case "[", "[[":
      words = words.dropLast()
      result = holds(Array(words))
    case "test": result = holds(Array(words))
    default: result = nil
    }
    return command.isNegated ? result.map { !$0 } : result
  }

  private func holds(_ words: [ShellWord]) -> Bool? {
    if words.first?.literal == "!" { return holds(Array(words.dropFirst())).map { !$0 } }
    switch words.count {
    case 1: return isSet(words[0])
    case 2 where words[0].literal == "-n": return isSet(words[1])
    case 2 where words[0].literal == "-z": return isSet(words[1]).map { !$0 }
    case 3:
      guard let left = environment.value(words[0]).text,
        let right = environment.value(words[2]).text
      else { return nil }
      switch words[1].literal {
      case "=", "==":
        guard right.utf8.contains(where: { "*?[".utf8.contains($0) }) else { return left == right }
        return right.utf8.contains(UInt8(ascii: "["))
          ? nil : Glob.matches(right, left, hasSingle: true)
      case "!=": return left != right
      default: return nil
      }
    default: return nil
    }
  }

  private func isSet(_ word: ShellWord) -> Bool? {
    let value = environment.value(word)
    switch value.state {
    case .idToken, .exists: return true
    case .partial(let text): return text.isBlank.map { !$0 }
    default: return value.text.map { !$0.isEmpty }
    }
  }
}
