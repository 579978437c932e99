import AzureFederation
import TextFormats

/// Evidence as a snapshot file: metadata only, one item a line and sorted, so that two snapshots
/// are easy to compare.
package enum SnapshotText {
  /// The file.
  ///
  /// - Parameters:
  ///   - evidence: The gathered evidence.
  ///   - date: The day on which it was.
  /// - Returns: JSON that `SnapshotReader` reads.
  package static func render(_ evidence: ProjectEvidence, date: String) -> String {
    var members = ["\"schema\": 1", "\"date\": \(quoted(date))"]
    members.append("\"gitlab\": \(gitLab(evidence))")
    let observations = evidence.observations
    members += [
      list("issuers", observations.issuers.map(issuer)),
      list("tenants", observations.tenants.map(tenant)),
      list("identities", identities(evidence)),
      list("vaults", observations.vaults.map { vault($0, observations) }),
      list("exchanges", observations.exchanges.map(exchange)),
    ].compactMap { $0 }
    return "{\n\(members.joined(separator: ",\n"))\n}\n"
  }

  private static func list(_ key: String, _ items: [String]) -> String? {
    guard !items.isEmpty else { return nil }
    return "\"\(key)\": [\n  \(items.joined(separator: ",\n  "))\n]"
  }

  private static func quoted(_ text: String) -> String {
    object { $0.value(text) }
  }

  private static func object(_ write: (inout JSONText) -> Void) -> String {
    var json = JSONText()
    write(&json)
    return json.text
  }

  // MARK: GitLab

  private static func gitLab(_ evidence: ProjectEvidence) -> String {
    let gitLab = evidence.gitLab
    var members: [String] = []
    func add(_ key: String, _ text: String?) {
      if let text { members.append("\(quoted(key)): \(quoted(text))") }
    }
    func add(_ key: String, _ texts: [String]?, sorted: Bool) {
      guard let texts else { return }
      let list = object { $0.array(sorted ? texts.sorted() : texts) }
      members.append("\(quoted(key)): \(list)")
    }
    add("url", gitLab.issuer)
    add("project", gitLab.projectPath)
    if let id = gitLab.projectID { members.append("\"project_id\": \(id)") }
    add("version", gitLab.version)
    add("tier", gitLab.tier)
    add("pipeline_variables_minimum_override_role", gitLab.overrideRole)
    add("default_branch", gitLab.defaultBranch)
    add("protected_branches", gitLab.protectedBranches, sorted: true)
    add("protected_tags", gitLab.protectedTags, sorted: true)
    add("sub_claim", gitLab.subjectComponents, sorted: false)
    if let lint = evidence.observations.lint {
      let text = object { json in
        json.object { json in
          json.member("valid", lint.isValid)
          json.key("errors")
          json.array(lint.errors)
        }
      }
      members.append("\"lint\": \(text)")
    }
    let variables = evidence.variables
    if variables.isClosed || !variables.items.isEmpty {
      if !variables.isClosed { members.append("\"variables_complete\": false") }
      let lines = variables.items.map(variable).sorted()
      members.append("\"variables\": [\(lines.map { "\n    \($0)" }.joined(separator: ","))]")
    }
    return "{\n  \(members.joined(separator: ",\n  "))\n}"
  }

  /// Values are kept of the provider's three variables only: IDs and a URL.
  private static func variable(_ variable: ProjectEvidence.ProjectVariable) -> String {
    object { json in
      json.object { json in
        json.member("key", variable.key)
        if AzureVariables.all.contains(variable.key), let value = variable.value {
          json.member("value", value)
        }
        if let isProtected = variable.isProtected { json.member("protected", isProtected) }
        json.member("environment_scope", variable.environmentScope)
      }
    }
  }

  // MARK: Entra ID

  private static func issuer(_ issuer: Observations.Issuer) -> String {
    object { json in
      json.object { json in
        json.member("url", issuer.url)
        if let problem = issuer.problem { json.member("problem", problem) }
        date(issuer.source, &json)
      }
    }
  }

  private static func tenant(_ tenant: Observations.Existence) -> String {
    object { json in
      json.object { json in
        json.member("id", tenant.id)
        json.member("exists", tenant.exists)
        date(tenant.source, &json)
      }
    }
  }

  private static func date(_ source: EvidenceSource?, _ json: inout JSONText) {
    if let date = source?.date { json.member("date", date) }
  }

  private static func identities(_ evidence: ProjectEvidence) -> [String] {
    let observations = evidence.observations
    let asked = observations.applications + observations.servicePrincipals
    var clients = evidence.identities.map(\.clientID)
    for client in asked.map(\.id) where !clients.contains(where: { GUID.areEqual($0, client) }) {
      clients.append(client)
    }
    return clients.sorted().map { client in
      let identity = evidence.identities.first { GUID.areEqual($0.clientID, client) }
      func exists(_ list: [Observations.Existence]) -> Bool? {
        list.first { GUID.areEqual($0.id, client) }?.exists
      }
      return object { json in
        json.object { json in
          json.member("client_id", client)
          if let tenant = identity?.tenantID { json.member("tenant_id", tenant) }
          if let object = identity?.objectID { json.member("object_id", object) }
          if let exists = exists(observations.applications) { json.member("exists", exists) }
          if let exists = exists(observations.servicePrincipals) {
            json.member("service_principal", exists)
          }
          date(identity?.source ?? asked.first { GUID.areEqual($0.id, client) }?.source, &json)
          if let credentials = identity?.credentials {
            json.key("credentials")
            json.array(credentials.sorted { $0.name < $1.name }) { credential($1, &$0) }
          }
        }
      }
    }
  }

  private static func credential(_ credential: FederatedCredential, _ json: inout JSONText) {
    json.object { json in
      if let id = credential.id { json.member("id", id) }
      json.member("name", credential.name)
      json.member("issuer", credential.issuer)
      if let subject = credential.subject { json.member("subject", subject) }
      json.key("audiences")
      json.array(credential.audiences)
      guard let expression = credential.claimsMatchingExpression else { return }
      json.key("claimsMatchingExpression")
      json.object { json in
        json.member("languageVersion", expression.languageVersion)
        json.member("value", expression.value)
      }
    }
  }

  private static func exchange(_ exchange: Observations.Exchange) -> String {
    object { json in
      json.object { json in
        json.member("token", exchange.token)
        json.member("client_id", exchange.clientID)
        if let code = exchange.code { json.member("code", code) }
        json.member("message", exchange.message)
        date(exchange.source, &json)
      }
    }
  }

  // MARK: Key Vault

  private static func vault(_ vault: Vault, _ observations: Observations) -> String {
    object { json in
      json.object { json in
        json.member("url", vault.url)
        if let exists = vault.exists { json.member("exists", exists) }
        if let tenant = vault.tenantID { json.member("tenant_id", tenant) }
        date(vault.source, &json)
        let denials = observations.denials.filter { $0.vault == vault.url }
        if !denials.isEmpty {
          json.key("denied")
          json.array(denials) { Self.denial($1, &$0) }
        }
        guard let secrets = vault.secrets else { return }
        json.key("secrets")
        json.array(secrets.sorted { $0.name < $1.name }) { secret($1, &$0) }
      }
    }
  }

  private static func denial(_ denial: Observations.Denial, _ json: inout JSONText) {
    json.object { json in
      if let clientID = denial.clientID { json.member("client_id", clientID) }
      if let secret = denial.secret { json.member("secret", secret) }
      json.member("code", denial.code)
      json.member("message", denial.message)
    }
  }

  private static func secret(_ secret: VaultSecret, _ json: inout JSONText) {
    json.object { json in
      json.member("name", secret.name)
      if secret.isDeleted { json.member("deleted", true) }
      json.key("versions")
      json.array(secret.versions.sorted { ($0.created, $0.id) < ($1.created, $1.id) }) {
        json,
        version in
        json.object { json in
          json.member("id", version.id)
          json.member("enabled", version.isEnabled)
          if !version.created.isEmpty { json.member("created", version.created) }
          if let expires = version.expires { json.member("expires", expires.text) }
          if let day = version.notBefore { json.member("not_before", day.text) }
        }
      }
    }
  }
}
