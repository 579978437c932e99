import AzureFederation

/// Fits an entry of the catalogue to one failure: to the cloud, the caller and the token that the
/// log names.
///
/// Every adaptation looks at what was read, never at a single log, and returns nil when it has
/// nothing to add.
struct FailureAdvice {
  /// The failure as it was read.
  let report: FailureReport
  /// Values of the log, with the job.
  let facts: [FailureFact: String]
  /// Values that the log does not contain.
  let context: DiagnosisContext
  /// The runner's version.
  let runnerVersion: String?

  /// The cloud whose names commands and remedies use: that of the vault, else of what answered.
  var cloud: Cloud {
    report.vaultCloud ?? acceptedCloud ?? report.tenantCloud ?? report.authorityCloud
      ?? context.cloud ?? .public
  }

  /// The cloud of the resource for which a vault accepts tokens.
  private var acceptedCloud: Cloud? {
    facts[.acceptedResource].flatMap { Cloud(vaultResource: $0.lowercased()) }
  }

  /// Values that commands propose and that no log can have.
  var proposals: [FailureFact: String] {
    report.certain == "id_token_burned_project_path"
      ? [.subject: "project_id:PROJECT_ID:ref_type:branch:ref:main"] : [:]
  }

  /// The entry with what is known about this failure.
  func advise(_ entry: FailureEntry) -> FailureEntry {
    let special =
      foreignToken(entry) ?? caller(entry) ?? resource(entry) ?? tenant(entry) ?? request(entry)
      ?? runner(entry) ?? host(entry) ?? entry
    return inCloud(special.worded(for: cloud))
  }

  /// The entry with the command that chooses the cloud before those of `az`.
  private func inCloud(_ entry: FailureEntry) -> FailureEntry {
    let usesCommandLine = entry.commands.contains { $0.alternatives[0].hasPrefix("az ") }
    guard cloud != .public, cloud.commandLineName != nil, usesCommandLine,
      !entry.commands.contains(.setCloud)
    else { return entry }
    return entry.revised(commands: [.setCloud] + entry.commands)
  }

  // MARK: Requests

  /// A parameter that the message names.
  private func request(_ entry: FailureEntry) -> FailureEntry? {
    switch entry.code {
    case "AADSTS90014":
      guard let name = facts[.parameter] else { return nil }
      return entry.revised(title: "the token lacks the claim \(name)")
    case "AADSTS900144":
      guard let name = facts[.parameter] else { return nil }
      return entry.revised(title: "the request lacks the parameter \(name)")
    case "AADSTS70023": return lifetime(entry)
    case "AADSTS700024": return validity(entry)
    case "AADSTS700213": return subject(entry)
    case "AccessDenied":
      guard let permission = facts[.permission], permission != "get" else { return nil }
      return entry.revised(
        title: "no access policy gives the caller the permission \(permission) for secrets",
        remedy: "Reading one secret by its name needs only get. If the job has to \(permission) "
          + "secrets, add a policy with both permissions; setting a policy replaces the secret "
          + "permissions that the caller had.",
        commands: permission == "list" ? [.setListPolicy, .showVaultMode] : entry.commands
      )
    default: return nil
    }
  }

  // MARK: Runners

  /// A runner that should know the provider of the secret, and does not.
  private func runner(_ entry: FailureEntry) -> FailureEntry? {
    guard entry.code == "secret_resolver_missing", let version = runnerVersion else { return nil }
    let numbers = version.split(separator: ".").compactMap { Int($0) }
    guard numbers.count >= 2 else { return nil }
    if (numbers[0], numbers[1]) < (16, 6) {
      return entry.revised(
        title: "runner \(version) does not know the provider azure_key_vault",
        commands: [.runnerVersion]
      )
    }
    return entry.revised(
      explanation: "Runner \(version) has a resolver for azure_key_vault, which came with 16.3, so "
        + "the secret has a provider without a value or one that needs a newer runner. It only "
        + "warns and goes on, so the variable is not set and a later command fails.",
      remedy: "Give the provider of the secret its name and version, and check which runner the "
        + "provider needs.",
      commands: [.showModel]
    )
  }

  // MARK: Hosts

  /// The host that could not be found, reached or trusted.
  private func host(_ entry: FailureEntry) -> FailureEntry? {
    guard let host = facts[.host] else { return nil }
    switch entry.code {
    case "authority_unreachable":
      return entry.revised(remedy: "Allow the runner to reach \(host) on port 443.")
    case "vault_unreachable":
      return entry.revised(remedy: "Allow the runner to reach \(host) on port 443.")
    case "certificate_not_trusted":
      return entry.revised(title: "the certificate of \(host) is not trusted")
    case "proxy_refused":
      return entry.revised(
        title: "the proxy does not let the request to \(host) through",
        remedy: "Allow \(host) in the proxy, correct HTTPS_PROXY, or add the host to NO_PROXY."
      )
    default: return nil
    }
  }
}
