import Files
import ShellSyntax

/// Whether a branch of a script is taken in a run, as far as its tests are about known values.
struct ScriptCondition {
  let script: ShellScript
  let environment: ScriptEnvironment

  /// Whether a branch is taken; nil when that is not known.
  func isTaken(_ branch: ShellChoice.Branch) -> Bool? {
    let tests = script.choices[branch.choice].tests
    guard environment.budget.spend(branch.number / 2, on: .scriptSteps) else { return nil }
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
    case .status(let range): return status(range, ofOthers: nil)
    case .success(let range):
      guard let last = range.last else { return nil }
      var first = last
      while first > 0, script.commands[first].joiner != .none { first -= 1 }
      return status(first..<last + 1, ofOthers: true)
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
      guard let matches = environment.matches(glob, text) else { return nil }
      if matches { return true }
    }
    return isOpen ? nil : false
  }

  /// The status of commands joined by `&&` and `||`, with one for those that are not tests; nil when
  /// it is not known.
  private func status(_ range: Range<Int>, ofOthers others: Bool?) -> Bool? {
    guard let first = script.commands[range].first,
      environment.budget.spend(range.count / 8, on: .scriptSteps)
    else { return nil }
    var result: Bool?
    for command in script.commands[range] {
      guard command.branches == first.branches, command.pipe == .none else { return nil }
      let own = ScriptTest.isTest(command) ? test(command).status : others
      switch command.joiner {
      case .none: result = own
      case .and: result = ScriptTest.both(result, own)
      case .or: result = ScriptTest.either(result, own)
      }
    }
    return result
  }

  private func test(_ command: ShellCommand) -> ScriptTest {
    ScriptTest(command: command, environment: environment)
  }
}
