import ShellSyntax

/// A command of a script with the environment in which it runs, as the readers of sign-ins see it.
struct SignInCall {
  /// The entries of hash tables that sign-ins are made with.
  static let tableKeys = [
    "serviceprincipal", "applicationid", "tenant", "tenantid", "federatedtoken", "identity",
    "client_id", "client_assertion", "client_assertion_type", "grant_type", "scope", "uri", "body",
    "method", "environment",
  ]

  let line: ShellCommandLine
  /// The command, for what it reads.
  let command: ShellCommand
  let environment: ScriptEnvironment

  init(_ line: ShellCommandLine, _ command: ShellCommand, _ environment: ScriptEnvironment) {
    self.line = line
    self.command = command
    self.environment = environment
  }

  /// The program's name in lower case.
  var program: String { line.program.lowercased() }

  /// The sign-ins that the command makes.
  var signIns: [ScriptSignIn] {
    switch program {
    case "az", "az.cmd": AzureCLISignIn.signIns(self)
    case "connect-azaccount", "login-azaccount", "add-azaccount":
      AzurePowerShellSignIn.signIns(self)
    case "azd", "azd.exe": DeveloperCLISignIn.signIns(self)
    case "terraform", "tofu", "terragrunt", "gitlab-terraform", "gitlab-tofu":
      TerraformSignIn.signIns(self)
    case "pulumi": TerraformSignIn.pulumi(self)
    case "kubelogin": KubeloginSignIn.signIns(self)
    case "ansible-playbook", "ansible", "ansible-pull", "ansible-inventory":
      AnsibleSignIn.signIns(self)
    case "curl", "curl.exe", "wget", "invoke-restmethod", "invoke-webrequest", "irm", "iwr", "http",
      "https":
      RequestSignIn.signIns(self)
    default: []
    }
  }

  /// Whether the arguments of a program decide about sign-ins.
  static func reads(_ program: String) -> Bool { programs.contains(program.lowercased()) }

  private static let programs: Set<String> = [
    "az", "az.cmd", "connect-azaccount", "login-azaccount", "add-azaccount", "azd", "azd.exe",
    "terraform", "tofu", "terragrunt", "gitlab-terraform", "gitlab-tofu", "pulumi", "kubelogin",
    "ansible-playbook", "ansible", "ansible-pull", "ansible-inventory", "curl", "curl.exe", "wget",
    "invoke-restmethod", "invoke-webrequest", "irm", "iwr", "http", "https",
    "sh", "bash", "ash", "dash", "zsh", "ksh", "pwsh", "powershell", "pwsh.exe", "powershell.exe",
    "source", ".", "eval", "xargs", "docker", "podman", "nerdctl",
  ]

  // MARK: Arguments

  /// The words that are not options, up to the first option.
  var subcommand: [String] {
    line.arguments.prefix { $0.literal.map { !$0.hasPrefix("-") } ?? false }.compactMap(\.literal)
  }

  /// The words that are not options.
  var operands: [ScriptValue] {
    line.arguments.filter { $0.literal?.hasPrefix("-") != true }.map(environment.value)
  }

  /// Whether an option is there.
  func has(_ names: String...) -> Bool { names.contains(where: line.has) }

  /// The word of an option, as the next one or after an equals sign; the last of several.
  func word(_ names: [String]) -> ShellWord? {
    var found: ShellWord?
    for place in line.arguments.indices {
      for name in names {
        if line.arguments[place].literal == name, place + 1 < line.arguments.endIndex {
          found = line.arguments[place + 1]
        } else if let rest = line.arguments[place].dropping(prefix: name + "=") {
          found = rest
        }
      }
    }
    return found
  }

  /// An unquoted variable of unknown value, which may be any options.
  var unknownOptions: ShellWord? {
    line.arguments.first { word in
      guard let first = word.parts.first, first.quoting == .none, first.literal == nil else {
        return false
      }
      let value = environment.value(word)
      return value.text == nil && !value.isToken
    }
  }

  /// The words of options that can be repeated, in order, each with the name that is written.
  func pairs(_ names: [String]) -> [(option: String, word: ShellWord)] {
    line.arguments.indices.compactMap { place in
      let word = line.arguments[place]
      for name in names {
        if word.literal == name {
          return line.arguments[(place + 1)...].first.map { (name, $0) }
        }
        if let rest = word.dropping(prefix: name + "=") { return (name, rest) }
      }
      return nil
    }
  }

  /// The value of an option.
  func option(_ names: [String]) -> ScriptValue? {
    word(names).map(environment.value)
  }

  /// The value of a PowerShell parameter, by any of its names in lower case or what begins one.
  func parameter(_ names: [String]) -> ScriptValue? {
    parameterWord(names).map(environment.value) ?? splatted(names)
  }

  /// The word of a PowerShell parameter.
  func parameterWord(_ names: [String]) -> ShellWord? {
    for place in line.arguments.indices {
      let word = line.arguments[place]
      guard let first = word.parts.first?.literal, first.hasPrefix("-") else { continue }
      let written = first.lowercased()
      for name in names {
        if word.parts.count == 1, written.utf8.count > 3 || written == name, name.hasPrefix(written)
        {
          return place + 1 < line.arguments.endIndex ? line.arguments[place + 1] : nil
        }
        if written.hasPrefix("\(name):") {
          return word.dropping(prefix: String(first.prefix(name.count + 1)))
        }
      }
    }
    return nil
  }

  /// Whether some parameters come from a hash table.
  var splats: [String] {
    line.arguments.compactMap { word in
      guard let text = word.literal, text.hasPrefix("@"), text.count > 1 else { return nil }
      return "$\(text.dropFirst().lowercased())"
    }
  }

  private func splatted(_ names: [String]) -> ScriptValue? {
    for table in splats {
      for name in names {
        if let value = environment.entry(String(name.dropFirst()), of: table) { return value }
      }
    }
    return nil
  }

  /// The value that a program finds in a variable of its environment.
  func variable(_ name: String) -> ScriptValue { environment.programValue(name) }

  /// The value in the file that a variable names.
  func file(_ name: String) -> ScriptValue {
    environment.contents(ofFile: environment.programValue(name))
  }
}
