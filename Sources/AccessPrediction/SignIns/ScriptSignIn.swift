package import YAMLSyntax

/// A sign-in to Azure from a script, with the values that it has in one run.
struct ScriptSignIn: Hashable {
  /// Whether the script gets to it.
  enum Certainty: Hashable {
    /// It does.
    case certain
    /// That depends on a choice whose outcome is not known.
    case possible(choice: Int, branch: Int, branches: Int?)
  }

  /// The program, as people call it.
  let tool: String
  /// The value sent as the assertion.
  let assertion: ScriptValue
  /// The client ID.
  let clientID: ScriptValue
  /// The tenant.
  let tenant: ScriptValue
  /// The cloud whose Entra ID it asks; nil when the script does not choose one.
  var cloud: ScriptCloud?
  /// The way in which it may succeed when it lacks a value; nil if it then fails.
  var alternative: String?
  /// The tenant that the program asks without one; nil when it needs one.
  var defaultTenant: String?
  /// The reason why it is not known whether it is this sign-in; nil if it is.
  var doubt: String?
  /// Whether the script gets to it.
  var certainty = Certainty.certain
  /// The text of the script in which it is, and where in it.
  var site: ScriptSite?

  init(
    _ tool: String,
    assertion: ScriptValue,
    clientID: ScriptValue,
    tenant: ScriptValue,
    cloud: ScriptCloud? = nil
  ) {
    self.tool = tool
    self.assertion = assertion
    self.clientID = clientID
    self.tenant = tenant
    self.cloud = cloud
  }
}

extension ScriptSignIn {
  /// Whether another one sends the same.
  func hasValues(of other: Self) -> Bool {
    assertion == other.assertion && clientID == other.clientID && tenant == other.tenant
      && cloud == other.cloud && doubt == other.doubt
  }

  /// The required value that it certainly lacks; nil if it has all.
  var missing: String? {
    if clientID.isEmpty { return "the client ID" }
    return tenant.isEmpty ? "the tenant" : nil
  }

  /// Whether it certainly fails because it lacks the client ID or the tenant.
  var lacksIdentity: Bool {
    guard alternative == nil, doubt == nil else { return false }
    return clientID.isEmpty || tenant.isEmpty && defaultTenant == nil
  }
}

/// A place in a script.
package struct ScriptSite: Hashable, Sendable {
  /// The text.
  package let node: NodeID
  /// The byte in it.
  package let offset: Int
}

/// The value of a word when a script runs.
struct ScriptValue: Hashable {
  static let unknown = ScriptValue(state: .unknown, path: nil)
  /// Longer texts are not followed: scripts can double them with each line.
  static let lengthLimit = 16_384

  /// The known part of it.
  let state: RunValue.State
  /// The text with `${NAME}` for what is not known, to compare the paths of files; nil when nothing
  /// of it is known.
  let path: String?

  init(state: RunValue.State, path: String?) {
    self.state = state
    self.path = path.flatMap { $0.utf8.count <= Self.lengthLimit ? $0 : nil }
  }

  init(_ text: String) {
    let isShort = text.utf8.count <= Self.lengthLimit
    self.init(state: isShort ? .text(text) : .unknown, path: text)
  }

  /// The text, when all of it is known.
  var text: String? {
    switch state {
    case .text(let text): text
    case .undefined: ""
    default: nil
    }
  }

  /// The value with another one after it.
  func appending(_ other: Self) -> Self {
    if isEmpty { return other }
    if other.isEmpty { return self }
    if let text, let end = other.text { return Self(text + end) }
    let path = (text ?? path).flatMap { start in (other.text ?? other.path).map { start + $0 } }
    return Self(state: .unknown, path: path)
  }

  /// The lines of a file with another one after them.
  func appending(line: Self) -> Self {
    appending(Self("\n")).appending(line)
  }

  /// Whether there is certainly something.
  var isSet: Bool {
    switch state {
    case .undefined, .unknown: false
    case .text(let text): !text.isEmpty
    default: true
    }
  }

  /// Whether there is certainly nothing.
  var isEmpty: Bool { text?.isEmpty ?? false }

  /// Whether it is an ID token.
  var isToken: Bool {
    if case .idToken = state { true } else { false }
  }

  /// Whether it certainly is not a signed JWT: three parts of Base64URL between dots.
  var isMalformedToken: Bool {
    guard let text, !text.isEmpty else { return false }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count != 3
      || parts.contains { part in
        part.isEmpty
          || part.utf8.contains { byte in
            let isLetter = (byte | 0x20) &- UInt8(ascii: "a") < 26
            return !isLetter && byte &- UInt8(ascii: "0") >= 10 && !"-_=".utf8.contains(byte)
          }
      }
  }

  /// The path of a file, without the project's folder.
  var file: String? {
    guard var path, !path.isEmpty else { return nil }
    while path.hasPrefix("./") { path.removeFirst(2) }
    return path
  }

  /// Whether a text means true to Go's `strconv.ParseBool`, as Terraform's providers read it; nil
  /// when it is not known.
  var isTrue: Bool? {
    text.map { ["1", "t", "true"].contains($0.lowercased()) }
  }
}
