import ShellSyntax

/// Goes through a script as the shell does in one run, and finds where it signs in to Azure.
struct ScriptRunner {
  /// How deeply functions may call each other.
  private static let depthLimit = 8

  private(set) var environment: ScriptEnvironment
  /// The sign-ins, in the order in which they are made.
  private(set) var found: [ScriptSignIn] = []
  private let budget: ScriptBudget
  private var functions: [String: ShellScript] = [:]
  /// Where the current texts come from.
  private var site: (Int) -> ScriptSite? = { _ in nil }
  private var depth = 0
  /// The command of the job's own text that runs, or that called what runs.
  private var origin = 0
  private var isStopped = false
  private var certainty = ScriptSignIn.Certainty.certain
  /// What the command before writes into a pipe.
  private var piped: ScriptValue?
  /// Whether the command before is a test, and whether it succeeds.
  private var status: (isTest: Bool, value: Bool?) = (false, true)

  init(_ environment: ScriptEnvironment, budget: ScriptBudget) {
    self.environment = environment
    self.budget = budget
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
    guard let signIn = LibrarySignIn.signIn(environment),
      !found.contains(where: { $0.hasValues(of: signIn) })
    else { return }
    append(signIn)
  }

  private mutating func run(_ script: ShellScript, function: String?) {
    for command in script.commands where command.function == function && !isStopped {
      guard budget.spend() else {
        isStopped = true
        return
      }
      step(command, script)
    }
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
    let isTest = ScriptCondition.isTest(command) || command.words.isEmpty
    let condition = ScriptCondition(script: script, environment: environment)
    status = (isTest, isTest && !command.words.isEmpty ? condition.status(command) : true)
  }

  /// Goes through the commands of substitutions, which have a shell of their own.
  private mutating func runInner(_ parts: [ShellPart]) {
    for part in parts {
      guard case .substitution(let script) = part.content, depth < Self.depthLimit,
        script.commands.contains(where: { ShellCommandLine($0) != nil })
      else { continue }
      let outer = (environment, piped, status)
      depth += 1
      run(script, function: nil)
      depth -= 1
      (environment, piped, status) = outer
    }
  }

  /// Whether the script may get to a command; notes what that depends on.
  private mutating func enters(_ command: ShellCommand, _ script: ShellScript) -> Bool {
    let condition = ScriptCondition(script: script, environment: environment)
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
      if certainty == .certain { certainty = .possible(choice: -1, branch: 0, branches: nil) }
      return true
    }
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

  // MARK: Variables and files

  /// Changes variables as a command does; whether that is all it does.
  private mutating func change(_ command: ShellCommand, isCertain: Bool) -> Bool {
    guard let name = command.words.first?.literal else {
      guard command.words.isEmpty else { return false }
      for assignment in command.assignments {
        let value = environment.value(assignment.value)
        let isExported = command.exportsAssignments
        environment.set(assignment.name, value, isExported: isExported, isCertain: isCertain)
        copyEntries(of: assignment.value, to: assignment.name)
      }
      return true
    }
    switch name {
    case "export", "declare", "typeset", "readonly", "local":
      let isExported = name == "export" || command.words.contains { $0.literal == "-x" }
      for assignment in command.declarations {
        let value = environment.value(assignment.value)
        environment.set(assignment.name, value, isExported: isExported, isCertain: isCertain)
      }
      guard isExported else { return true }
      for word in command.words.dropFirst() {
        if let name = word.literal { environment.export(name) }
      }
    case "unset":
      let none = ScriptValue(state: .undefined, path: nil)
      for word in command.words.dropFirst() {
        word.literal.map { environment.set($0, none, isCertain: isCertain) }
      }
    case "read", "for", "mapfile", "readarray":
      for word in command.words.dropFirst(1).prefix(name == "for" ? 1 : .max) {
        word.literal.map { environment.set($0, .unknown, isCertain: true) }
      }
    case "set":
      let flags = command.words.dropFirst().compactMap(\.literal)
      if flags.contains(where: { $0.hasPrefix("-") && $0.contains("a") && $0 != "-o" })
        || flags == ["-o", "allexport"]
      {
        environment.exportsAll = true
      }
    case "cd", "pushd", "set-location", "Set-Location":
      let word = command.words.dropFirst().first { $0.literal?.hasPrefix("-") != true }
      environment.enter(isCertain ? word.map(environment.value) : nil)
    case "popd": environment.enter(nil)
    case "exit": isStopped = isCertain && depth == 0 || isStopped
    default: return false
    }
    return true
  }

  /// A hash table that PowerShell assigns to another variable keeps its entries.
  private mutating func copyEntries(of word: ShellWord, to name: String) {
    guard let table = word.onlyVariable?.name, table.hasPrefix("$"), environment.hasEntries(table)
    else { return }
    for key in SignInCall.tableKeys {
      if let value = environment.entry(key, of: table) {
        environment.set("\(name).\(key)", value, isCertain: true)
      }
    }
  }

  private mutating func store(_ command: ShellCommand, _ written: ScriptValue, isCertain: Bool) {
    for redirection in command.redirections where (redirection.descriptor ?? 1) == 1 {
      guard redirection.kind == .output || redirection.kind == .append,
        let file = environment.file(environment.value(redirection.target))
      else { continue }
      let isNew = redirection.kind == .output && (isCertain || environment.files[file] == nil)
      environment.files[file] = isNew ? written : .unknown
    }
    guard let line = ShellCommandLine(command) else { return }
    let call = SignInCall(line, environment)
    switch line.program.lowercased() {
    case "tee":
      for word in line.arguments where word.literal?.hasPrefix("-") != true {
        environment.file(environment.value(word)).map { environment.files[$0] = piped ?? .unknown }
      }
    case "set-content", "out-file", "sc":
      let operands = call.operands
      let path = call.parameter(["-path", "-filepath", "-literalpath"]) ?? operands.first
      let value = call.parameter(["-value", "-inputobject"]) ?? operands.dropFirst().first
      path.flatMap(environment.file).map { environment.files[$0] = value ?? piped ?? .unknown }
    case "cp", "mv", "install":
      guard let source = call.operands.first,
        let target = call.operands.last.flatMap(environment.file)
      else { return }
      environment.files[target] = environment.contents(ofFile: source)
    default: break
    }
  }

  // MARK: Calls

  private mutating func call(_ command: ShellCommand) {
    guard let line = ShellCommandLine(command) else { return }
    if let body = functions[line.program], depth < Self.depthLimit {
      let outer = environment.arguments
      environment.arguments = line.arguments.map(environment.value)
      depth += 1
      run(body, function: line.program)
      depth -= 1
      environment.arguments = outer
      return
    }
    if let inner = InnerScript.script(line, environment), depth < Self.depthLimit {
      let outer = environment
      if let arguments = InnerScript.arguments(line) {
        environment.arguments = arguments.map(environment.value)
      }
      for name in inner.functions { functions[name] = inner }
      depth += 1
      run(inner, function: nil)
      depth -= 1
      let files = environment.files
      if !["eval", "source", "."].contains(line.program) { environment = outer }
      environment.files = files
      environment.arguments = outer.arguments
      return
    }
    var environment = environment
    for assignment in command.assignments + line.assignments {
      let value = self.environment.value(assignment.value)
      environment.set(assignment.name, value, isExported: true, isCertain: true)
    }
    for signIn in SignInCall(line, environment).signIns { append(signIn) }
  }

  private mutating func append(_ signIn: ScriptSignIn) {
    var signIn = signIn
    signIn.certainty = certainty
    signIn.site = site(origin)
    if !isKnown(signIn) { found.append(signIn) }
  }

  private func isKnown(_ signIn: ScriptSignIn) -> Bool {
    found.contains { other in
      other.hasValues(of: signIn) && other.certainty == certainty && other.tool == signIn.tool
    }
  }
}

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
