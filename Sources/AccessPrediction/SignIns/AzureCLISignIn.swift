import ShellSyntax

/// `az login --service-principal --federated-token`.
///
/// Source: Azure CLI, `azure/cli/command_modules/profile`; knack puts in `@FILE` for every argument,
/// and argparse takes the beginning of an option's name for it.
enum AzureCLISignIn {
  static let tool = "az login"

  private static let options = [
    "--username", "--password", "--tenant", "--scope", "--allow-no-subscriptions",
    "--use-device-code", "--service-principal", "--use-cert-sn-issuer", "--certificate",
    "--federated-token", "--identity", "--client-id", "--object-id", "--resource-id", "--help",
    "--output", "--only-show-errors", "--debug", "--verbose", "--query", "--subscription",
  ]

  static func signIns(_ call: SignInCall) -> [ScriptSignIn] {
    guard isLogin(call), !has("--identity", "-i", call), !has("--help", "-h", call),
      // A secret or a certificate beats a token.
      word("--password", "-p", call) == nil, word("--certificate", nil, call) == nil
    else { return [] }
    let token = word("--federated-token", nil, call)
    let isPrincipal = has("--service-principal", nil, call)
    let more = unknownWord(call)
    guard more != nil || isPrincipal && token != nil else { return [] }
    let assertion = token.map { token in
      token.dropping(prefix: "@").map(call.environment.contents) ?? call.environment.value(token)
    }
    var signIn = ScriptSignIn(
      tool,
      assertion: assertion ?? .unknown,
      clientID: value("--username", "-u", call),
      tenant: value("--tenant", "-t", call),
      cloud: call.environment.cloud
    )
    if !isPrincipal || token == nil {
      signIn.doubt = "the options in \(more.flatMap(name) ?? "a variable") are unknown"
    }
    // Source: Azure CLI, `azure/cli/core/auth/identity.py`.
    if isDefault(word("--tenant", "-t", call), call) { signIn.defaultTenant = "organizations" }
    return [signIn]
  }

  /// Whether a tenant is an empty argument or none at all.
  ///
  /// An empty value without quotes does not become an argument, and its option is then an error.
  private static func isDefault(_ tenant: ShellWord?, _ call: SignInCall) -> Bool {
    guard let tenant else { return true }
    let isArgument = call.line.arguments.contains {
      $0.range == tenant.range && $0.parts.count == tenant.parts.count
    }
    return !isArgument || tenant.parts.contains { $0.quoting != .none }
  }

  /// The value of an option that a service principal must have; one that is not there has none.
  private static func value(_ name: String, _ short: String, _ call: SignInCall) -> ScriptValue {
    if let word = word(name, short, call) { return call.environment.value(word) }
    return unknownWord(call) != nil ? .unknown : ScriptValue(state: .undefined, path: nil)
  }

  /// A word that may be several, or an option: `$LOGIN_OPTIONS`, `"${ARGUMENTS[@]}"`.
  private static func unknownWord(_ call: SignInCall) -> ShellWord? {
    var isValue = false
    for word in call.line.arguments {
      guard let text = word.literal else {
        let isList = word.onlyVariable?.form == .items
        let isWritten = word.parts.first?.literal?.hasPrefix("-") ?? false
        let value = call.environment.value(word)
        let isKnown = value.isToken || value.text != nil
        if isList || !isValue && !isWritten && !isKnown { return word }
        isValue = false
        continue
      }
      // PowerShell's arrays, and files of arguments.
      if !isValue, text.hasPrefix("@"), text.utf8.count > 1 { return word }
      isValue = text.hasPrefix("-") && !flags.contains { isWritten($0, text) }
    }
    return nil
  }

  /// A variable as the script writes it.
  private static func name(_ word: ShellWord) -> String? {
    word.literal ?? word.onlyVariable.map { $0.name.hasPrefix("$") ? $0.name : "$\($0.name)" }
  }

  private static let flags = [
    "--allow-no-subscriptions", "--use-device-code", "--service-principal",
    "--use-cert-sn-issuer", "--identity", "--only-show-errors", "--debug", "--verbose",
  ]

  /// Whether the command is `login`; options that every command has may precede it.
  static func isLogin(_ call: SignInCall) -> Bool {
    guard call.program == "az" || call.program == "az.cmd" else { return false }
    var words = call.line.arguments
    while let word = words.first, word.literal?.hasPrefix("-") ?? true {
      words = words.dropFirst(["-o", "--output", "--query"].contains(word.literal) ? 2 : 1)
    }
    return words.first?.literal == "login"
  }

  /// The cloud that `az cloud set` chooses for what follows.
  static func cloud(_ call: SignInCall) -> ScriptCloud? {
    guard call.program == "az", call.subcommand.prefix(2) == ["cloud", "set"] else { return nil }
    return ScriptCloud(name: word("--name", "-n", call).map(call.environment.value))
  }

  private static func has(_ name: String, _ short: String?, _ call: SignInCall) -> Bool {
    call.line.arguments.contains { word in
      guard let text = word.literal else { return false }
      return text == short || isWritten(name, text)
    }
  }

  /// Whether some text is an option's name, or the beginning of this name alone.
  private static func isWritten(_ name: String, _ text: String) -> Bool {
    if text == name { return true }
    return text.hasPrefix("--") && text.count > 3 && name.hasPrefix(text)
      && options.filter { $0.hasPrefix(text) }.count == 1
  }

  /// The word of an option: the next one, or after an equals sign or the letter.
  private static func word(_ name: String, _ short: String?, _ call: SignInCall) -> ShellWord? {
    var found: ShellWord?
    let words = call.line.arguments
    for place in words.indices {
      guard let text = words[place].parts.first?.literal, text.hasPrefix("-") else { continue }
      let written = text.prefix { $0 != "=" }
      if written.count < text.count, isWritten(name, String(written)) {
        found = words[place].dropping(prefix: "\(written)=")
      } else if words[place].parts.count == 1, text == short || isWritten(name, text) {
        found = words[(place + 1)...].first
      } else if let short, text.hasPrefix(short), !text.hasPrefix("--") {
        found = words[place].dropping(prefix: short)
      }
    }
    return found
  }
}
