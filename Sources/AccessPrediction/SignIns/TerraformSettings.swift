import ShellSyntax

/// The values that Terraform's files and command line give to arguments.
struct TerraformSettings {
  private let call: SignInCall
  /// The files of the folder in which it runs; nil when they are not known.
  let folder: TerraformFolder?

  init(_ call: SignInCall) {
    self.call = call
    var environment = call.environment
    if let path = call.option(["-chdir", "--chdir"]) { environment.enter(path) }
    folder = environment.folder.flatMap(environment.terraform.folder)
  }

  /// The value of an argument.
  func value(_ value: TerraformFolder.Value) -> ScriptValue {
    switch value {
    case .text(let text): return ScriptValue(text)
    case .unknown: return .unknown
    case .variable(let name): return variable(name)
    }
  }

  /// The value of an input variable: `-var`, `TF_VAR_…`, its default.
  private func variable(_ name: String) -> ScriptValue {
    for place in call.line.arguments.indices {
      let word = call.line.arguments[place]
      var pair = word.dropping(prefix: "-var=")
      if word.literal == "-var" { pair = call.line.arguments[(place + 1)...].first }
      if let (key, value) = pair?.field, key == name { return call.environment.value(value) }
    }
    let own = call.variable("TF_VAR_\(name)")
    switch (own.state, folder?.defaults[name]) {
    case (.undefined, .text(let text)?), (.unknown, .text(let text)?): return ScriptValue(text)
    case (.undefined, _): return .unknown
    default: return own
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
    return isSet(token) ? token : call.file("ARM_OIDC_TOKEN_FILE_PATH")
  }

  /// The client ID: `client_id`, `ARM_CLIENT_ID`, or the file that one of them names.
  static func clientID(_ call: SignInCall, _ values: [String: ScriptValue]) -> ScriptValue {
    if let own = values["client_id"], !own.isEmpty { return own }
    if let path = values["client_id_file_path"] { return call.environment.contents(ofFile: path) }
    let own = call.variable("ARM_CLIENT_ID")
    guard !isSet(own) else { return own }
    let file = call.file("ARM_CLIENT_ID_FILE_PATH")
    return file.state == .unknown ? own : file
  }

  private static func isSet(_ value: ScriptValue) -> Bool {
    switch value.state {
    case .undefined, .unknown: false
    case .text(let text): !text.isEmpty
    default: true
    }
  }
}
