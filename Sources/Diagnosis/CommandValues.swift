import AzureFederation

/// The values that commands are filled with: those of the log, then those of the pipeline and the
/// configuration.
struct CommandValues {
  /// The values.
  private(set) var all: [FailureFact: String] = [:]
  /// The identity of the configuration as which the job signs in.
  let identity: Identity?

  /// Joins what is known.
  ///
  /// Masked values, and the ID of a caller that is not the job's identity, are of no use in a
  /// command.
  init(
    log: [FailureFact: String],
    isOtherCaller: Bool,
    pipeline: [FailureFact: String],
    context: DiagnosisContext
  ) {
    var values = log.filter { !FactReader.isMasked($0.value) }
    if isOtherCaller { values[.application] = nil }
    for fact in [FailureFact.application, .tenant] {
      values[fact] = values[fact].flatMap { FactReader.checked($0, as: fact) }
    }
    values.merge(pipeline) { log, _ in log }
    values[.issuer] = values[.issuer] ?? context.issuer
    let identity = context.identity(values[.application])
    values[.application] = values[.application] ?? identity?.clientID
    values[.tenant] = values[.tenant] ?? identity?.tenantID
    for (fact, value) in identity?.resourceNames ?? [:] { values[fact] = values[fact] ?? value }
    self.identity = identity
    all = values
  }
}

extension Identity {
  /// The name and the resource group in the ID of a managed identity's resource.
  fileprivate var resourceNames: [FailureFact: String] {
    let parts = resourceID?.split(separator: "/").map(String.init) ?? []
    let words = parts.map { $0.lowercased() }
    var names: [FailureFact: String] = [:]
    for (word, fact) in [
      ("resourcegroups", FailureFact.resourceGroup), ("userassignedidentities", .identityName),
    ] {
      guard let place = words.firstIndex(of: word), place + 1 < parts.count else { continue }
      names[fact] = parts[place + 1]
    }
    return names
  }
}
