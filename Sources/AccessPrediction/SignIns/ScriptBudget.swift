/// The number of commands that the scripts of all runs together may have.
///
/// A class, because all scripts draw on it; it lives for one check on one thread.
final class ScriptBudget {
  private var left = 2_000_000

  /// Takes one command; whether there was one left.
  func spend() -> Bool {
    left -= 1
    return left >= 0
  }
}
