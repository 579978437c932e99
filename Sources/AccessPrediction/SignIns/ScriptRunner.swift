import Files
import ShellSyntax

/// Goes through a script as the shell does in one run, and finds where it signs in to Azure.
struct ScriptRunner {
  /// The maximum depth of function calls.
  static let depthLimit = 8

  var environment: ScriptEnvironment
  /// The sign-ins, in the order in which they are made.
  var found: [ScriptSignIn] = []
  /// The first sign-in of a library whose token the script does not show.
  var unseen: ScriptSignIn?
  /// The functions that the script defines, by name.
  var functions: [String: ShellScript] = [:]
  /// Where the current texts come from.
  var site: (Int) -> ScriptSite? = { _ in nil }
  /// The call depth of the current text.
  var depth = 0
  /// The command of the job's own text that runs, or that called what runs.
  var origin = 0
  /// Whether the script, and the function that runs, may have ended or certainly have.
  var scriptEnd = ScriptEnd.open
  var functionEnd = ScriptEnd.open
  /// Whether the script gets to the current command.
  var certainty = ScriptSignIn.Certainty.certain
  /// The value that the previous command writes to the pipe.
  var piped: ScriptValue?
  /// Whether PowerShell reads the current text.
  var isPowerShell = false
  /// Whether `az login` ran, whose session other programs may use.
  var hasSession = false
  /// Whether the command before is a test, and whether it succeeds.
  private var status: (isTest: Bool, value: Bool?) = (false, true)

  init(_ environment: ScriptEnvironment) {
    self.environment = environment
  }

  /// Takes steps; whether there were as many left.
  @discardableResult
  func spend(_ steps: Int) -> Bool {
    environment.budget.spend(steps, on: .scriptSteps)
  }

  /// Goes through texts that share a shell.
  mutating func run(_ texts: [ScriptText]) {
    for text in texts {
      for name in text.script.functions { functions[name] = text.script }
    }
    for text in texts {
      site = text.site
      run(text.script, function: nil)
    }
    if let unseen, !found.contains(where: { $0.tool == LibrarySignIn.tool }) {
      found.append(unseen)
    }
  }

  mutating func run(_ script: ShellScript, function: String?) {
    var shells: [Subshell] = []
    let outer = isPowerShell
    isPowerShell = script.isPowerShell
    defer { isPowerShell = outer }
    for command in script.commands where command.function == function && !command.isReplaced {
      if shells.map(\.start) != command.subshells { enter(command.subshells, &shells) }
      guard spend(1) else {
        scriptEnd = .certain
        return
      }
      guard scriptEnd != .certain, functionEnd != .certain else {
        if shells.isEmpty { return }
        continue
      }
      step(command, script)
    }
    enter([], &shells)
  }

  // MARK: Commands

  private mutating func step(_ command: ShellCommand, _ script: ShellScript) {
    let outer = certainty
    defer { certainty = outer }
    guard enters(command, script) else { return }
    if depth == 0 { origin = command.start }
    let isCertain = certainty == .certain
    for word in command.allWords { runInner(word.parts) }
    let written = ScriptOutput(command, environment, piped: piped, place: command.start).value
    if !change(command, isCertain: isCertain) { call(command) }
    store(command, written, isCertain: isCertain)
    piped = command.pipe == .command ? written : nil
    // Setting a variable never fails.
    let isTest = ScriptTest.isTest(command)
    let test = ScriptTest(command: command, environment: environment)
    status = (isTest || command.words.isEmpty, isTest ? test.status : true)
  }

  /// Goes through the commands of substitutions, which have a shell of their own.
  private mutating func runInner(_ parts: [ShellPart]) {
    for part in parts {
      guard case .substitution(let script) = part.content, depth < Self.depthLimit,
        script.commands.contains(where: { ShellCommandLine($0) != nil })
      else { continue }
      let outer = (environment, piped, status, scriptEnd, functionEnd)
      depth += 1
      run(script, function: nil)
      depth -= 1
      (environment, piped, status, scriptEnd, functionEnd) = outer
    }
  }

  /// Whether the script may get to a command; notes what that depends on.
  private mutating func enters(_ command: ShellCommand, _ script: ShellScript) -> Bool {
    let condition = ScriptCondition(script: script, environment: environment)
    if scriptEnd == .possible || functionEnd == .possible { loseCertainty() }
    for branch in command.branches {
      switch condition.isTaken(branch) {
      case false?: return false
      case true?: break
      case nil: take(branch, of: script)
      }
    }
    switch (command.joiner, status.value) {
    case (.and, false?): return false
    case (.or, true?) where status.isTest: return false
    case (.none, _), (.and, true?), (.or, false?): return true
    default:
      loseCertainty()
      return true
    }
  }

  private mutating func loseCertainty() {
    if certainty == .certain { certainty = .possible(choice: -1, branch: 0, branches: nil) }
  }

  private mutating func take(_ branch: ShellChoice.Branch, of script: ShellScript) {
    guard certainty == .certain else { return }
    let choice = script.choices[branch.choice]
    certainty = .possible(
      choice: branch.choice,
      branch: branch.number,
      branches: choice.isComplete ? choice.tests.count : nil
    )
  }
}
