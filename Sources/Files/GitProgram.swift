/// Git, run so that nothing in a repository can run: no hooks, filters, file system monitors,
/// replacement objects or submodules, and no connection to a remote.
///
/// Arguments are an array, the environment is new, and of Git's configuration only the repository's
/// own is read, with what could start a program overridden.
package struct GitProgram: Sendable {
  /// Settings that override those of the repository.
  private static let settings = [
    "core.fsmonitor=false", "core.hooksPath=/dev/null", "safe.directory=*",
    // A branch may hold folders that look like a repository, with a configuration of their own.
    "safe.bareRepository=explicit",
    // Larger objects are streamed, so that Git needs no memory for those that are not read to the
    // end.
    "core.bigFileThreshold=16m",
  ]
  /// Variables of the environment that Git gets.
  private static let variables = [
    "LC_ALL=C", "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null", "GIT_ATTR_NOSYSTEM=1",
    "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0", "GIT_LITERAL_PATHSPECS=1",
    "GIT_NO_REPLACE_OBJECTS=1",
    // Older versions than 2.44 fetch missing objects of a partial clone unless no protocol is allowed.
    "GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=none",
  ]
  /// Variables that Git sets for its hooks: a commit of some paths has an index of its own, and what
  /// is pushed lies in a folder of its own until it is accepted.
  private static let passedVariables = [
    "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
  ]

  private let program: String
  private let root: String

  /// Git for the repository around a folder; nil when there is no `git` on `PATH`.
  ///
  /// - Parameter root: The folder's absolute path; paths in the output are relative to it.
  package init?(root: String) {
    guard let program = ProgramCall.find("git") else { return nil }
    self.program = program
    self.root = root.isEmpty ? "/" : root
  }

  /// The standard output of a Git command; nil when it fails.
  package func output(_ arguments: [String]) -> [UInt8]? {
    call(arguments).output()
  }

  /// The list of files that a Git command writes.
  ///
  /// - Parameters:
  ///   - arguments: The command.
  ///   - read: Reads the list.
  /// - Returns: The list, without files when it is too long to be read; nil when the command fails.
  func listing(_ arguments: [String], _ read: ([UInt8]) -> GitListing) -> GitListing? {
    switch call(arguments).outcome() {
    case .output(let bytes): read(bytes)
    case .tooLong: .tooLong
    case .failed: nil
    }
  }

  /// The first line of the output of a Git command; nil when it fails or writes nothing.
  func line(_ arguments: [String]) -> String? {
    guard let line = output(arguments)?.split(separator: UInt8(ascii: "\n")).first else {
      return nil
    }
    return String(decoding: line, as: UTF8.self)
  }

  /// A Git command that answers on standard output; nil when it cannot be started.
  func dialogue(_ arguments: [String]) -> ProgramDialogue? {
    ProgramDialogue(call(arguments))
  }

  private func call(_ arguments: [String]) -> ProgramCall {
    let passed = Self.passedVariables.compactMap { name in
      HostSystem.environment(name).map { "\(name)=\($0)" }
    }
    return ProgramCall(
      program,
      Self.settings.flatMap { ["-c", $0] } + ["-C", root] + arguments,
      environment: Self.variables + passed
    )
  }
}
