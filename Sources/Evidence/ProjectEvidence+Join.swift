import AzureFederation
import TextFormats

extension ProjectEvidence {
  /// Takes over from a configuration that is extended: this one's values win, key by key.
  mutating func inherit(_ base: Self) {
    let identities = identities
    let items = variables.items
    join(base)
    if !identities.isEmpty { self.identities = identities }
    if !items.isEmpty { variables.items = items }
    gitLab.runnerVersion = gitLab.runnerVersion ?? base.gitLab.runnerVersion
  }

  /// Takes over from another source what is not known here.
  ///
  /// The configuration overrides gathered evidence.
  package mutating func join(_ other: Self) {
    gitLab.join(other.gitLab)
    if !variables.isClosed {
      variables.items += other.variables.items
      variables.isClosed = other.variables.isClosed
    }
    for identity in other.identities {
      guard let index = identities.firstIndex(where: { $0.isSame(as: identity) }) else {
        identities.append(identity)
        continue
      }
      let known = identities[index]
      identities[index] = Identity(
        clientID: known.clientID,
        tenantID: known.tenantID ?? identity.tenantID,
        credentials: known.credentials ?? identity.credentials,
        kind: known.kind ?? identity.kind,
        resourceID: known.resourceID ?? identity.resourceID,
        objectID: known.objectID ?? identity.objectID,
        source: known.credentials == nil ? identity.source : known.source
      )
    }
    exports += other.exports
    observations.join(other.observations)
  }
}

extension ProjectEvidence.GitLab {
  fileprivate mutating func join(_ other: Self) {
    issuer = issuer ?? other.issuer
    projectPath = projectPath ?? other.projectPath
    version = version ?? other.version
    tier = tier ?? other.tier
    overrideRole = overrideRole ?? other.overrideRole
    projectID = projectID ?? other.projectID
    defaultBranch = defaultBranch ?? other.defaultBranch
    protectedBranches = protectedBranches ?? other.protectedBranches
    protectedTags = protectedTags ?? other.protectedTags
    subjectComponents = subjectComponents ?? other.subjectComponents
    source = source ?? other.source
  }
}

extension Identity {
  fileprivate func isSame(as other: Self) -> Bool {
    GUID.areEqual(clientID, other.clientID)
      && (tenantID == nil || other.tenantID == nil
        || GUID.areEqual(tenantID ?? "", other.tenantID ?? ""))
  }
}

extension Observations {
  /// The most recent answers come first.
  fileprivate mutating func join(_ other: Self) {
    lint = lint ?? other.lint
    subjectComponents = subjectComponents ?? other.subjectComponents
    issuers += other.issuers
    tenants += other.tenants
    applications += other.applications
    servicePrincipals += other.servicePrincipals
    exchanges += other.exchanges
    vaults += other.vaults
    denials += other.denials
  }
}
