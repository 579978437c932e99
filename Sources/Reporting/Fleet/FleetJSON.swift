package import AccessPrediction
import TextFormats

/// The report of a fleet as JSON, version 1, which `FleetDocument` reads back.
///
/// It has the projects with how their jobs use Azure, and the same from Azure's side.
package enum FleetJSON {
  /// The report.
  ///
  /// - Parameters:
  ///   - fleet: The fleet.
  ///   - changes: The differences from an earlier state; nil when there was no comparison.
  ///   - version: akvlint's version.
  /// - Returns: One JSON document.
  package static func render(
    _ fleet: Fleet,
    changes: FleetChanges? = nil,
    version: String
  ) -> String {
    let view = FleetView(fleet)
    var json = JSONText()
    json.object { json in
      json.documentHead(version: version)
      json.key("projects")
      json.array(view.projects) { project($1, &$0) }
      json.key("secrets")
      json.array(view.secrets) { secret($1, &$0) }
      json.key("credentials")
      json.array(view.credentials) { credential($1, &$0) }
      json.key("applications")
      json.array(view.applications) { application($1, &$0) }
      json.key("vaults")
      json.array(view.vaults) { vault($1, &$0) }
      guard let changes else { return }
      json.key("changes")
      json.array(changes.changes) { change($1, &$0) }
    }
    return json.text + "\n"
  }

  /// The answer to a question.
  package static func render(_ answer: FleetAnswer) -> String {
    var json = JSONText()
    json.object { json in
      json.member("schema", 1)
      json.member("uses", answer.question)
      json.key("jobs")
      json.array(answer.jobs) { json, job in
        json.object { json in
          json.member("project", job.project)
          json.member("job", job.job)
          json.key("scenarios")
          json.array(job.scenarios)
          json.member("verdict", job.verdict.rawValue)
          json.member("code", job.code)
          json.member("breaks", job.effect.rawValue)
          json.member("certain", job.isCertain)
          if !job.others.isEmpty {
            json.key("other_credentials")
            json.array(job.others)
          }
        }
      }
      json.key("incomplete")
      json.array(answer.incomplete)
    }
    return json.text + "\n"
  }

  // MARK: Projects

  private static func project(_ project: FleetProject, _ json: inout JSONText) {
    json.object { json in
      json.member("path", project.path)
      json.member("works", project.counts.works)
      json.member("fails", project.counts.fails)
      json.member("unknown", project.counts.unknown)
      json.member("errors", project.counts.errors)
      json.member("warnings", project.counts.warnings)
      json.member("infos", project.counts.infos)
      json.member("undecided", project.counts.undecided)
      json.member("status", project.status.rawValue)
      json.key("problems")
      json.array(project.problems)
      if !project.omitted.isEmpty {
        json.key("omitted")
        json.array(project.omitted) { PredictionJSON.omission($1, &$0) }
      }
      json.key("tokens")
      json.object { tokens(project.tokens, &$0) }
      json.key("uses")
      json.array(project.uses) { json, use in json.object { Self.use(use, &$0) } }
    }
  }

  private static func tokens(_ tokens: FleetProject.Tokens, _ json: inout JSONText) {
    if let issuer = tokens.issuer { json.member("issuer", issuer) }
    if let path = tokens.path { json.member("project_path", path) }
    if let id = tokens.id { json.member("project_id", id) }
    if let components = tokens.components {
      json.key("sub_claim")
      json.array(components)
    }
  }

  private static func use(_ use: FleetUse, _ json: inout JSONText) {
    json.member("job", use.job)
    switch use.target {
    case .secret(let secret, let version):
      json.key("secret")
      json.object { json in
        json.member("vault", secret.vault)
        if let url = secret.url { json.member("url", url) }
        json.member("name", secret.name)
        if let version { json.member("version", version) }
      }
    case .signIn(let tool): json.member("tool", tool)
    }
    if let clientID = use.clientID { json.member("client_id", clientID) }
    list("audiences", use.audiences, &json)
    list("credentials", use.credentials, &json)
    json.member("verdict", use.verdict.rawValue)
    if let code = use.code { json.member("code", code) }
    if let reason = use.reason { json.member("reason", reason) }
    json.key("scenarios")
    json.array(use.scenarios)
  }

  /// A list, unless it is empty.
  private static func list(_ key: String, _ texts: [String], _ json: inout JSONText) {
    guard !texts.isEmpty else { return }
    json.key(key)
    json.array(texts)
  }

  // MARK: Azure

  private static func secret(_ secret: FleetView.Secret, _ json: inout JSONText) {
    json.object { json in
      json.member("vault", secret.secret.vault)
      json.member("name", secret.secret.name)
      json.member("url", secret.secret.url)
      json.key("readers")
      json.array(secret.readers) { reader($1, &$0) }
    }
  }

  private static func reader(_ reader: FleetView.Reader, _ json: inout JSONText) {
    json.object { json in
      json.member("project", reader.project)
      json.member("job", reader.job)
      json.key("scenarios")
      json.array(reader.scenarios)
      json.member("verdict", reader.verdict.rawValue)
      list("codes", reader.codes, &json)
      list("versions", reader.versions, &json)
    }
  }

  private static func credential(_ credential: FleetView.Credential, _ json: inout JSONText) {
    json.object { json in
      definition(credential.credential, &json)
      json.key("used_by")
      json.array(credential.users) { reader($1, &$0) }
      json.member("admits", credential.admitted)
    }
  }

  private static func definition(_ credential: FleetCredential, _ json: inout JSONText) {
    json.member("client_id", credential.clientID)
    json.member("name", credential.name)
    json.member("issuer", credential.issuer)
    if let subject = credential.subject { json.member("subject", subject) }
    if let expression = credential.expression { json.member("expression", expression) }
    json.key("audiences")
    json.array(credential.audiences)
  }

  private static func application(
    _ application: FleetView.Application,
    _ json: inout JSONText
  ) {
    json.object { json in
      json.member("client_id", application.application.clientID)
      json.member("tenant_id", application.application.tenantID)
      json.member("credentials", application.credentialCount)
      json.member("projects", Set(application.users.map(\.project)).count)
      json.member("jobs", Set(application.users.map { [$0.project, $0.job] }).count)
    }
  }

  private static func vault(_ vault: FleetView.Vault, _ json: inout JSONText) {
    json.object { json in
      json.member("vault", vault.name)
      json.member("url", vault.url)
      json.member("secrets", vault.secretCount)
      json.member("projects", vault.projectCount)
      json.member("jobs", vault.jobCount)
    }
  }

  // MARK: Changes

  private static func change(_ change: FleetChanges.Change, _ json: inout JSONText) {
    json.object { json in
      json.member("kind", change.kind.rawValue)
      if let project = change.project { json.member("project", project) }
      if let job = change.job { json.member("job", job) }
      if let secret = change.secret {
        json.member("vault", secret.vault)
        json.member("name", secret.name)
      }
      if let credential = change.credential { definition(credential, &json) }
    }
  }
}
