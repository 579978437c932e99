import AzureFederation

/// One failure, as one stretch of a log reports it.
struct FailureReport {
  /// The line where it begins.
  var line: Int
  /// The values in it; the first of each kind is kept.
  private(set) var facts: [FailureFact: String] = [:]
  var entraCode: String?
  var oauthError: String?
  var status: Int?
  /// Codes of JSON bodies and printed errors, in order.
  var codes: [String] = []
  /// The failure that a phrase can only belong to.
  var certain: String?
  /// A failure that counts while the runner fetches secrets.
  var runner: String?
  var network: String?
  /// The lifetime of the token, in minutes.
  var lifetime: Int?
  /// When the token is valid, and when it was read.
  var validity: TokenValidity?
  /// A failure that counts when nothing is more specific.
  var hint: String?
  /// The line of the network failure.
  var networkLine: Int?
  /// The host of Azure that was named last.
  private(set) var host: String?
  /// The line that names it.
  private(set) var hostLine = 0
  /// The last line that names a host of a third party.
  private(set) var otherHostLine = 0
  /// The cloud of a vault that was named.
  private(set) var vaultCloud: Cloud?
  /// The cloud of an authority that was named.
  private(set) var authorityCloud: Cloud?
  /// The kind of the caller's identity, where the vault named its resource.
  private(set) var identityKind: IdentityKind?
  /// The cloud to which a tenant belongs, as the message names it.
  private(set) var tenantCloud: Cloud?
  /// Whether the caller is the identity of a machine, which no job can sign in as.
  private(set) var isMachine = false
  /// Whether an error body of either kind was seen.
  var hasBody = false
  /// Whether there is a code where only errors of Azure have one.
  var hasErrorCode = false
  var isResolving = false
  var isSigningIn = false
  var isAboutVault = false
  /// Whether the host of a sign-in was named.
  var namesAuthority: Bool { authorityCloud != nil }

  init(line: Int) {
    self.line = line
  }

  /// Whether it names the failure, not only the place.
  var hasEvidence: Bool {
    entraCode != nil || certain != nil || !codes.isEmpty || status != nil || runner != nil
      || network != nil || hint != nil
  }

  /// Whether it does so in a form that only Azure uses.
  var hasStrongEvidence: Bool { entraCode != nil || certain != nil }

  /// Notes a code of a body or a printed error; only words are codes of a vault.
  mutating func note(code: String) {
    guard codes.count < 32, code.utf8.first.map({ !FactReader.isDigit($0) }) == true else { return }
    codes.append(code)
  }

  /// Notes a value, unless there is one or it has the wrong form.
  mutating func note(_ value: String, as fact: FailureFact) {
    guard facts[fact] == nil, let value = FactReader.checked(value, as: fact) else { return }
    facts[fact] = value
  }

  /// Notes a value that may be anything, such as a tenant that was never one.
  mutating func note(text: String, as fact: FailureFact) {
    guard facts[fact] == nil, !text.isEmpty, text.utf8.count <= 200 else { return }
    facts[fact] = text
  }

  /// Whether a text is the name of a variable, or an unexpanded one.
  static func isUnexpanded(_ text: String) -> Bool {
    if FactReader.isMasked(text) { return false }
    if text.contains("$") || text.contains("%") || text.contains("{") { return true }
    return text.contains("_") && text == text.uppercased() && text.utf8.count <= 60
  }

  /// Whether a text is the beginning of a path, which is read as the tenant when that is empty.
  static func isPath(_ text: String) -> Bool {
    ["v2.0", "oauth2", ".well-known", "discovery"].contains(text)
  }

  /// Notes the cloud of a tenant: `MicrosoftOnline.US` and the like.
  mutating func note(nationalCloud name: String) {
    let name = name.lowercased()
    tenantCloud = Cloud.allCases.first { cloud in
      cloud.authorityHosts.contains { host in
        host.split(separator: ".").suffix(2).joined(separator: ".") == name
      }
    }
  }

  /// Notes values of the command whose output this is, when the output has no others.
  mutating func note(command: [FailureFact: String]) {
    if let vault = command[.vault], let known = facts[.vault], vault != known { return }
    for (fact, value) in command where fact != .host { note(value, as: fact) }
    guard let host = command[.host] else { return }
    if let networkLine, self.host == nil, otherHostLine != networkLine {
      note(host: host, line: networkLine)
    }
    vaultCloud = vaultCloud ?? Cloud(vaultHost: host)
  }

  /// Notes the host of Azure that a network failure is about.
  mutating func noteNetworkHost() {
    if let networkHost { note(networkHost, as: .host) }
  }

  /// Notes a host, when it belongs to Azure's sign-in or is a vault's.
  ///
  /// - Returns: Whether it is one of these.
  @discardableResult
  mutating func note(host written: String, line: Int) -> Bool {
    // The name of a private endpoint leads to the vault's own.
    let endpoint =
      written.contains(".vaultcore.") ? VaultURL.suggestion(for: "https://\(written)") : nil
    let name = endpoint.map { String($0.dropFirst("https://".count)) } ?? written
    if let cloud = Cloud(vaultHost: name) {
      vaultCloud = vaultCloud ?? cloud
      note(String(name.dropLast(cloud.vaultSuffix.count)), as: .vault)
    } else if let cloud = Cloud(authorityHost: name) {
      if name == "sts.windows.net" { return false }
      authorityCloud = authorityCloud ?? cloud
    } else {
      otherHostLine = line
      return false
    }
    if network == nil || host == nil {
      host = name
      hostLine = line
    }
    return true
  }

  /// Adds what only another report of the same failure contains.
  mutating func merge(_ other: FailureReport) {
    facts.merge(other.facts) { first, _ in first }
    vaultCloud = vaultCloud ?? other.vaultCloud
    authorityCloud = authorityCloud ?? other.authorityCloud
    identityKind = identityKind ?? other.identityKind
    tenantCloud = tenantCloud ?? other.tenantCloud
    isMachine = isMachine || other.isMachine
  }

  /// Notes the resource of the caller's managed identity.
  mutating func note(identity path: [String]) {
    identityKind = .managedIdentity
    let names = path.map { $0.lowercased() }
    if let group = names.firstIndex(of: "resourcegroups"), group + 1 < path.count {
      note(path[group + 1], as: .resourceGroup)
    }
    guard let place = names.firstIndex(of: "userassignedidentities"), place + 1 < path.count else {
      isMachine = true
      return
    }
    note(path[place + 1], as: .identityName)
  }
}
