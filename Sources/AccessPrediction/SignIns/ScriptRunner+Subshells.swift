extension ScriptRunner {
  /// A subshell that is open, with the state of the shell around it, to which the script returns.
  struct Subshell {
    /// The byte offset at which it begins.
    let start: Int
    fileprivate let environment: ScriptEnvironment
    fileprivate let scriptEnd: ScriptEnd
    fileprivate let functionEnd: ScriptEnd
  }

  /// Leaves and enters subshells up to those in which the next command is.
  ///
  /// Variables, the folder and the end of a subshell are its own; files are not.
  mutating func enter(_ starts: [Int], _ shells: inout [Subshell]) {
    while let last = shells.last, shells.count > starts.count || !starts.contains(last.start) {
      let files = environment.files
      environment = last.environment
      environment.files = files
      (scriptEnd, functionEnd) = (last.scriptEnd, last.functionEnd)
      shells.removeLast()
    }
    for start in starts.dropFirst(shells.count) {
      shells.append(
        Subshell(
          start: start,
          environment: environment,
          scriptEnd: scriptEnd,
          functionEnd: functionEnd
        )
      )
    }
  }
}
