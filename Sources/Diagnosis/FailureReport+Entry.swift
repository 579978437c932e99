import AzureFederation

/// The entry of the catalogue that fits what was read.
extension FailureReport {
  /// The entry of the failure; nil when nothing in it is a failure of Azure's.
  ///
  /// The more specific a piece of evidence is, the earlier it counts: Entra's code, then an inner
  /// code of the vault, then a phrase, then codes and statuses that are as general as the HTTP
  /// status.
  var entry: FailureEntry? {
    if let entraCode {
      return ErrorCatalogue.entry(entraCode)
        ?? ErrorCatalogue.entraFamily(code: entraCode, error: oauthError)
    }
    if let code = vaultCode, let entry = ErrorCatalogue.entry(code) { return entry }
    if let certain {
      return ErrorCatalogue.entry(certain)
        ?? ErrorCatalogue.vaultFamily(code: certain, status: status ?? 401)
    }
    if let network, let entry = networkEntry(network) { return entry }
    if let runner, isResolving { return ErrorCatalogue.entry(runner) }
    if let hint { return ErrorCatalogue.entry(hint) }
    return family
  }

  /// The vault's code that is more specific than the HTTP status: a known code before an unknown
  /// one, the inner one before the outer one.
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

  /// Whether the runner failed in it without a known message.
  var isWrapper: Bool { isResolving || isSigningIn }

  /// The host of Azure that the network failure is about.
  ///
  /// It must be named with the failure, not lines before; a text that only reports a missing
  /// connection needs it in the same line.
  var networkHost: String? {
    let distance = network == "unreachable" ? 0 : 2
    guard let host, let networkLine, abs(networkLine - hostLine) <= distance else { return nil }
    return otherHostLine == networkLine && hostLine != networkLine ? nil : host
  }

  private func networkEntry(_ kind: String) -> FailureEntry? {
    guard let host = networkHost else { return nil }
    let isVault = Cloud(vaultHost: host) != nil
    switch kind {
    case "host_unknown":
      return ErrorCatalogue.entry(isVault ? "vault_host_unknown" : "authority_unreachable")
    case "unreachable":
      return ErrorCatalogue.entry(isVault ? "vault_unreachable" : "authority_unreachable")
    default: return ErrorCatalogue.entry(kind)?.revised(stage: isVault ? .vault : .exchange)
    }
  }
}
