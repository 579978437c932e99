import ShellSyntax

extension ScriptRunner {
  /// Runs what a command calls: a function, a script of the repository, an inner shell, a program.
  mutating func call(_ command: ShellCommand) {
    let words = environment.expandingLists(environment.expandingName(command.words))
    guard let outer = ShellCommandLine(words[...]) else { return }
    spend(words.count / 8)
    let line = ContainerRun.line(outer) ?? outer
    if let body = functions[line.program], depth < Self.depthLimit {
      callFunction(line, body)
    } else if let inner = InnerScript.script(line, command, environment), depth < Self.depthLimit {
      callScript(line, inner)
    } else {
      if Self.setsUnknown(line) { environment.hasUnknownSettings = true }
      callProgram(line, command)
    }
  }

  /// Whether a command that is not followed may set variables of the shell.
  private static func setsUnknown(_ line: ShellCommandLine) -> Bool {
    ["source", ".", "eval"].contains(line.program)
  }

  private mutating func callFunction(_ line: ShellCommandLine, _ body: ShellScript) {
    let outer = functionEnd
    let arguments = environment.setArguments(environment.arguments(line.arguments))
    functionEnd = .open
    depth += 1
    run(body, function: line.program)
    depth -= 1
    functionEnd = outer
    _ = environment.setArguments(arguments)
  }

  private mutating func callScript(_ line: ShellCommandLine, _ inner: ShellScript) {
    spend(16)
    let outer = environment
    let ends = (scriptEnd, functionEnd)
    let isSourced = ["source", "."].contains(line.program)
    let sharesShell = isSourced || line.program == "eval"
    let arguments = InnerScript.arguments(line).map { words in
      environment.setArguments(environment.arguments(words))
    }
    for name in inner.functions { functions[name] = inner }
    if isSourced { functionEnd = .open }
    depth += 1
    run(inner, function: nil)
    depth -= 1
    let files = environment.files
    if !sharesShell {
      environment = outer
      scriptEnd = ends.0
    }
    if isSourced || !sharesShell { functionEnd = ends.1 }
    environment.files = files
    if sharesShell, let arguments { _ = environment.setArguments(arguments) }
  }

  private mutating func callProgram(_ line: ShellCommandLine, _ command: ShellCommand) {
    var environment = environment
    for assignment in command.assignments + line.assignments {
      let value = self.environment.value(assignment.value)
      environment.set(assignment.name, value, isExported: true, isCertain: true)
    }
    let call = SignInCall(line, command, environment)
    for signIn in call.signIns { append(signIn) }
    self.environment.cloud = AzureCLISignIn.cloud(call) ?? self.environment.cloud
    if let (name, value) = PulumiStack.change(call) { self.environment.stack[name] = value }
    if TerraformSignIn.initializes(call) { self.environment.isInitialized = true }
    guard LibrarySignIn.mayUse(line.program), let signIn = LibrarySignIn.signIn(environment)
    else { return }
    if signIn.assertion.isToken {
      append(signIn)
    } else {
      unseen = unseen ?? placed(signIn)
    }
  }

  /// Takes in a sign-in that the current command makes, unless it repeats an earlier one.
  private mutating func append(_ signIn: ScriptSignIn) {
    // It is compared with all that were found.
    guard spend(1 + found.count / 16) else { return }
    let placed = placed(signIn)
    let isLibrary = signIn.tool == LibrarySignIn.tool
    let isKnown = found.contains { other in
      other.hasValues(of: placed)
        && (isLibrary || other.certainty == certainty && other.tool == placed.tool)
    }
    if !isKnown { found.append(placed) }
  }

  private func placed(_ signIn: ScriptSignIn) -> ScriptSignIn {
    var signIn = signIn
    signIn.certainty = certainty
    signIn.site = site(origin)
    return signIn
  }
}
