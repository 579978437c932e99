/// Shell text, taken apart: the commands of a script in the order of the text.
///
/// Reads POSIX shell and the parts of Bash that scripts of pipelines use. It never fails: what
/// cannot be read is left out and marked, so that nothing is claimed about it.
package struct ShellScript: Sendable {
  /// The simple commands; those inside substitutions are found in the words that hold them.
  package internal(set) var commands: [ShellCommand] = []
  /// The names of the functions that it defines.
  package internal(set) var functions: [String] = []
  /// The choices between commands: `if` and `case`.
  package internal(set) var choices: [ShellChoice] = []
  /// The byte offset from which the script is unknown, because something is not closed or nested
  /// too deeply; nil when all was read.
  package internal(set) var uncertainFrom: Int?
  /// Whether it is PowerShell, which does not split the values of variables into words.
  package internal(set) var isPowerShell = false

  init() {}

  /// Reads a script.
  ///
  /// - Parameters:
  ///   - text: The bytes of the script.
  ///   - range: The part of them to read; all when nil.
  package init(_ text: ArraySlice<UInt8>, range: Range<Int>? = nil) {
    var reader = ShellReader(Array(text), range: range)
    self = reader.read()
  }
}

/// A simple command, or a part in place of one: a loop's head, a test, a group's redirections.
package struct ShellCommand: Sendable {
  /// Where what it writes goes through a pipe.
  package enum Pipe: Sendable {
    /// There is no pipe.
    case none
    /// To the command that follows in `ShellScript.commands`.
    case command
    /// To a loop, a test or another group of commands.
    case group
  }

  /// The byte offset of its first character.
  package let start: Int
  /// The variables set before it, or by it when it has no words.
  package internal(set) var assignments: [ShellAssignment] = []
  /// Its name and its arguments.
  package internal(set) var words: [ShellWord] = []
  /// Its redirections.
  package internal(set) var redirections: [ShellRedirection] = []
  /// Where the groups around it send its output, the innermost first.
  package internal(set) var groupRedirections: [ShellRedirection] = []
  /// Where its output is piped to.
  package internal(set) var pipe = Pipe.none
  /// Whether a pipe is its input.
  package internal(set) var isPipedInto = false
  /// Whether something around it takes its output: a redirected group, a function, a group whose
  /// end is not seen.
  package internal(set) var isCaptured = false
  /// Whether it depends on another command that it runs at all.
  package internal(set) var isConditional = false
  /// Whether it runs in a shell or a function of its own, so that settings made there end there.
  package internal(set) var isApart = false

  /// The subshells in which it is, by the byte offsets at which they begin, the outermost first.
  package internal(set) var subshells: [Int] = []
  /// The function in whose body it is; nil outside of functions.
  package internal(set) var function: String?
  /// Whether a later definition replaces the function in whose body it is.
  package internal(set) var isReplaced = false
  /// The branches of `if` and `case` in which it is, the outermost first.
  package internal(set) var branches: [ShellChoice.Branch] = []
  /// The condition on which it runs after the command before it.
  package internal(set) var joiner = Joiner.none
  /// Whether what it assigns is passed on to programs, as `$env:NAME = …` is.
  package internal(set) var exportsAssignments = false
  /// Whether `!` inverts its status.
  package internal(set) var isNegated = false

  /// The condition on which a command runs, by the status of the one before it.
  package enum Joiner: Sendable {
    /// Not at all.
    case none
    /// `&&`
    case and
    /// `||`
    case or
  }

  init(start: Int) {
    self.start = start
  }

  /// The variables that `export`, `local`, `declare` and the like set.
  package var declarations: [ShellAssignment] {
    guard let name = words.first?.literal, Self.declaring.contains(name) else { return [] }
    return words.dropFirst().compactMap(\.assignment)
  }

  private static let declaring: Set<String> = [
    "export", "local", "declare", "typeset", "readonly",
  ]
}

/// A variable that is set: `NAME=value`.
package struct ShellAssignment: Sendable {
  /// The variable's name.
  package let name: String
  /// The assigned value.
  package let value: ShellWord
  /// Whether that is added to what it holds: `NAME+=value`.
  package var appends = false
}

/// A redirection of a command's input or output.
package struct ShellRedirection: Sendable {
  /// The effect of a redirection.
  package enum Kind: Sendable {
    /// `< file`
    case input
    /// `> file`, `>| file`, `<> file`
    case output
    /// `>> file`
    case append
    /// `&> file` and `>& file`: the output and the errors.
    case outputAndErrors
    /// `<<< text`
    case hereString
    /// `<< END`; the text is `parts` of the target when it is expanded.
    case heredoc
    /// `2>&1`, `<&3`: the target is a number or `-`.
    case duplicate
  }

  /// The effect.
  package let kind: Kind
  /// The file descriptor before it, when one is written.
  package let descriptor: Int?
  /// The file, the text or the number after it; for a heredoc its body.
  package internal(set) var target: ShellWord

  /// Whether it takes away what the command would write to the job's log.
  package var takesOutput: Bool {
    switch kind {
    case .output, .append:
      guard descriptor == nil || descriptor == 1 else { return false }
      return !["/dev/stderr", "/dev/stdout", "/dev/tty"].contains(target.literal ?? "")
    case .outputAndErrors: return true
    case .duplicate:
      // The log shows standard error, too.
      return (descriptor == nil || descriptor == 1) && target.literal != "2"
        && target.literal != "1"
    case .input, .hereString, .heredoc: return false
    }
  }
}
