#if Live
import AzureFederation
import Evidence
import Files
import Linting
import LiveEvidence

/// What the operator's environment says about live mode; the repository says nothing about it.
struct LiveEnvironment {
  /// How long live mode may take when nothing else is said, in seconds.
  private static let usualLimit = 120

  /// What there is to ask with.
  private(set) var access = LiveAccess()
  /// How long all may take, in seconds.
  let limit: Int
  /// Azure's command line, where it may be asked for tokens.
  private(set) var commandLine: AzureCLI?

  /// Reads the environment.
  ///
  /// - Parameters:
  ///   - cloud: Microsoft's cloud.
  ///   - repository: The root of the repository, where no program is run.
  /// - Throws: What cannot be meant.
  init(_ cloud: Cloud, repository: String) throws(UsageError) {
    limit = try Self.limit()
    access.gitLabHost = try Self.gitLabHost()
    access.gitLabToken = Self.variable("AKVLINT_GITLAB_TOKEN").map(AccessToken.init)
    access.graphToken = Self.variable("AKVLINT_AZURE_TOKEN_GRAPH").map(AccessToken.init)
    access.managementToken = Self.variable("AKVLINT_AZURE_TOKEN_ARM").map(AccessToken.init)
    access.vaultToken = Self.variable("AKVLINT_AZURE_TOKEN_VAULT").map(AccessToken.init)
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
  mutating func takeTokens(for exchanges: Set<LiveTargets.Exchange>) {
    for exchange in exchanges {
      guard let token = Self.variable(exchange.token).map(AccessToken.init), token.isGitLabIDToken
      else { continue }
      access.idTokens[exchange.token] = token
    }
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

  /// Azure's command line: on unless the environment says otherwise, in CI jobs off.
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
