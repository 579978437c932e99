#if Live
import AzureFederation
import Evidence
import Files
import Linting
import LiveEvidence
import ShellSyntax
import TextFormats

/// The operator's settings for live mode; the repository cannot set any.
struct LiveEnvironment {
  /// The default time limit of live mode, in seconds.
  private static let usualLimit = 120

  /// The available access tokens.
  private(set) var access = LiveAccess()
  /// The time limit for everything, in seconds.
  let limit: Int
  /// Microsoft's cloud, whose hosts get tokens: `AKVLINT_AZURE_CLOUD`, or the public one.
  let cloud: Cloud
  /// Azure's command line, where it may be asked for tokens.
  private(set) var commandLine: AzureCLI?

  /// Reads the environment.
  ///
  /// - Parameter repository: The root of the repository, where no program is run.
  /// - Throws: The mistakes in it.
  init(repository: String) throws(UsageError) {
    limit = try Self.limit()
    cloud = try Self.cloud()
    access.gitLabHost = try Self.gitLabHost()
    access.gitLabToken = Self.variable("AKVLINT_GITLAB_TOKEN").map(AccessToken.init)
    access.graphToken = try Self.token("GRAPH", for: .graph, in: cloud)
    access.managementToken = try Self.token("ARM", for: .resourceManager, in: cloud)
    access.vaultToken = try Self.token("VAULT", for: .vault, in: cloud)
    access.projects.job = project
    access.projects.jobToken = Self.variable("CI_JOB_TOKEN").map(AccessToken.init)
    access.projects.allowed = (Self.variable("AKVLINT_INCLUDE_PROJECTS") ?? "")
      .split(separator: ",").map { ASCII.trimmed(String($0)) }
    if let token = Self.variable("AKVLINT_AZURE_TOKEN"),
      !access.take(AccessToken(token), in: cloud)
    {
      throw UsageError(
        message: "the token in AKVLINT_AZURE_TOKEN is not for Microsoft Graph, Azure Resource "
          + "Manager or Key Vault in the \(cloud.rawValue) cloud; its aud claim decides"
      )
    }
    commandLine = try Self.commandLine(outside: repository)
  }

  /// The commit that a CI job checks, which GitLab knows.
  var commit: String? {
    Self.variable("CI") == nil ? nil : Self.variable("CI_COMMIT_SHA")
  }

  /// The full path of the project whose CI job this is.
  var project: String? {
    Self.variable("CI") == nil ? nil : Self.variable("CI_PROJECT_PATH")
  }

  /// Takes the ID tokens that jobs exchange, where this is such a job; no other variable is read.
  ///
  /// A token counts when it is this job's own, and has the audience that the YAML writes.
  mutating func takeTokens(for targets: LiveTargets) {
    guard let project = Self.variable("CI_PROJECT_PATH"),
      let issuer = Self.variable("AKVLINT_GITLAB_ISSUER") ?? Self.variable("CI_SERVER_URL")
    else { return }
    for exchange in targets.exchanges {
      guard let token = Self.variable(exchange.token).map(AccessToken.init),
        let audiences = targets.audiences[exchange.token],
        audiences.contains(where: { texts in
          token.isIDToken(for: texts.map(Self.expanded), project: project, issuer: issuer)
        })
      else { continue }
      access.idTokens[exchange.token] = token
    }
  }

  /// A text with the variables of the job in it, which is only compared.
  private static func expanded(_ text: String) -> String {
    VariableReference.expanding(text) { HostSystem.environment($0) ?? "" } ?? text
  }

  /// A token for one of Azure's services.
  private static func token(
    _ name: String,
    for service: AzureService,
    in cloud: Cloud
  ) throws(UsageError) -> AccessToken? {
    let name = "AKVLINT_AZURE_TOKEN_\(name)"
    guard let token = variable(name).map(AccessToken.init) else { return nil }
    guard token.mayBe(for: service, in: cloud) else {
      throw UsageError(
        message: "the aud claim of the token in \(name) names another service or cloud; "
          + "AKVLINT_AZURE_CLOUD sets the cloud (now: \(cloud.rawValue))"
      )
    }
    return token
  }

  private static func cloud() throws(UsageError) -> Cloud {
    guard let name = variable("AKVLINT_AZURE_CLOUD") else { return .public }
    guard let cloud = Cloud(rawValue: name) else {
      let names = Cloud.allCases.map(\.rawValue).joined(separator: ", ")
      throw UsageError(message: "AKVLINT_AZURE_CLOUD must be one of \(names), not \(name)")
    }
    return cloud
  }

  /// A variable that is set and not empty.
  static func variable(_ name: String) -> String? {
    HostSystem.environment(name).flatMap { $0.isEmpty ? nil : $0 }
  }

  private static func limit() throws(UsageError) -> Int {
    guard let text = variable("AKVLINT_LIVE_TIMEOUT") else { return usualLimit }
    guard let seconds = Int(text), (1...3600).contains(seconds) else {
      throw UsageError(message: "AKVLINT_LIVE_TIMEOUT must be seconds, from 1 to 3600, not \(text)")
    }
    return seconds
  }

  private static func gitLabHost() throws(UsageError) -> String? {
    guard let url = variable("AKVLINT_GITLAB_URL") ?? variable("CI_SERVER_URL") else { return nil }
    let host = url.hasPrefix("https://") ? url.dropFirst("https://".count) : ""
    let name = host.hasSuffix("/") ? host.dropLast() : host
    guard !name.isEmpty, !name.contains(where: { "/:@?#".contains($0) }) else {
      throw UsageError(
        message: "GitLab's URL must be https://HOST, without port and path, not \(url)"
      )
    }
    return name.lowercased()
  }

  /// Where programs are looked for: never in the repository.
  static func search(outside repository: String) -> ProgramSearch {
    ProgramSearch(
      path: variable("PATH") ?? "",
      outside: repository,
      realPath: HostSystem.realPath
    )
  }

  /// Azure's command line: on by default, off in CI jobs and when the environment disables it.
  private static func commandLine(outside repository: String) throws(UsageError) -> AzureCLI? {
    switch variable("AKVLINT_AZ") {
    case "off": return nil
    case "on": break
    case nil: if variable("CI") != nil { return nil }
    case let other?: throw UsageError(message: "AKVLINT_AZ must be on or off, not \(other)")
    }
    let search = search(outside: repository)
    let program = search.program(
      "az",
      realPath: HostSystem.realPath,
      isProgram: HostSystem.isProgram
    )
    guard let program else { return nil }
    let runner = ProgramRunner(path: search.folders.joined(separator: ":"))
    return AzureCLI(program: program) { program, arguments throws(AzureCLI.Failure) in
      try await runner.run(program, arguments)
    }
  }
}
#endif
