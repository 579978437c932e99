/// A choice between commands, `if` or `case`, with the test of each branch.
package struct ShellChoice: Sendable {
  /// The test of a branch; the first that holds decides.
  package enum Test: Sendable {
    /// The status of some of the script's commands.
    case status(Range<Int>)
    /// The status of some commands before `&&` or `||`, which succeed unless they are tests.
    case success(Range<Int>)
    /// Whether a word matches one of some patterns.
    case matches(ShellWord, [ShellWord])
    /// Always.
    case otherwise
  }

  /// One branch of a choice.
  package struct Branch: Hashable, Sendable {
    /// The choice, by index into `ShellScript.choices`.
    package let choice: Int
    /// The branch, by index into the choice's tests.
    package let number: Int
  }

  /// The tests in order.
  package internal(set) var tests: [Test] = []

  /// Whether one of the branches runs in any case.
  package var isComplete: Bool {
    guard case .otherwise? = tests.last else { return false }
    return true
  }
}
