import ShellSyntax

/// A request for a token that a script sends itself, with `client_assertion`.
///
/// Source: Microsoft identity platform, "Get a token" with a certificate or federated credential:
/// `POST /TENANT/oauth2/v2.0/token`.
enum RequestSignIn {
  private static let hosts: Set<String> = [
    "login.microsoftonline.com", "login.microsoftonline.us", "login.partner.microsoftonline.cn",
    "login.chinacloudapi.cn", "login.windows.net", "sts.windows.net",
  ]
  private static let bodyOptions: Set<String> = [
    "-d", "--data", "--data-raw", "--data-urlencode", "--data-ascii", "--data-binary", "-F",
    "--form", "--form-string", "--post-data", "--body-data",
  ]

  static func signIns(_ call: SignInCall) -> [ScriptSignIn] {
    guard let tenant = tenant(call) else { return [] }
    let fields = fields(call)
    guard let assertion = fields["client_assertion"] else { return [] }
    return [
      ScriptSignIn(
        call.program.hasPrefix("invoke") ? "Invoke-RestMethod" : call.program,
        assertion: assertion,
        clientID: fields["client_id"] ?? .unknown,
        tenant: tenant
      )
    ]
  }

  /// The tenant in the address, when that is Entra ID's.
  private static func tenant(_ call: SignInCall) -> ScriptValue? {
    for word in call.line.arguments {
      let pieces = word.split(on: UInt8(ascii: "/"))
      if pieces.count > 3, isHost(pieces[2], call) { return call.environment.value(pieces[3]) }
      guard let text = call.environment.value(word).text ?? call.environment.value(word).path
      else { continue }
      let parts = text.split(separator: "/", omittingEmptySubsequences: false)
      if parts.count > 3, hosts.contains(String(parts[2])) {
        let tenant = String(parts[3])
        return tenant.hasPrefix("${") ? .unknown : ScriptValue(tenant)
      }
    }
    return nil
  }

  private static func isHost(_ word: ShellWord, _ call: SignInCall) -> Bool {
    guard let text = call.environment.value(word).text else { return false }
    return hosts.contains(text)
  }

  /// The fields of the body.
  private static func fields(_ call: SignInCall) -> [String: ScriptValue] {
    var fields: [String: ScriptValue] = [:]
    for word in bodies(call) {
      for piece in word.split(on: UInt8(ascii: "&")) {
        // curl reads what it encodes from a file: `NAME@FILE`.
        if let file = piece.dropping(prefix: "client_assertion@") {
          fields["client_assertion"] = call.environment.contents(of: file)
        }
        guard let (name, value) = piece.field else { continue }
        fields[name] = call.environment.value(value)
      }
      guard let table = word.onlyVariable?.name else { continue }
      for key in SignInCall.tableKeys {
        if let value = call.environment.entry(key, of: table) { fields[key] = value }
      }
    }
    return fields
  }

  private static func bodies(_ call: SignInCall) -> [ShellWord] {
    var words: [ShellWord] = []
    if let body = call.parameterWord(["-body", "-form"]) { words.append(body) }
    for place in call.line.arguments.indices {
      let word = call.line.arguments[place]
      if bodyOptions.contains(word.literal ?? "") {
        words += call.line.arguments[(place + 1)...].prefix(1)
      }
      for option in bodyOptions {
        if let rest = word.dropping(prefix: option.hasPrefix("--") ? option + "=" : option),
          !rest.parts.isEmpty
        {
          words.append(rest)
        }
      }
      // HTTPie takes the fields as they are.
      if call.program.hasPrefix("http") { words.append(word) }
    }
    return words
  }
}
