/// A fleet seen from Azure's side: the readers of secrets, the users of credentials and applications.
///
/// Everything follows from the projects and the known credentials.
package struct FleetView: Sendable {
  /// A job that reads a secret or uses a credential, in the scenarios with the same verdict.
  package struct Reader: Hashable, Sendable {
    /// The project's path.
    package let project: String
    /// The job's name.
    package let job: String
    /// The verdict on the job.
    package let verdict: Verdict.Answer
    /// The scenarios with this verdict.
    package internal(set) var scenarios: [String] = []
    /// The error codes, sorted; empty when nothing fails.
    package internal(set) var codes: [String] = []
    /// The versions that it pins, sorted.
    package internal(set) var versions: [String] = []
  }

  /// A secret with its readers.
  package struct Secret: Sendable {
    /// The secret.
    package let secret: FleetSecret
    /// The jobs that read it, or try to.
    package let readers: [Reader]

    /// The number of projects with a job that reads it in some scenario.
    package var projectCount: Int { FleetView.projectCount(readers) }
  }

  /// A credential with its users.
  package struct Credential: Sendable {
    /// The credential.
    package let credential: FleetCredential
    /// The jobs whose tokens it accepts.
    package let users: [Reader]
    /// The number of projects from which a token that it accepts can come.
    package let admitted: Int
  }

  /// An application with its users.
  package struct Application: Sendable {
    /// The application.
    package let application: Fleet.Application
    /// The number of its credentials.
    package let credentialCount: Int
    /// The jobs that sign in as it, or try to.
    package let users: [Reader]
  }

  /// A vault and its number of readers.
  package struct Vault: Sendable {
    /// Its name, or a placeholder if it is unknown.
    package let name: String
    /// Its URL; nil if it is unknown.
    package let url: String?
    /// The number of its secrets that jobs read.
    package let secretCount: Int
    /// The number of projects with a job that can read a secret in it.
    package let projectCount: Int
    /// The number of jobs that can read a secret in it.
    package let jobCount: Int
  }

  /// The projects, in the order of their paths.
  package let projects: [FleetProject]
  /// The secrets: known vaults first, then by name.
  package let secrets: [Secret]
  /// The credentials, by application and name.
  package let credentials: [Credential]
  /// The applications, by client ID.
  package let applications: [Application]
  /// The vaults: those that most projects can read first.
  package let vaults: [Vault]
  /// The names that vaults of several clouds have.
  private let sharedNames: Set<String>

  /// A view of a fleet.
  package init(_ fleet: Fleet) {
    projects = fleet.projects
    var secrets = ReaderTable<FleetSecret>()
    var spellings: [FleetSecret: FleetSecret] = [:]
    var credentials = ReaderTable<CredentialKey>()
    var applications = ReaderTable<String>()
    for project in projects {
      for use in project.uses {
        if let secret = use.secret {
          secrets.add(use, of: project, to: secret.key)
          spellings[secret.key] = min(spellings[secret.key] ?? secret, secret)
        }
        guard let clientID = use.clientID else { continue }
        applications.add(use, of: project, to: clientID)
        for label in use.credentials {
          credentials.add(use, of: project, to: CredentialKey(clientID: clientID, label: label))
        }
      }
    }
    self.secrets = spellings.values.sorted().map { secret in
      Secret(secret: secret, readers: secrets.readers(of: secret.key))
    }
    let reach = FleetReach(projects)
    self.credentials = fleet.credentials.map { credential in
      Credential(
        credential: credential,
        users: credentials.readers(of: CredentialKey(credential)),
        admitted: reach.count(credential)
      )
    }
    var declared = Dictionary(
      uniqueKeysWithValues: fleet.applications.map { ($0.clientID, $0) }
    )
    for clientID in applications.keys where declared[clientID] == nil {
      declared[clientID] = Fleet.Application(clientID: clientID, tenantID: nil)
    }
    let counts = Dictionary(grouping: fleet.credentials, by: \.clientID).mapValues(\.count)
    self.applications = declared.values.sorted { $0.clientID < $1.clientID }.map { application in
      Application(
        application: application,
        credentialCount: counts[application.clientID] ?? 0,
        users: applications.readers(of: application.clientID)
      )
    }
    vaults = Self.vaults(self.secrets)
    let names = Dictionary(grouping: vaults, by: \.name)
    sharedNames = Set(names.filter { $0.value.count > 1 }.keys)
  }

  /// The projects, those first that have to be looked at first.
  package var worst: [FleetProject] { projects.sorted { $0.isWorse(than: $1) } }

  /// The name of a secret's vault: its URL where several clouds have a vault of that name; nil when it
  /// is unknown.
  package func vaultLabel(of secret: FleetSecret) -> String? {
    guard let vault = secret.vault else { return nil }
    return sharedNames.contains(vault) ? secret.url ?? vault : vault
  }

  /// The number of projects with a status.
  package func count(_ status: FleetProject.Status) -> Int {
    projects.count { $0.status == status }
  }

  /// The number of projects among some readers that get what they ask for.
  package static func projectCount(_ readers: [Reader]) -> Int {
    Set(readers.lazy.filter { $0.verdict == .works }.map(\.project)).count
  }

  private static func vaults(_ secrets: [Secret]) -> [Vault] {
    let groups = Dictionary(grouping: secrets.filter { $0.secret.vault != nil }) {
      $0.secret.url ?? $0.secret.vault ?? ""
    }
    let vaults = groups.values.map { secrets in
      let readers = secrets.flatMap(\.readers).filter { $0.verdict == .works }
      return Vault(
        name: secrets[0].secret.vault ?? "",
        url: secrets[0].secret.url,
        secretCount: secrets.count,
        projectCount: projectCount(readers),
        jobCount: Set(readers.map { [$0.project, $0.job] }).count
      )
    }
    return vaults.sorted { left, right in
      (-left.projectCount, left.name, left.url ?? "")
        < (-right.projectCount, right.name, right.url ?? "")
    }
  }
}

/// A credential as uses name it.
struct CredentialKey: Hashable {
  let clientID: String
  let label: String
}

extension CredentialKey {
  init(_ credential: FleetCredential) {
    self.init(clientID: credential.clientID, label: credential.label)
  }
}

/// Readers by what they read, a job once for each verdict.
struct ReaderTable<Key: Hashable> {
  private struct ReaderKey: Hashable {
    let project: String
    let job: String
    let verdict: Verdict.Answer
  }

  private var readers: [Key: [FleetView.Reader]] = [:]
  private var indices: [Key: [ReaderKey: Int]] = [:]

  var keys: some Sequence<Key> { readers.keys }

  /// Adds a job that reads something.
  mutating func add(_ use: FleetUse, of project: FleetProject, to key: Key) {
    let reader = ReaderKey(project: project.path, job: use.job, verdict: use.verdict)
    let known = indices[key]?[reader]
    let index = known ?? readers[key]?.count ?? 0
    if known == nil {
      indices[key, default: [:]][reader] = index
      readers[key, default: []].append(
        FleetView.Reader(project: project.path, job: use.job, verdict: use.verdict)
      )
    }
    readers[key]?[index].add(use)
  }

  /// The readers of something: by project, then as in its pipeline.
  func readers(of key: Key) -> [FleetView.Reader] { readers[key] ?? [] }
}

extension FleetView.Reader {
  fileprivate mutating func add(_ use: FleetUse) {
    for scenario in use.scenarios where !scenarios.contains(scenario) {
      scenarios.append(scenario)
    }
    if let code = use.code, !codes.contains(code) { codes = (codes + [code]).sorted() }
    if let version = use.version, !versions.contains(version) {
      versions = (versions + [version]).sorted()
    }
  }
}
