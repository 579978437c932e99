import AzureFederation

/// IDs, names and claims in messages.
extension LogReader {
  mutating func readFact(_ hit: MarkScanner.Hit, _ line: Int) {
    switch hit.mark {
    case .url: readURL(hit, line)
    case .claim(let fact): report.note(facts.claim(at: hit.end), as: fact)
    case .host: report.note(host: facts.host(at: hit.end), line: line)
    case .quoted(.application), .quoted(.tenant): readID(hit)
    case .quoted(let fact): report.note(facts.quoted(at: hit.end), as: fact)
    case .nationalCloud: report.note(nationalCloud: facts.quoted(at: hit.end))
    case .text(let fact): report.note(text: facts.quoted(at: hit.end), as: fact)
    case .wrongAudience: readAudiences(facts.rest(at: hit.end))
    case .managedIdentity:
      report.note(identity: facts.word(at: hit.end).split(separator: "/").map(String.init))
    case .lifetime: readLifetime(facts.rest(at: hit.end))
    case .validity: report.validity = report.validity ?? TokenValidity(facts.rest(at: hit.end))
    case .runnerVersion:
      runnerVersion =
        runnerVersion ?? FactReader.checked(facts.word(at: hit.end), as: .runnerVersion)
    case .word(.vault):
      let name = facts.word(at: hit.end)
      let isLocated = facts.rest(at: hit.end).dropFirst(name.count).hasPrefix(";location")
      if isLocated { report.note(name, as: .vault) }
    case .word(.timestamp):
      let time = facts.rest(at: hit.end).prefix(20)
      if time.hasSuffix("Z") { report.note(String(time), as: .timestamp) }
    case .word(.secret): readMissingSecret(facts.path(at: hit.end), line)
    case .word(.tenant):
      if let tenant = facts.path(at: hit.end).first { report.note(tenant, as: .tenant) }
    case .word(.job):
      let name = facts.rest(at: hit.end).drop { "$'\"".contains($0) }
      job = job ?? FactReader.checked(String(name.prefix { !"'\"".contains($0) }), as: .job)
    case .word(let fact): report.note(facts.word(at: hit.end), as: fact)
    case .vaultPath: readPath(facts.path(at: hit.end))
    case .secretPath:
      report.isAboutVault = true
      readSecret(facts.path(at: hit.end)[...])
    default: break
    }
  }

  // MARK: Values of messages

  /// Reads the tenants that a vault names when it refuses a token.
  ///
  /// They are those that it trusts, then the token's. Those of Microsoft's own services are the same
  /// for all vaults.
  mutating func readTenants(_ text: String) {
    let tenants = text.split(separator: "https://sts.windows.net/").dropFirst().map {
      String($0.prefix(36))
    }
    guard let found = tenants.last else { return }
    report.note(found, as: .tenant)
    let own = tenants.dropLast().filter { !MicrosoftClient.serviceTenants.contains($0) }
    if own.count == 1 { report.note(own[0], as: .vaultTenant) }
  }

  /// Reads the resources of a token that a vault does not accept.
  ///
  /// The text is `https://vault.azure.net, found: https://management.azure.com.`
  private mutating func readAudiences(_ text: String) {
    let parts = text.split(separator: ", found", maxSplits: 1)
    guard parts.count == 2 else { return }
    let accepted = parts[0].split(separator: " ").first ?? ""
    let found = parts[1].drop { ": ".contains($0) }.prefix { !" \"'\\}".contains($0) }
    report.note(String(accepted), as: .acceptedResource)
    report.note(String(found), as: .resource)
  }

  /// Reads the ID of an application or a tenant, or the text that was sent instead of it.
  private mutating func readID(_ hit: MarkScanner.Hit) {
    guard case .quoted(let fact) = hit.mark else { return }
    let text = facts.quoted(at: hit.end)
    if FailureReport.isUnexpanded(text) || fact == .tenant && FailureReport.isPath(text) {
      report.note(text: text, as: fact)
    } else {
      report.note(text, as: fact)
    }
  }

  /// Reads the tenant in the URL of an authority, which may be an unexpanded variable.
  mutating func readAuthority(_ url: String) {
    let parts = url.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count >= 4 else { return }
    report.note(text: String(parts[3].hasSuffix(".") ? parts[3].dropLast() : parts[3]), as: .tenant)
  }

  /// Reads how long a token is valid.
  ///
  /// The text is `1764230000. Token expires on 1764402805.`
  private mutating func readLifetime(_ text: String) {
    let times = text.split { !$0.isNumber }.prefix(2).compactMap { Int($0) }
    guard times.count == 2, times[1] > times[0], times[1] - times[0] < 100_000_000 else { return }
    let minutes = (times[1] - times[0]) / 60
    report.lifetime = minutes
    let rest = minutes % 60 == 0 ? "" : " \(minutes % 60) min"
    report.note("\(minutes / 60) h\(rest)", as: .tokenLifetime)
  }

  // MARK: URLs and paths

  private mutating func readURL(_ hit: MarkScanner.Hit, _ line: Int) {
    let host = facts.host(at: hit.end)
    let path = hit.end + host.utf8.count
    if Cloud(vaultHost: host) != nil {
      beginRequest(hit, line)
      report.note(host: host, line: line)
      let parts = facts.path(at: path)
      if parts.first == "secrets" { readSecret(parts.dropFirst()) }
    } else if Cloud(authorityHost: host) != nil, host != "sts.windows.net" {
      beginRequest(hit, line)
      report.note(host: host, line: line)
      if let tenant = facts.path(at: path).first { report.note(tenant, as: .tenant) }
    } else if isRequest(hit) {
      // Another service's answer is not the vault's answer.
      finish(line: line)
    } else {
      report.note(host: host, line: line)
    }
  }

  /// A request line begins a report, unless the report has nothing but its wrapping so far.
  private mutating func beginRequest(_ hit: MarkScanner.Hit, _ line: Int) {
    if isRequest(hit), report.hasEvidence { finish(line: line) }
  }

  /// Whether a URL is in a request line, as clients print it with the answer.
  private func isRequest(_ hit: MarkScanner.Hit) -> Bool {
    let before = log.bytes[max(0, hit.start - 5)..<hit.start]
    return before.suffix(4).elementsEqual("GET ".utf8) || before.elementsEqual("POST ".utf8)
      || before.suffix(4).elementsEqual("PUT ".utf8)
  }

  /// The secret of a message; the same message about another secret is another failure.
  private mutating func readMissingSecret(_ parts: [String], _ line: Int) {
    if let code = report.certain, let known = report.facts[.secret], let name = parts.first,
      name.lowercased() != known.lowercased()
    {
      finish(line: line)
      note(certain: code, line)
    }
    readSecret(parts[...])
  }

  /// A name, and perhaps a version.
  private mutating func readSecret(_ parts: ArraySlice<String>) {
    guard let name = parts.first else { return }
    report.note(name, as: .secret)
    if parts.count == 2, let version = parts.last, report.facts[.secret] == name {
      report.note(version, as: .version)
    }
  }

  /// Operations of Azure Resource Manager on vaults: `Microsoft.KeyVault/vaults/read`.
  private static let operations: Set<String> = ["read", "write", "delete", "deploy"]

  /// Reads the path after `/vaults/`: `NAME/secrets/SECRET`.
  private mutating func readPath(_ parts: [String]) {
    // The action `Microsoft.KeyVault/vaults/secrets/readMetadata/action` names an operation.
    guard let vault = parts.first, parts.last != "action", !Self.operations.contains(vault) else {
      return
    }
    report.note(vault, as: .vault)
    if parts.count >= 3, parts[1] == "secrets" { readSecret(parts.dropFirst(2)) }
  }
}
