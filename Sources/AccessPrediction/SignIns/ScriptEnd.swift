import ShellSyntax

/// Whether a script or a function continues after `exit` or `return`.
enum ScriptEnd {
  /// It goes on.
  case open
  /// It may have ended without an error.
  case possible
  /// It has ended.
  case certain

  /// Applies `exit` or `return`.
  ///
  /// - Parameters:
  ///   - command: The command.
  ///   - isCertain: Whether the script gets to it.
  mutating func apply(_ command: ShellCommand, isCertain: Bool) {
    if isCertain {
      self = .certain
    } else if self == .open, command.words.count == 1 || command.words[1].literal == "0" {
      // With another status the job fails there, and no later sign-in matters.
      self = .possible
    }
  }
}
