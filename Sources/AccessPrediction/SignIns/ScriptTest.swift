import Files
import GitLabCI
import RegularExpressions
import ShellSyntax
import TextFormats

/// A test command of a script, as far as it is about known values: `[`, `[[`, `test`, `true`.
///
/// Source: POSIX, `test`; Bash reference manual, "Bash Conditional Expressions".
struct ScriptTest {
  let command: ShellCommand
  let environment: ScriptEnvironment

  /// Whether a command is a test.
  static func isTest(_ command: ShellCommand) -> Bool {
    ["[", "[[", "test", "true", "false"].contains(command.words.first?.literal ?? "")
  }

  /// Whether the test succeeds; nil for another command and for what is not known.
  var status: Bool? {
    let words = command.words.dropFirst()
    let result: Bool?
    switch command.words.first?.literal {
    case "true": result = true
    case "false": result = false
    case "[", "[[": result = holds(words.dropLast())
    case "test": result = holds(words)
    default: result = nil
    }
    return command.isNegated ? result.map { !$0 } : result
  }

  // MARK: Unknown values

  /// Whether both hold.
  static func both(_ one: Bool?, _ other: Bool?) -> Bool? {
    if one == false || other == false { return false }
    return one == true && other == true ? true : nil
  }

  /// Whether one of them holds.
  static func either(_ one: Bool?, _ other: Bool?) -> Bool? {
    both(one.map { !$0 }, other.map { !$0 }).map { !$0 }
  }

  // MARK: Expressions

  private func holds(_ words: ArraySlice<ShellWord>) -> Bool? {
    guard environment.budget.spend(words.count / 8, on: .scriptSteps),
      !words.contains(where: { Self.isOperator($0, ["(", ")"]) })
    else { return nil }
    let alternatives = Self.split(words, at: ["||", "-o"])
    return alternatives.reduce(false) { holds, alternative in
      let tests = Self.split(alternative, at: ["&&", "-a"])
      return Self.either(holds, tests.reduce(true) { Self.both($0, test($1)) })
    }
  }

  /// The words between some operators; none of these is the first or the last word.
  private static func split(
    _ words: ArraySlice<ShellWord>,
    at operators: [String]
  ) -> [ArraySlice<ShellWord>] {
    var parts: [ArraySlice<ShellWord>] = []
    var start = words.startIndex
    for place in words.indices.dropLast()
    where place > start && isOperator(words[place], operators) {
      parts.append(words[start..<place])
      start = place + 1
    }
    return parts + [words[start...]]
  }

  /// One test without operators between others.
  private func test(_ words: ArraySlice<ShellWord>) -> Bool? {
    let rest = words.drop { $0.literal == "!" }
    let holds = simpleTest(Array(rest))
    return (words.count - rest.count).isMultiple(of: 2) ? holds : holds.map { !$0 }
  }

  private func simpleTest(_ words: [ShellWord]) -> Bool? {
    switch words.count {
    case 1: return isSet(words[0])
    case 2 where words[0].literal == "-n": return isSet(words[1])
    case 2 where words[0].literal == "-z": return isSet(words[1]).map { !$0 }
    case 3: return compares(words[0], words[1].literal ?? "", words[2])
    default: return nil
    }
  }

  private static func isOperator(_ word: ShellWord, _ operators: [String]) -> Bool {
    guard word.parts.count == 1, word.parts[0].quoting == .none, let text = word.literal else {
      return false
    }
    return operators.contains(text)
  }

  private func compares(_ left: ShellWord, _ comparison: String, _ right: ShellWord) -> Bool? {
    guard let value = environment.value(left).text else { return nil }
    if comparison == "=~" { return matches(value, right) }
    guard let other = environment.value(right).text else { return nil }
    switch comparison {
    case "=", "==":
      guard other.utf8.contains(where: { "*?[".utf8.contains($0) }) else { return value == other }
      return other.utf8.contains(UInt8(ascii: "[")) ? nil : environment.matches(other, value)
    case "!=": return value != other
    default: return comparesNumbers(value, comparison, other)
    }
  }

  private func comparesNumbers(_ left: String, _ comparison: String, _ right: String) -> Bool? {
    guard let left = Int(left), let right = Int(right) else { return nil }
    switch comparison {
    case "-eq": return left == right
    case "-ne": return left != right
    case "-lt": return left < right
    case "-le": return left <= right
    case "-gt": return left > right
    case "-ge": return left >= right
    default: return nil
    }
  }

  private func matches(_ text: String, _ word: ShellWord) -> Bool? {
    guard word.parts.count == 1, word.parts[0].quoting == .none, let expression = word.literal,
      environment.budget.spend(expression.utf8.count, on: .patternSteps),
      let pattern = try? Pattern(expression),
      environment.budget.spend(pattern.compilationWork, on: .patternSteps)
    else { return nil }
    return pattern.matches(text, within: environment.budget)
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
