import AzureFederation
import TextFormats

extension ConfigurationReader {
  // MARK: GitLab

  mutating func gitLab(_ value: DocumentValue) {
    if let root = value["ci_config_path"] {
      configuration.gitLab.rootFile = root.text
      configuration.gitLab.rootFilePath = path
      configuration.gitLab.rootFileSpan = Self.span(root.place)
    }
    var gitLab = ProjectEvidence.GitLab()
    // GitLab's issuer has no slash at its end, even where people copied the URL with one.
    gitLab.issuer = value["url"]?.text.map(Self.withoutSlash)
    gitLab.projectPath = value["project"]?.text
    gitLab.projectID = value["project_id"]?.integer
    gitLab.version = value["version"]?.text
    gitLab.runnerVersion = value["runner_version"]?.text
    gitLab.tier = value["tier"]?.text
    gitLab.overrideRole = value["pipeline_variables_minimum_override_role"]?.text
    gitLab.defaultBranch = value["default_branch"]?.text
    gitLab.protectedBranches = value["protected"]?["branches"]?.texts
    gitLab.protectedTags = value["protected"]?["tags"]?.texts
    gitLab.subjectComponents = value["sub_claim"].flatMap { subjectComponents($0) }
    gitLab.source = source(value)
    configuration.evidence.gitLab = gitLab
  }

  private static func withoutSlash(_ url: String) -> String {
    var url = url[...]
    while url.hasSuffix("/") { url = url.dropLast() }
    return String(url)
  }

  /// The components of the subject; nil when the first one does not name a project.
  private mutating func subjectComponents(_ value: DocumentValue) -> [String]? {
    let allowed = SubjectComponent.first.map(\.rawValue).joined(separator: ", ")
    guard let first = value.elements.first else {
      reader.report("\"sub_claim\" must start with one of \(allowed)", at: value.place)
      return nil
    }
    guard first.text.flatMap(SubjectComponent.init)?.namesProject ?? false else {
      reader.report(
        "\"sub_claim\" must start with one of \(allowed), not \(first.text ?? "")",
        at: first.place
      )
      return nil
    }
    return value.texts
  }

  // MARK: Azure

  mutating func azure(_ value: DocumentValue) {
    if let name = value["cloud"]?.text, let cloud = Cloud(rawValue: name) {
      configuration.evidence.cloud = cloud
      configuration.saysCloud = true
    }
    for value in value["identities"]?.elements ?? [] { identity(value) }
  }

  private mutating func identity(_ value: DocumentValue) {
    let credentials = value["credentials"].flatMap { self.credentials($0, of: value) }
    guard let node = value["client_id"], let clientID = node.text else { return }
    exported(value, "the list of the credentials of \(clientID)")
    let tenantID = value["tenant_id"]?.text
    let isKnown = configuration.evidence.identities.contains { identity in
      // An application may serve several tenants; then each is an identity of its own.
      let isSameTenant =
        identity.tenantID.map { known in tenantID.map { GUID.areEqual(known, $0) } ?? true } ?? true
      return isSameTenant && GUID.areEqual(identity.clientID, clientID)
    }
    if isKnown {
      reader.report("the identity \(clientID) is defined twice", at: node.place)
      return
    }
    configuration.evidence.identities.append(
      Identity(
        clientID: clientID,
        tenantID: tenantID,
        credentials: credentials,
        kind: value["kind"]?.text.flatMap(IdentityKind.init),
        resourceID: value["resource_id"]?.text,
        source: source(value)
      )
    )
  }

  private mutating func credentials(
    _ value: DocumentValue,
    of identity: DocumentValue
  ) -> [FederatedCredential]? {
    guard value.text != nil else {
      var list = CredentialList(reader: reader)
      let credentials = list.credentials(value.elements, source: source)
      reader = list.reader
      return credentials
    }
    guard let file = file(value) else { return nil }
    let export = CredentialExport.read(
      file.bytes,
      path: file.path,
      clientID: identity["client_id"]?.text
    )
    configuration.problems += export.problems
    return export.credentials
  }

  /// Notes when a file of evidence was made.
  private mutating func exported(_ value: DocumentValue, _ name: String) {
    guard let date = value["exported"], let day = date.text.flatMap(CalendarDay.init) else {
      return
    }
    let export = ProjectEvidence.Export(name: name, day: day, source: source(date))
    configuration.evidence.exports.append(export)
  }

  // MARK: Variables

  mutating func variables(_ value: DocumentValue) {
    configuration.evidence.variables.isClosed = true
    for value in value.elements { variable(value) }
  }

  private mutating func variable(_ value: DocumentValue) {
    if let file = value["file"] {
      guard let (bytes, path) = self.file(file) else { return }
      exported(value, path)
      let export = VariableExport.read(bytes, path: path)
      configuration.problems += export.problems
      configuration.evidence.variables.items += export.variables
    } else if let key = value.text {
      configuration.evidence.variables.items.append(
        ProjectEvidence.ProjectVariable(key: key, value: nil, source: source(value))
      )
    } else if let variable = ProjectEvidence.ProjectVariable(
      value,
      source: source(value.valuePart)
    ) {
      configuration.evidence.variables.items.append(variable)
    }
  }
}
