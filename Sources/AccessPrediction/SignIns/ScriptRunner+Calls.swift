import ShellSyntax

extension ScriptRunner {
  /// Runs what a command calls: a function, a script of the repository, an inner shell, a program.
  mutating func call(_ command: ShellCommand) {
    let words = expanded(command.words)
    spend(words.count / 8)
    guard let line = ShellCommandLine(words[...]) else {
      callUnknown(words, command)
      return
    }
    call(line, command)
  }

  /// The words of a command as the shell expands them, when they decide about a sign-in.
  private func expanded(_ words: [ShellWord]) -> [ShellWord] {
    let words = environment.expandingLists(words, isPowerShell: isPowerShell)
    if isPowerShell, words.count == 1 { return words }
    if let line = ShellCommandLine(words[...]) {
      let isRead =
        functions[line.program] != nil || line.isScript || SignInCall.reads(line.program)
      guard isRead else { return words }
    }
    return environment.expanding(words, isPowerShell: isPowerShell)
  }

  private mutating func call(_ line: ShellCommandLine, _ command: ShellCommand) {
    if let container = ContainerRun(line, command, environment) {
      let outer = environment
      environment = container.environment
      call(container.line, container.command(command))
      let files = environment.files
      environment = outer
      environment.files = files
    } else if let inner = InputArguments.line(line, piped, environment) {
      call(inner, command)
    } else if let body = functions[line.program], depth < Self.depthLimit {
      callFunction(line, body)
    } else if depth < Self.depthLimit, let inner = InnerScript.script(line, command, environment) {
      callScript(line, inner)
    } else {
      if Self.setsUnknown(line) { environment.hasUnknownSettings = true }
      callProgram(line, command)
    }
  }

  /// Takes in the sign-in that a program may make whose name is not known.
  private mutating func callUnknown(_ words: [ShellWord], _ command: ShellCommand) {
    guard let first = words.first, let variable = first.onlyVariable, variable.form == .value else {
      return
    }
    let name = variable.name
    if words.count == 1, !isPowerShell, !environment.isChanged(name) {
      // A command that is not known as a whole.
      environment.hasUnknownSettings = true
      var signIn = ScriptSignIn(
        "$\(name)",
        assertion: .unknown,
        clientID: .unknown,
        tenant: .unknown
      )
      signIn.doubt = "its commands are unknown"
      append(signIn)
      return
    }
    let isLogin = words.contains { $0.literal == "login" }
    let program = ShellWord(text: isLogin ? "az" : "terraform", at: first.range)
    guard let line = ShellCommandLine(([program] + words.dropFirst())[...]) else { return }
    for var signIn in SignInCall(line, command, environment).signIns {
      signIn.doubt = "which program $\(name) names is unknown"
      append(signIn)
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
    for var signIn in call.signIns {
      if hasSession, TerraformSignIn.programs.contains(call.program) {
        signIn.alternative = "the session of az login"
      }
      append(signIn)
    }
    if AzureCLISignIn.isLogin(call) { hasSession = true }
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
