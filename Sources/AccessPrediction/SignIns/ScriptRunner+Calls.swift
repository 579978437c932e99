import ShellSyntax

extension ScriptRunner {
  /// Runs what a command calls: a function, a script of the repository, an inner shell, a program.
  mutating func call(_ command: ShellCommand) {
    let words = environment.expandingLists(command.words)
    guard let outer = ShellCommandLine(words[...]) else { return }
    let line = ContainerRun.line(outer) ?? outer
    if let body = functions[line.program], depth < Self.depthLimit {
      callFunction(line, body)
    } else if let inner = InnerScript.script(line, command, environment), depth < Self.depthLimit {
      callScript(line, inner)
    } else {
      callProgram(line, command)
    }
  }

  private mutating func callFunction(_ line: ShellCommandLine, _ body: ShellScript) {
    let outer = environment.arguments
    environment.arguments = line.arguments.map(environment.value)
    depth += 1
    run(body, function: line.program)
    depth -= 1
    environment.arguments = outer
  }

  private mutating func callScript(_ line: ShellCommandLine, _ inner: ShellScript) {
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
    guard LibrarySignIn.mayUse(line.program),
      let signIn = LibrarySignIn.signIn(environment),
      !found.contains(where: { $0.hasValues(of: signIn) })
    else { return }
    append(signIn)
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
