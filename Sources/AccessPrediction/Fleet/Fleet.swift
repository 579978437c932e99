import AzureFederation
package import Evidence
import TextFormats

/// Thousands of projects, each reduced to what an audit asks about it.
package struct Fleet: Sendable {
  /// An application or managed identity that some project's evidence names.
  package struct Application: Hashable, Sendable {
    /// The application (client) ID.
    package let clientID: String
    /// Its tenant; nil when no evidence has it.
    package var tenantID: String?

    /// An application.
    package init(clientID: String, tenantID: String?) {
      self.clientID = clientID
      self.tenantID = tenantID
    }
  }

  /// The projects by path.
  private var byPath: [String: FleetProject] = [:]
  private var byClient: [String: Application] = [:]
  /// The federated credentials that the evidence of any project names.
  private var known: Set<FleetCredential> = []

  /// A fleet without projects.
  package init() {}

  /// The projects, in the order of their paths.
  package var projects: [FleetProject] { byPath.values.sorted { $0.path < $1.path } }

  /// The applications, in the order of their client IDs.
  package var applications: [Application] {
    byClient.values.sorted { $0.clientID < $1.clientID }
  }

  /// The credentials, by application and name.
  package var credentials: [FleetCredential] { known.sorted() }

  /// Adds a project; the first of two with one path stays.
  package mutating func add(_ project: FleetProject) {
    if byPath[project.path] == nil { byPath[project.path] = project }
  }

  /// Adds the applications and credentials that a project's evidence names.
  package mutating func add(_ evidence: ProjectEvidence) {
    for identity in evidence.identities {
      let clientID = GUID.normalised(identity.clientID) ?? identity.clientID
      add(Application(clientID: clientID, tenantID: identity.tenantID))
      for credential in identity.credentials ?? [] {
        known.insert(FleetCredential(credential, of: clientID))
      }
    }
  }

  /// Adds an application; what one source does not know, another may.
  package mutating func add(_ application: Application) {
    let tenants = [byClient[application.clientID]?.tenantID, application.tenantID]
    byClient[application.clientID] = Application(
      clientID: application.clientID,
      tenantID: tenants.compactMap(\.self).min()
    )
  }

  /// Adds a credential.
  package mutating func add(_ credential: FleetCredential) {
    known.insert(credential)
  }

  /// The same without projects that do not fit.
  package func filtered(_ fits: (String) -> Bool) -> Self {
    var result = self
    result.byPath = byPath.filter { fits($0.key) }
    return result
  }

  /// The same without the credentials that are none of these projects': they accept no token of
  /// them.
  package func withOwnCredentials() -> Self {
    var result = self
    let reach = FleetReach(projects)
    let used = Set(
      byPath.values.flatMap(\.uses).flatMap { use in
        use.credentials.map { CredentialKey(clientID: use.clientID ?? "", label: $0) }
      }
    )
    result.known = known.filter { used.contains(CredentialKey($0)) || reach.count($0) > 0 }
    return result
  }

  /// Adds all projects, applications and credentials of another part of the fleet.
  package mutating func merge(_ other: Self) {
    byPath.merge(other.byPath) { first, _ in first }
    for application in other.byClient.values { add(application) }
    known.formUnion(other.known)
  }
}
