import AccessPrediction

/// Projects of fleets, as tests write them down.
enum FleetSample {
  static let client = "11111111-2222-3333-4444-555555555555"

  /// A use of the secret `kv-prod/NAME`.
  static func use(
    _ job: String = "deploy",
    vault: String? = "kv-prod",
    _ name: String? = "db",
    version: String? = nil,
    client: String? = client,
    verdict: Verdict.Answer = .works,
    credentials: [String] = ["main"],
    audiences: [String] = ["api://AzureADTokenExchange"],
    scenarios: [String] = ["default-branch"]
  ) -> FleetUse {
    FleetUse(
      job: job,
      target: .secret(
        FleetSecret(server: vault.map { "https://\($0).vault.azure.net" }, name: name),
        version: version
      ),
      clientID: client,
      audiences: audiences,
      credentials: verdict == .fails ? [] : credentials,
      verdict: verdict,
      code: verdict == .fails ? "AADSTS700213" : nil,
      reason: verdict == .works ? nil : "a reason",
      scenarios: scenarios
    )
  }

  static func project(_ path: String, _ uses: [FleetUse] = []) -> FleetProject {
    var project = FleetProject(path: path)
    project.uses = uses
    project.counts.works = uses.count { $0.verdict == .works }
    project.counts.fails = uses.count { $0.verdict == .fails }
    project.counts.unknown = uses.count { $0.verdict == .unknown }
    project.tokens.issuer = "https://gitlab.example.com"
    project.tokens.path = path
    return project
  }

  static func credential(
    _ name: String,
    subject: String? = nil,
    expression: String? = nil,
    issuer: String = "https://gitlab.example.com"
  ) -> FleetCredential {
    FleetCredential(
      clientID: client,
      name: name,
      issuer: issuer,
      subject: subject,
      expression: expression,
      audiences: ["api://AzureADTokenExchange"]
    )
  }

  static func fleet(
    _ projects: [FleetProject],
    _ credentials: [FleetCredential] = []
  ) -> Fleet {
    var fleet = Fleet()
    for project in projects { fleet.add(project) }
    for credential in credentials { fleet.add(credential) }
    return fleet
  }
}
