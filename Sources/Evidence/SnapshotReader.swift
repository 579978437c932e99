import AzureFederation
import TextFormats

/// Reads a snapshot: evidence that was gathered live and stored.
package struct SnapshotReader {
  /// The name under which a snapshot is picked up without being asked for.
  package static let fileName = ".akvlint.snapshot.json"

  private var reader: SchemaReader
  private let path: String
  private var evidence = ProjectEvidence()
  private var date: String?

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - bytes: Its content.
  ///   - path: The path to show.
  /// - Returns: Its content, and the mistakes in it.
  package static func read(
    _ bytes: [UInt8],
    path: String
  ) -> (evidence: ProjectEvidence, problems: [ConfigurationProblem]) {
    var snapshot = Self(path: path)
    do throws(ConfigurationProblem) {
      let document = try JSONDocument.read(bytes, path: path)
      if case .list = document.content {
        let export = VariableExport.read(document, path: path)
        snapshot.evidence.variables.isClosed = true
        snapshot.evidence.variables.items = export.variables
        return (snapshot.evidence, export.problems)
      }
      let type = SettingType.group(SnapshotSchema.root)
      if let root = snapshot.reader.read(document, as: type, of: "") { snapshot.read(root) }
    } catch {
      return (ProjectEvidence(), [error])
    }
    return (snapshot.evidence, snapshot.reader.problems)
  }

  private init(path: String) {
    self.path = path
    reader = SchemaReader(path: path)
  }

  private func source(_ value: DocumentValue) -> EvidenceSource {
    value.source(in: path, date: value["date"]?.text ?? date)
  }

  private mutating func read(_ root: DocumentValue) {
    if let version = root["schema"], version.integer != 1 {
      reader.report("this snapshot was written by another version of akvlint", at: version.place)
      return
    }
    date = root["date"]?.text
    if let day = date.flatMap(CalendarDay.init) {
      evidence.exports.append(
        ProjectEvidence.Export(name: "the snapshot", day: day, source: EvidenceSource(path: path))
      )
    }
    if let value = root["gitlab"] { gitLab(value) }
    for value in root["issuers"]?.elements ?? [] {
      guard let url = value["url"]?.text else { continue }
      evidence.observations.issuers.append(
        Observations.Issuer(url: url, problem: value["problem"]?.text, source: source(value))
      )
    }
    evidence.observations.tenants = (root["tenants"]?.elements ?? []).compactMap {
      existence($0, of: "id")
    }
    for value in root["identities"]?.elements ?? [] { identity(value) }
    for value in root["vaults"]?.elements ?? [] { vault(value) }
    for value in root["exchanges"]?.elements ?? [] {
      guard let token = value["token"]?.text, let client = value["client_id"]?.text else {
        continue
      }
      evidence.observations.exchanges.append(
        Observations.Exchange(
          token: token,
          clientID: client,
          code: value["code"]?.text,
          message: value["message"]?.text ?? "",
          source: source(value)
        )
      )
    }
  }

  private func existence(_ value: DocumentValue, of key: String) -> Observations.Existence? {
    guard let id = value[key]?.text, let exists = value["exists"]?.bool else { return nil }
    return Observations.Existence(id: id, exists: exists, source: source(value))
  }

  private mutating func gitLab(_ value: DocumentValue) {
    var gitLab = ProjectEvidence.GitLab()
    gitLab.issuer = value["url"]?.text
    gitLab.projectPath = value["project"]?.text
    gitLab.projectID = value["project_id"]?.integer
    gitLab.version = value["version"]?.text
    gitLab.tier = value["tier"]?.text
    gitLab.overrideRole = value["pipeline_variables_minimum_override_role"]?.text
    gitLab.defaultBranch = value["default_branch"]?.text
    gitLab.protectedBranches = value["protected_branches"]?.texts
    gitLab.protectedTags = value["protected_tags"]?.texts
    gitLab.subjectComponents = value["sub_claim"]?.texts
    gitLab.source = source(value)
    evidence.gitLab = gitLab
    evidence.observations.subjectComponents = gitLab.subjectComponents
    if let list = value["variables"] {
      evidence.variables.isClosed = value["variables_complete"]?.bool ?? true
      evidence.variables.items = list.elements.compactMap {
        ProjectEvidence.ProjectVariable($0, source: source($0.valuePart))
      }
    }
    if let lint = value["lint"], let isValid = lint["valid"]?.bool {
      evidence.observations.lint = Observations.Lint(
        isValid: isValid,
        errors: lint["errors"]?.texts ?? [],
        source: source(lint)
      )
    }
  }

  private mutating func identity(_ value: DocumentValue) {
    guard let clientID = value["client_id"]?.text else { return }
    var credentials: [FederatedCredential]?
    if let list = value["credentials"] {
      var reading = CredentialList(reader: reader)
      credentials = reading.credentials(list.elements, source: source)
      reader = reading.reader
    }
    evidence.identities.append(
      Identity(
        clientID: clientID,
        tenantID: value["tenant_id"]?.text,
        credentials: credentials,
        kind: kind(value),
        objectID: value["object_id"]?.text,
        source: source(value)
      )
    )
    if let application = existence(value, of: "client_id") {
      evidence.observations.applications.append(application)
    }
    if let exists = value["service_principal"]?.bool {
      evidence.observations.servicePrincipals.append(
        Observations.Existence(id: clientID, exists: exists, source: source(value))
      )
    }
  }

  /// The kind of an identity: a managed identity has a service principal, and no application.
  private func kind(_ value: DocumentValue) -> IdentityKind? {
    switch (value["exists"]?.bool, value["service_principal"]?.bool) {
    case (true?, _): .application
    case (nil, true?): .managedIdentity
    default: nil
    }
  }

  private mutating func vault(_ value: DocumentValue) {
    guard let text = value["url"], let written = text.text else { return }
    guard let url = try? VaultURL(written) else {
      reader.report("\"url\" must be the URL of a vault, not \"\(written)\"", at: text.place)
      return
    }
    evidence.observations.vaults.append(
      Vault(
        url: url.text,
        exists: value["exists"]?.bool,
        tenantID: value["tenant_id"]?.text,
        secrets: value["secrets"]?.elements.compactMap(secret),
        source: source(value)
      )
    )
    for denied in value["denied"]?.elements ?? [] {
      guard let code = denied["code"]?.text else { continue }
      evidence.observations.denials.append(
        Observations.Denial(
          vault: url.text,
          clientID: denied["client_id"]?.text,
          secret: denied["secret"]?.text,
          code: code,
          message: denied["message"]?.text ?? "",
          source: source(value)
        )
      )
    }
  }

  private func secret(_ value: DocumentValue) -> VaultSecret? {
    guard let name = value["name"]?.text else { return nil }
    return VaultSecret(
      name: name,
      isDeleted: value["deleted"]?.bool ?? false,
      versions: (value["versions"]?.elements ?? []).compactMap { version in
        guard let id = version["id"]?.text else { return nil }
        return VaultSecretVersion(
          id: id,
          isEnabled: version["enabled"]?.bool ?? true,
          created: version["created"]?.text ?? "",
          expires: version["expires"]?.text.flatMap(CalendarDay.init),
          notBefore: version["not_before"]?.text.flatMap(CalendarDay.init)
        )
      }
    )
  }
}
