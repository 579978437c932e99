import AzureFederation

/// Cuts a log into reports of failures, by what its phrases begin and end.
struct LogReader {
  /// More failures than these are not told apart.
  static let limit = 1000

  private let log: JobLog
  private(set) var reports: [FailureReport] = []
  private(set) var job: String?
  private var report = FailureReport(line: 1)
  private var variable: String?
  private var facts: FactReader

  init(_ log: JobLog) {
    self.log = log
    facts = FactReader(text: log.bytes, lineEnd: 0)
  }

  /// Reads all lines.
  mutating func run() {
    for line in log.lines where reports.count < Self.limit && !isCommand(line) {
      facts = FactReader(text: log.bytes, lineEnd: line.range.upperBound)
      MarkScanner.shared.scan(log.bytes, line.range) { hit in
        read(hit, line.number)
      }
    }
    finish(line: 0)
  }

  /// What the job types, as GitLab or a shell with tracing shows it, is no answer of anybody.
  private func isCommand(_ line: JobLog.Line) -> Bool {
    let text = log.bytes[line.range]
    return text.starts(with: "$ ".utf8) || text.starts(with: "+ ".utf8)
      || text.starts(with: "++ ".utf8)
  }

  /// Puts the report away and begins the next one.
  private mutating func finish(line: Int) {
    if let variable { report.note(variable, as: .variable) }
    if report.hasEvidence || report.isWrapper { reports.append(report) }
    report = FailureReport(line: line)
  }

  /// Makes the report point to the line of its first evidence, or of the first that is strong.
  private mutating func evidence(_ line: Int, isStrong: Bool = false) {
    if isStrong ? !report.hasStrongEvidence : !report.hasEvidence { report.line = line }
  }

  private mutating func read(_ hit: MarkScanner.Hit, _ line: Int) {
    guard reports.count < Self.limit else { return }
    switch hit.mark {
    case .message:
      let isCoded = hit.end < facts.lineEnd && log.bytes[hit.end] == UInt8(ascii: "(")
      if !isCoded { finish(line: line) }
    case .codedMessage:
      finish(line: line)
      readCode(hit, line, isError: true)
    case .secretBegins:
      finish(line: line)
      variable = facts.quoted(at: hit.end)
    case .stageBegins:
      finish(line: line)
      variable = nil
    case .body: readBody(hit, line)
    case .status: readStatus(hit, line)
    case .entraCode, .entraNumbers: readEntra(hit, line)
    case .printedCode: readCode(hit, line, isError: true)
    case .jsonCode, .plainCode: readCode(hit, line, isError: false)
    case .certain(let code): note(certain: code, line)
    case .wrongIssuer:
      guard report.certain != "AKV10032" else { return }
      note(certain: "AKV10032", line)
      readTenants(facts.rest(at: hit.end))
    case .runner(let code):
      evidence(line)
      report.runner = report.runner ?? code
    case .network(let kind):
      evidence(line)
      report.network = report.network ?? kind
    case .resolving: report.isResolving = true
    case .signingIn: report.isSigningIn = true
    case .vaultContext: report.isAboutVault = true
    case .innerError:
      report.isAboutVault = true
      report.hasErrorCode = true
    default: readFact(hit, line)
    }
  }

  private mutating func readFact(_ hit: MarkScanner.Hit, _ line: Int) {
    switch hit.mark {
    case .url: readURL(hit, line)
    case .claim(let fact): report.note(facts.claim(at: hit.end), as: fact)
    case .host: readHost(at: hit.end)
    case .quoted(let fact): report.note(facts.quoted(at: hit.end), as: fact)
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
    default: break
    }
  }
}

// MARK: Evidence

extension LogReader {
  private mutating func readCode(_ hit: MarkScanner.Hit, _ line: Int, isError: Bool) {
    evidence(line)
    report.note(code: facts.identifier(at: hit.end))
    if isError { report.hasErrorCode = true }
  }

  private mutating func note(certain code: String, _ line: Int) {
    // The inner code of the same body says more than a phrase beside it.
    if report.certain == code { return }
    if report.codes.contains(code) {
      evidence(line, isStrong: true)
      report.certain = report.certain ?? code
      return
    }
    if report.hasStrongEvidence { finish(line: line) }
    evidence(line, isStrong: true)
    report.certain = code
  }

  private mutating func readBody(_ hit: MarkScanner.Hit, _ line: Int) {
    if report.hasBody { finish(line: line) }
    report.hasBody = true
    let word = facts.identifier(at: hit.end)
    if word.isEmpty { report.hasErrorCode = true }
    if report.oauthError == nil, !word.isEmpty { report.oauthError = word }
  }

  private mutating func readStatus(_ hit: MarkScanner.Hit, _ line: Int) {
    guard let status = Int(facts.digits(at: hit.end)), (100..<600).contains(status) else { return }
    if report.status != nil { finish(line: line) }
    evidence(line)
    report.status = status
  }

  private mutating func readEntra(_ hit: MarkScanner.Hit, _ line: Int) {
    let digits = facts.digits(at: hit.end)
    guard (4...8).contains(digits.utf8.count) else { return }
    let code = "AADSTS\(digits)"
    let isText = hit.mark == .entraCode
    if isText {
      // Only in front of a message: codes are also named in links and by akvlint itself.
      let end = hit.end + digits.utf8.count
      guard end < facts.lineEnd, log.bytes[end] == UInt8(ascii: ":") else { return }
    } else if report.entraCode != nil {
      return
    }
    if report.hasStrongEvidence { finish(line: line) }
    evidence(line, isStrong: true)
    report.entraCode = code
  }

  /// Reads the tenants that a vault names when it refuses a token: those it trusts, then the token's.
  private mutating func readTenants(_ text: String) {
    let tenants = text.split(separator: "https://sts.windows.net/").dropFirst().map {
      String($0.prefix(36))
    }
    guard let found = tenants.last else { return }
    report.note(found, as: .tenant)
    // Of several, the log does not say which one is the vault's own.
    if tenants.count == 2 { report.note(tenants[0], as: .vaultTenant) }
  }
}

// MARK: Names

extension LogReader {
  private mutating func readURL(_ hit: MarkScanner.Hit, _ line: Int) {
    let host = facts.host(at: hit.end)
    let path = hit.end + host.utf8.count
    if let cloud = Cloud(vaultHost: host) {
      beginRequest(hit, line)
      report.note(String(host.dropLast(cloud.vaultSuffix.count)), as: .vault)
      let parts = facts.path(at: path)
      if parts.first == "secrets" { readSecret(parts.dropFirst()) }
    } else if Self.authorities.contains(host), host != "sts.windows.net" {
      beginRequest(hit, line)
      report.namesAuthority = true
      if let tenant = facts.path(at: path).first { report.note(tenant, as: .tenant) }
    } else if isRequest(hit) {
      // What another service answers is not the vault's answer.
      finish(line: line)
    }
  }

  private static let authorities = Set(Cloud.allCases.flatMap(\.authorityHosts))

  /// A request line begins a report, unless the report has told nothing but its wrapping so far.
  private mutating func beginRequest(_ hit: MarkScanner.Hit, _ line: Int) {
    if isRequest(hit), report.hasEvidence { finish(line: line) }
  }

  /// Whether a URL stands in a request line, as clients print it with the answer.
  private func isRequest(_ hit: MarkScanner.Hit) -> Bool {
    let before = log.bytes[max(0, hit.start - 5)..<hit.start]
    return before.suffix(4).elementsEqual("GET ".utf8) || before.elementsEqual("POST ".utf8)
      || before.suffix(4).elementsEqual("PUT ".utf8)
  }

  /// The host that could not be reached.
  private mutating func readHost(at start: Int) {
    let host = facts.host(at: start)
    if let cloud = Cloud(vaultHost: host) {
      report.note(String(host.dropLast(cloud.vaultSuffix.count)), as: .vault)
    } else if Self.authorities.contains(host) {
      report.namesAuthority = true
    }
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

  /// What follows `/vaults/`: `NAME/secrets/SECRET`.
  private mutating func readPath(_ parts: [String]) {
    // The action `Microsoft.KeyVault/vaults/secrets/getSecret/action` names no vault.
    guard let vault = parts.first, !parts.dropFirst().starts(with: ["getSecret"]) else { return }
    report.note(vault, as: .vault)
    if parts.count >= 3, parts[1] == "secrets" { readSecret(parts.dropFirst(2)) }
  }
}
