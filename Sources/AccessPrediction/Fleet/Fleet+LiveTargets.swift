package import Evidence
import TextFormats

extension Fleet {
  /// The applications, tenants and vaults that the projects name, each once, as far as they are known.
  package var liveTargets: LiveTargets {
    var targets = LiveTargets()
    for application in applications {
      targets.clients.insert(application.clientID)
      if let tenant = application.tenantID { targets.tenants.insert(ASCII.lowercased(tenant)) }
    }
    for use in projects.flatMap(\.uses) {
      if let client = use.clientID { targets.clients.insert(client) }
      guard let secret = use.secret, let vault = secret.url else { continue }
      // A name that a run completes is not one to ask for.
      let name = secret.name.flatMap { $0.contains("…") ? nil : $0 }
      targets.secrets[vault, default: []].formUnion(name.map { [$0] } ?? [])
    }
    return targets
  }
}
