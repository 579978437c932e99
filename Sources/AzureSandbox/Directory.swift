import Synchronization

/// The tenants of a scenario, with the changes that clients have made.
final class Directory: Sendable {
  private let state: Mutex<[SandboxSetup.Tenant]>

  init(_ tenants: [SandboxSetup.Tenant]) {
    state = Mutex(tenants)
  }

  /// The tenants as they are now.
  var tenants: [SandboxSetup.Tenant] { state.withLock(\.self) }

  /// Changes the credentials of an application or a managed identity.
  ///
  /// - Parameters:
  ///   - clientID: Its client ID.
  ///   - tenantID: Its tenant.
  ///   - change: Changes the credentials.
  /// - Returns: The result of the change.
  /// - Throws: The reason why it is refused; nothing has changed then.
  func change<Result: Sendable>(
    credentialsOf clientID: String,
    in tenantID: String,
    _ change: (inout StoredCredentials) throws(StoredCredentials.Refusal) -> Result
  ) throws(StoredCredentials.Refusal) -> Result {
    try state.withLock { tenants throws(StoredCredentials.Refusal) in
      guard let tenant = tenants.firstIndex(where: { $0.id == tenantID }) else {
        throw .missing(clientID)
      }
      if let place = tenants[tenant].applications.firstIndex(where: { $0.clientID == clientID }) {
        return try Self.apply(change, to: &tenants[tenant].applications[place].credentials)
      }
      let identities = tenants[tenant].managedIdentities
      guard let place = identities.firstIndex(where: { $0.clientID == clientID }) else {
        throw .missing(clientID)
      }
      return try Self.apply(change, to: &tenants[tenant].managedIdentities[place].credentials)
    }
  }

  private static func apply<Result>(
    _ change: (inout StoredCredentials) throws(StoredCredentials.Refusal) -> Result,
    to credentials: inout [TrustedCredential]
  ) throws(StoredCredentials.Refusal) -> Result {
    var list = StoredCredentials(credentials)
    let result = try change(&list)
    credentials = list.credentials
    return result
  }
}
