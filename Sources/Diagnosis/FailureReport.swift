import AzureFederation

/// What one stretch of a log tells about one failure.
struct FailureReport {
  /// The line where it begins.
  var line: Int
  /// What was read in it; the first value of each kind stays.
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
  /// Whether an error body of either kind was seen.
  var hasBody = false
  /// Whether a code stands where only errors of Azure have one.
  var hasErrorCode = false
  var isResolving = false
  var isSigningIn = false
  var isAboutVault = false
  /// Whether the host of a sign-in was named.
  var namesAuthority = false

  init(line: Int) {
    self.line = line
  }

  /// Whether it says what failed, not only where.
  var hasEvidence: Bool {
    entraCode != nil || certain != nil || !codes.isEmpty || status != nil || runner != nil
      || network != nil
  }

  /// Whether it says so in a way that only Azure has.
  var hasStrongEvidence: Bool { entraCode != nil || certain != nil }

  /// Notes a code of a body or a printed error; only words are codes of a vault.
  mutating func note(code: String) {
    guard codes.count < 32, code.utf8.first.map({ !FactReader.isDigit($0) }) == true else { return }
    codes.append(code)
  }

  /// Notes a value, unless there is one or it cannot be what it is said to be.
  mutating func note(_ value: String, as fact: FailureFact) {
    guard facts[fact] == nil, let value = FactReader.checked(value, as: fact) else { return }
    facts[fact] = value
  }

  // MARK: What failed

  /// The entry of the failure; nil when nothing in it is a failure of Azure's.
  ///
  /// The more a piece of evidence says, the earlier it counts: Entra's code, then an inner code of
  /// the vault, then a phrase, then codes and statuses that say no more than the HTTP status.
  var entry: FailureEntry? {
    if let entraCode {
      return ErrorCatalogue.entry(entraCode)
        ?? ErrorCatalogue.entraFamily(code: entraCode, error: oauthError)
    }
    if let code = vaultCode, let entry = ErrorCatalogue.entry(code) { return entry }
    if let certain, let entry = ErrorCatalogue.entry(certain) { return entry }
    if let network, let entry = networkEntry(network) { return entry }
    if let runner, isResolving { return ErrorCatalogue.entry(runner) }
    return family
  }

  /// What the vault's answer says beyond its HTTP status: a known code before an unknown one, the
  /// inner one before the outer one.
  private var vaultCode: String? {
    guard hasErrorCode, isAboutVault || facts[.vault] != nil else { return nil }
    let specific = codes.reversed().filter { !ErrorCatalogue.isGeneric($0) }
    return specific.first { ErrorCatalogue.entry($0) != nil } ?? specific.first
  }

  private var family: FailureEntry? {
    let generic = codes.last { ErrorCatalogue.isGeneric($0) }
    if let code = vaultCode ?? (hasErrorCode && facts[.vault] != nil ? generic : nil) {
      let status = status ?? generic.flatMap { ErrorCatalogue.status(of: $0) }
      return ErrorCatalogue.vaultFamily(code: code, status: status)
    }
    guard let status, status >= 400 else { return nil }
    if namesAuthority || isSigningIn { return ErrorCatalogue.uncoded(.exchange, status: status) }
    return facts[.vault] == nil ? nil : ErrorCatalogue.vaultFamily(code: nil, status: status)
  }

  /// Whether the runner failed in it without saying anything that is known.
  var isWrapper: Bool { isResolving || isSigningIn }

  private func networkEntry(_ kind: String) -> FailureEntry? {
    let isVault = facts[.vault] != nil
    guard isVault || namesAuthority else { return nil }
    switch kind {
    case "host_unknown":
      return ErrorCatalogue.entry(isVault ? "vault_host_unknown" : "authority_unreachable")
    case "unreachable":
      return ErrorCatalogue.entry(isVault ? "vault_unreachable" : "authority_unreachable")
    default: return ErrorCatalogue.entry(kind)
    }
  }
}
