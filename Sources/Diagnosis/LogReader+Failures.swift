import AzureFederation

/// Codes, statuses and phrases that identify a failure.
extension LogReader {
  mutating func readFailure(_ hit: MarkScanner.Hit, _ line: Int) {
    switch hit.mark {
    case .body: readBody(hit, line)
    case .status: readStatus(hit, line)
    case .entraCode, .entraNumbers: readEntra(hit, line)
    case .printedCode: readCode(hit, line, isError: true)
    case .jsonCode, .plainCode: readCode(hit, line, isError: false)
    case .certain(let code): note(certain: code, line)
    case .vaultNumber: readVaultNumber(hit, line)
    case .deniedPermission:
      let word = facts.word(at: hit.end)
      let rest = facts.rest(at: hit.end).dropFirst(word.count)
      guard rest.hasPrefix(" permission on key vault") else { return }
      note(certain: "AccessDenied", line)
      report.note(word, as: .permission)
    case .terraformSecret:
      guard facts.rest(at: hit.end).contains("does not exist") else { return }
      note(certain: "SecretNotFound", line)
      report.note(facts.quoted(at: hit.end), as: .secret)
    case .hint(let code):
      evidence(line)
      // A request to the machine's own service is more specific than the end of a chain.
      let isRequest = code == "managed_identity_requested"
      report.hint = isRequest ? code : report.hint ?? code
      if code == "authority_configuration" { readAuthority(facts.word(at: hit.end)) }
    case .runner(let code):
      evidence(line)
      report.runner = report.runner ?? code
    case .network(let kind):
      evidence(line)
      report.network = report.network ?? kind
      report.networkLine = report.networkLine ?? line
    case .resolving: report.isResolving = resolver == nil || resolver == "azure_key_vault"
    case .signingIn: report.isSigningIn = true
    case .vaultContext: report.isAboutVault = true
    case .innerError:
      report.isAboutVault = true
      report.hasErrorCode = true
    default: readFact(hit, line)
    }
  }

  mutating func readCode(_ hit: MarkScanner.Hit, _ line: Int, isError: Bool) {
    evidence(line)
    report.note(code: facts.identifier(at: hit.end))
    if isError { report.hasErrorCode = true }
  }

  mutating func note(certain code: String, _ line: Int) {
    // The inner code of the same body is more specific than a phrase beside it.
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
      // Only before a message: codes are also in links and in akvlint's own output.
      let end = hit.end + digits.utf8.count
      guard end < facts.lineEnd, log.bytes[end] == UInt8(ascii: ":") else { return }
    } else if report.entraCode != nil {
      return
    }
    if report.hasStrongEvidence { finish(line: line) }
    evidence(line, isStrong: true)
    report.entraCode = code
  }

  /// Reads a code of a vault, such as `AKV10032:`.
  private mutating func readVaultNumber(_ hit: MarkScanner.Hit, _ line: Int) {
    let digits = facts.digits(at: hit.end)
    let end = hit.end + digits.utf8.count
    guard digits.utf8.count == 4, end < facts.lineEnd, log.bytes[end] == UInt8(ascii: ":") else {
      return
    }
    let code = "AKV1\(digits)"
    guard report.certain != code else { return }
    report.isAboutVault = true
    note(certain: code, line)
    if code == "AKV10032" { readTenants(facts.rest(at: end)) }
  }
}
