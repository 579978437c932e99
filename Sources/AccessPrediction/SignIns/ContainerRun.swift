import ShellSyntax

/// A program that `docker run` or `docker exec` starts in a container, with the variables that it
/// gets there.
///
/// The image is not read: only a program that the command names counts. What the job's shell expands
/// has the job's values, and what a shell in the container expands those that `-e` passes.
///
/// Source: Docker CLI reference, `docker container run`, `--env` and `--env-file`.
struct ContainerRun {
  private static let engines: Set<String> = ["docker", "podman", "nerdctl"]
  private static let programs: Set<String> = [
    "sh", "bash", "ash", "pwsh", "az", "azd", "terraform", "tofu", "pulumi", "ansible-playbook",
    "kubelogin", "curl",
  ]

  /// The command line in the container.
  let line: ShellCommandLine
  /// The environment in the container.
  let environment: ScriptEnvironment

  /// The program that a command line starts; nil when none is written out.
  init?(_ line: ShellCommandLine, _ command: ShellCommand, _ outer: ScriptEnvironment) {
    guard Self.engines.contains(line.program), let first = line.arguments.first?.literal,
      first == "run" || first == "exec"
    else { return nil }
    let words = line.arguments.dropFirst()
    let start = words.indices.dropFirst().first { place in
      Self.programs.contains(words[place].literal ?? "")
        && words[place - 1].literal?.hasPrefix("-") != true
        && !["-e", "--env", "--entrypoint"].contains(words[place - 1].literal)
    }
    guard let start else { return nil }
    let options = words[..<start]
    let passed = Self.passed(options, outer)
    let isPublic = options.contains { PublicImage.isOne($0.literal ?? "") }
    let isOpen = first == "exec" || Self.hasOthers(options)
    var inner = outer.inContainer { name in
      if let value = passed[name] { return value }
      let none = ScriptValue(state: .undefined, path: "${\(name)}")
      if isOpen || VariableFile.name(ofPath: name) != nil { return .unknown }
      // No image holds the job's token, and public ones none of its other variables.
      return isPublic || outer.value(name).isToken ? none : .unknown
    }
    let arguments = Array(words[start...])
    for value in (arguments + command.redirections.map(\.target)).flatMap(\.values) {
      inner.set(Self.alias(value.name), outer.value(value.name), isCertain: true)
    }
    let inside = arguments.map { $0.renamingVariables(Self.alias) }
    guard let line = ShellCommandLine(inside[...]) else { return nil }
    self.line = line
    environment = inner
  }

  /// The command as the container gets it: the job's shell expands what it reads.
  func command(_ command: ShellCommand) -> ShellCommand {
    command.renamingRedirectedVariables(Self.alias)
  }

  /// The name in the container for a variable that the job's shell expands.
  private static func alias(_ name: String) -> String {
    "\(name.hasPrefix("$") ? String(name.dropFirst()) : name)__outside"
  }

  /// The variables that options pass.
  private static func passed(
    _ options: ArraySlice<ShellWord>,
    _ outer: ScriptEnvironment
  ) -> [String: ScriptValue] {
    var passed: [String: ScriptValue] = [:]
    for place in options.indices {
      let word = options[place]
      let written: ShellWord?
      if ["-e", "--env"].contains(word.literal) {
        written = options[(place + 1)...].first
      } else if let rest = word.dropping(prefix: "--env=") {
        written = rest
      } else {
        written = word.dropping(prefix: "-e").flatMap { $0.parts.isEmpty ? nil : $0 }
      }
      guard let written else { continue }
      if let (name, value) = written.field {
        passed[name] = outer.value(value)
      } else if let name = written.literal {
        passed[name] = outer.programValue(name)
      }
    }
    return passed
  }

  /// Whether options pass variables that they do not name.
  private static func hasOthers(_ options: ArraySlice<ShellWord>) -> Bool {
    options.contains { word in
      guard let text = word.parts.first?.literal else {
        return word.onlyVariable?.form == .items || word.parts.contains { $0.quoting == .none }
      }
      return text.hasPrefix("--env-file") || text.hasPrefix("--env-host")
        || text.hasPrefix("--volumes-from")
    }
  }
}
