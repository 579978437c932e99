import AzureFederation
import ShellSyntax

/// A request for a token that a script sends itself, with `client_assertion`.
///
/// Source: Microsoft identity platform, "Get a token" with a certificate or federated credential:
/// `POST /TENANT/oauth2/v2.0/token`.
enum RequestSignIn {
  private static let hosts = Set(Cloud.allCases.flatMap(\.authorityHosts))
  private static let bodyOptions: Set<String> = [
    "-d", "--data", "--data-raw", "--data-urlencode", "--data-ascii", "--data-binary", "-F",
    "--form", "--form-string", "--post-data", "--body-data",
  ]

  static func signIns(_ call: SignInCall) -> [ScriptSignIn] {
    guard let (host, tenant) = authority(call) else { return [] }
    let fields = fields(call)
    guard let assertion = fields["client_assertion"] else { return [] }
    return [
      ScriptSignIn(
        call.program.hasPrefix("invoke") ? "Invoke-RestMethod" : call.program,
        assertion: assertion,
        clientID: fields["client_id"] ?? .unknown,
        tenant: tenant,
        cloud: ScriptCloud(authority: ScriptValue(host))
      )
    ]
  }

  /// The host and the tenant in the address, when that is Entra ID's.
  private static func authority(_ call: SignInCall) -> (host: String, tenant: ScriptValue)? {
    for word in call.line.arguments {
      let pieces = word.split(on: UInt8(ascii: "/"))
      if pieces.count > 3, let host = call.environment.value(pieces[2]).text, hosts.contains(host) {
        return (host, call.environment.value(pieces[3]))
      }
      if let found = authority(call.environment.value(word)) { return found }
    }
    return call.splats.lazy.compactMap { call.environment.entry("uri", of: $0) }
      .compactMap(authority).first
  }

  private static func authority(_ address: ScriptValue) -> (host: String, tenant: ScriptValue)? {
    guard let text = address.text ?? address.path else { return nil }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count > 3, hosts.contains(parts[2]) else { return nil }
    return (parts[2], parts[3].hasPrefix("${") ? .unknown : ScriptValue(parts[3]))
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
        // Forms read a field from a file: `NAME=@FILE`, `NAME=<FILE`.
        let file = value.dropping(prefix: "@") ?? value.dropping(prefix: "<")
        fields[name] = file.map(call.environment.contents) ?? call.environment.value(value)
      }
      if let body = whole(word, call) {
        fields.merge(self.fields(in: body, call)) { _, new in new }
      }
      guard let table = word.onlyVariable?.name else { continue }
      for key in SignInCall.tableKeys {
        if let value = call.environment.entry(key, of: table) { fields[key] = value }
      }
    }
    for table in call.splats {
      let body = "\(table).body"
      for key in SignInCall.tableKeys {
        if let value = call.environment.entry(key, of: body) { fields[key] = value }
      }
      guard let text = call.environment.entry("body", of: table) else { continue }
      fields.merge(self.fields(in: text, call)) { _, new in new }
    }
    for option in ["--post-file", "--body-file"] {
      guard let body = call.word([option]).map(call.environment.contents(of:)) else { continue }
      fields.merge(self.fields(in: body, call)) { _, new in new }
    }
    return fields
  }

  /// A body that a variable, a file or the input holds.
  private static func whole(_ word: ShellWord, _ call: SignInCall) -> ScriptValue? {
    if word.onlyVariable != nil { return call.environment.value(word) }
    guard let file = word.dropping(prefix: "@") else { return nil }
    guard file.literal == "-" else { return call.environment.contents(of: file) }
    let input = call.command.redirections.last { $0.kind == .heredoc || $0.kind == .hereString }
    return input.map { call.environment.value($0.target) }
  }

  /// The fields of a text in which variables are written by name.
  private static func fields(in body: ScriptValue, _ call: SignInCall) -> [String: ScriptValue] {
    guard let text = body.text ?? body.path else { return [:] }
    var fields: [String: ScriptValue] = [:]
    for piece in text.split(whereSeparator: { $0 == "&" || $0.isNewline }) {
      let pair = piece.split(separator: "=", maxSplits: 1).map(String.init)
      guard pair.count == 2 else { continue }
      if let name = VariableReference.only(in: pair[1]) {
        fields[pair[0]] = call.environment.value(name)
      } else {
        fields[pair[0]] = pair[1].contains("${") ? .unknown : ScriptValue(pair[1])
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
