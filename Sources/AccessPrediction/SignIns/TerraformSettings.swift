import ShellSyntax
import TextFormats

/// The values that Terraform's files and command line give to arguments.
struct TerraformSettings {
  private let call: SignInCall
  /// The environment in the folder in which it runs.
  private let directory: ScriptEnvironment
  /// The files of the folder in which it runs; nil when they are not known.
  let folder: TerraformFolder?

  init(_ call: SignInCall) {
    self.call = call
    let environment = Self.directory(call)
    directory = environment
    folder = environment.folder.flatMap { environment.terraform.folder($0, in: environment) }
  }

  /// The folder: `-chdir`, or what GitLab's wrappers take from their variables.
  private static func directory(_ call: SignInCall) -> ScriptEnvironment {
    var environment = call.environment
    let variables = ["gitlab-terraform": "TF_ROOT", "gitlab-tofu": "GITLAB_TOFU_ROOT_DIR"]
    if let path = call.option(["-chdir", "--chdir"]) {
      environment.enter(path)
    } else if let name = variables[call.program] {
      let path = call.variable(name)
      if path.state != .undefined { environment.enter(path) }
    }
    return environment
  }

  /// The arguments that a provider may have when it is not known in which folder Terraform runs:
  /// those that some folder sets.
  var possibleArguments: [String: ScriptValue] {
    guard directory.folder == nil else { return [:] }
    let names = directory.terraform.providerArguments
    return Dictionary(uniqueKeysWithValues: names.map { ($0, .unknown) })
  }

  /// The value of an argument.
  func value(_ value: TerraformFolder.Value) -> ScriptValue { self.value(value, depth: 0) }

  private func value(_ value: TerraformFolder.Value, depth: Int) -> ScriptValue {
    switch value {
    case .text(let text): return ScriptValue(text)
    case .unknown: return .unknown
    case .variable(let name): return variable(name)
    case .shell(let name): return call.environment.value(name)
    case .local(let name):
      guard depth < 4, let local = folder?.locals[name] else { return .unknown }
      return self.value(local, depth: depth + 1)
    }
  }

  /// The value of an input variable: `-var` and `-var-file`, `*.auto.tfvars`, `terraform.tfvars`,
  /// `TF_VAR_…`, its default.
  private func variable(_ name: String) -> ScriptValue {
    if let value = flag(name) { return value }
    if let set = folder?.settings[name] { return literal(set) }
    let own = call.variable("TF_VAR_\(name)")
    switch (own.state, folder?.defaults[name]) {
    case (.undefined, .text(let text)?), (.unknown, .text(let text)?): return ScriptValue(text)
    case (.undefined, _): return .unknown
    default: return own
    }
  }

  /// A value of a file of variables, in which no variable is known.
  private func literal(_ value: TerraformFolder.Value) -> ScriptValue {
    switch value {
    case .text(let text): ScriptValue(text)
    case .shell(let name): call.environment.value(name)
    case .variable, .local, .unknown: .unknown
    }
  }

  /// The value that the command line gives to an input variable; the last one counts.
  private func flag(_ name: String) -> ScriptValue? {
    var found: ScriptValue?
    for (option, word) in call.pairs(["-var", "--var", "-var-file", "--var-file"]) {
      if option.hasSuffix("-var"), let (key, value) = word.field {
        if key == name { found = call.environment.value(value) }
      } else if let values = values(inFile: word) {
        if let value = values[name] { found = literal(value) }
      } else {
        // A file that is not there may set it.
        found = .unknown
      }
    }
    return found
  }

  /// The values in a file that an option names; nil when it cannot be read.
  func values(inFile word: ShellWord) -> [String: TerraformFolder.Value]? {
    let environment = directory
    guard let path = environment.file(environment.value(word)) else { return nil }
    guard environment.files[path] != nil else { return environment.terraform.values(inFile: path) }
    return environment.writtenText(path).flatMap {
      TerraformFolders.values(in: Array($0.utf8), path)
    }
  }

  // MARK: Arguments that several take

  /// The token: `oidc_token` or the file of `oidc_token_file_path`, else those of the environment.
  static func token(_ call: SignInCall, _ values: [String: ScriptValue]) -> ScriptValue {
    if let token = values["oidc_token"], !token.isEmpty { return token }
    if let path = values["oidc_token_file_path"] {
      return call.environment.contents(ofFile: path)
    }
    let token = call.variable("ARM_OIDC_TOKEN")
    return token.isSet ? token : call.file("ARM_OIDC_TOKEN_FILE_PATH")
  }

  /// Whether a client secret or a certificate is used instead of a token.
  ///
  /// Source: hashicorp/go-azure-sdk, `sdk/auth/auth.go`.
  static func hasSecret(_ call: SignInCall, _ values: [String: ScriptValue]) -> Bool {
    secrets.contains { name in
      (values[name] ?? call.variable("ARM_\(ASCII.uppercased(name))")).isSet
    }
  }

  private static let secrets = ["client_secret", "client_certificate", "client_certificate_path"]

  /// The way in which it signs in when it lacks a value: a managed identity, when that is enabled.
  static func alternative(_ call: SignInCall, _ values: [String: ScriptValue]) -> String? {
    let usesIdentity = values["use_msi"] ?? call.variable("ARM_USE_MSI")
    return usesIdentity.isTrue == true || usesIdentity.isSet && usesIdentity.isTrue == nil
      ? "a managed identity" : nil
  }

  /// The cloud: `environment`, `ARM_ENVIRONMENT`.
  static func cloud(_ call: SignInCall, _ values: [String: ScriptValue]) -> ScriptCloud? {
    let name = values["environment"] ?? call.variable("ARM_ENVIRONMENT")
    return name.state == .unknown ? nil : ScriptCloud(name: name)
  }

  /// The client ID: `client_id`, `ARM_CLIENT_ID`, or the file that one of them names.
  static func clientID(_ call: SignInCall, _ values: [String: ScriptValue]) -> ScriptValue {
    if let own = values["client_id"], !own.isEmpty { return own }
    if let path = values["client_id_file_path"] { return call.environment.contents(ofFile: path) }
    let own = call.variable("ARM_CLIENT_ID")
    guard !own.isSet else { return own }
    let path = call.variable("ARM_CLIENT_ID_FILE_PATH")
    let file = call.environment.contents(ofFile: path)
    if file.state == .unknown, path.isSet { return .unknown }
    return file.state == .unknown ? own : file
  }
}
