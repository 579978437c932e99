import AzureFederation

extension FailureAdvice {
  /// A token that GitLab did not make: trusting its issuer would let others in, so no command that
  /// creates or changes a credential is proposed.
  func foreignToken(_ entry: FailureEntry) -> FailureEntry? {
    guard entry.code.hasPrefix("AADSTS"), entry.stage != .vault, let origin else { return nil }
    return entry.revised(
      title: "the token is not GitLab's: it comes from \(origin.words)",
      explanation: explanation(origin),
      remedy: remedy(origin),
      commands: commands(origin),
      rules: [],
      part: .idToken
    )
  }

  /// A token that is valid for too long; GitLab's are valid for the timeout of their job, which is
  /// a month at most.
  ///
  /// Source: GitLab's `Ci::Build#timeout_value` and its page on timeouts; MicrosoftDocs/azure-docs
  /// issue 116275 for the token of a service account.
  func lifetime(_ entry: FailureEntry) -> FailureEntry? {
    guard let words = facts[.tokenLifetime], let minutes = report.lifetime else { return nil }
    guard minutes > 32 * 24 * 60 else {
      return entry.revised(title: "the ID token is valid for \(words), and 25 h are the limit")
    }
    return entry.revised(
      title: "the token is valid for \(words), longer than any token of a GitLab job",
      explanation:
        "Entra ID accepts tokens that are valid for at most 25 h, and GitLab's are valid "
        + "for the timeout of their job, a month at most. This is not the job's ID token: it is "
        + "probably that of the pod's service account in Kubernetes.",
      remedy: remedy(.kubernetes("")),
      commands: commands(.kubernetes("")),
      rules: []
    )
  }

  /// A subject that names the project and the ref that the job ran for.
  func subject(_ entry: FailureEntry) -> FailureEntry? {
    guard let subject = facts[.subject].map(GitLabSubject.init), let ref = subject[.ref],
      let kind = subject[.refType], !ref.isEmpty, ["branch", "tag"].contains(kind)
    else { return nil }
    let path = subject[.projectPath] ?? subject[.jobProjectPath]
    let id = subject[.projectID] ?? subject[.jobProjectID]
    guard let project = path ?? id.map({ "with the ID \($0)" }) else { return nil }
    return entry.revised(
      explanation: "The job ran for the \(kind) \(ref) of the project \(project), and no federated "
        + "credential has this subject. Typical causes are a credential for another branch, tag or "
        + "fork, a project whose ci_id_token_sub_claim_components changed from project_path to "
        + "project_id, and a * in the credential, which is not a wildcard there."
    )
  }

  /// A token that had expired, or that was not valid yet.
  func validity(_ entry: FailureEntry) -> FailureEntry? {
    guard let validity = report.validity else { return nil }
    if validity.isLate {
      return entry.revised(
        title: "the token has expired",
        explanation: "The token was valid until \(validity.end) (UTC), and Entra ID read it at "
          + "\(validity.now). It was kept from an earlier job, in a cache or an artifact, or used "
          + "late in a long one.",
        remedy: "Sign in with the ID token of this job, at its start."
      )
    }
    guard validity.isEarly else { return nil }
    return entry.revised(
      title: "the token is not valid yet",
      explanation: "The token is valid from \(validity.start) (UTC), and Entra ID read it at "
        + "\(validity.now). So the clock of the GitLab server is ahead.",
      remedy: "Synchronize the clock of the GitLab server, with NTP for example.",
      commands: [.runAgain]
    )
  }

  /// The issuer of the token, if it is not GitLab.
  private var origin: TokenOrigin? {
    let issuer = facts[.issuer]
    if let issuer, let own = context.issuer, Self.isSameHost(issuer, own) { return nil }
    if let origin = TokenOrigin(
      issuer: issuer,
      subject: facts[.subject],
      audience: facts[.audience]
    ) {
      return origin
    }
    guard let issuer, context.issuer != nil, !issuer.contains("gitlab") else { return nil }
    return .service("another issuer than the GitLab instance, \(issuer)")
  }

  private static func isSameHost(_ left: String, _ right: String) -> Bool {
    func host(_ url: String) -> Substring? {
      url.split(separator: "/", omittingEmptySubsequences: true).dropFirst().first
    }
    return host(left).map { $0.lowercased() } == host(right).map { $0.lowercased() }
  }

  /// The claim that shows where the token is from.
  ///
  /// As one expression of `map` and `??` it took the compiler 13 seconds.
  private var claim: String {
    if let issuer = facts[.issuer] { return "The issuer of the token, \(issuer)," }
    if let subject = facts[.subject] { return "The subject of the token, \(subject)," }
    if let audience = facts[.audience] { return "The audience of the token, \(audience)," }
    return "The token"
  }

  private func explanation(_ origin: TokenOrigin) -> String {
    switch origin {
    case .kubernetes(let name):
      return "\(claim) belongs to \(name), not to a GitLab instance: the sign-in used the token of "
        + "the pod in which the job runs, not the job's ID token. AZURE_FEDERATED_TOKEN_FILE or "
        + "ARM_USE_AKS_WORKLOAD_IDENTITY (use_aks_workload_identity) in the pod's environment makes "
        + "programs use it."
    case .service(let name):
      return "\(claim) belongs to \(name), not to a GitLab instance: the sign-in used a token that "
        + "was made there, not the job's ID token. A variable such as ARM_OIDC_TOKEN, "
        + "ARM_OIDC_REQUEST_URL or AZURE_FEDERATED_TOKEN_FILE leads to it, or the command ran "
        + "there and not in the job."
    case .entra:
      return "\(claim) belongs to Entra ID, not to a GitLab instance: the sign-in used an access "
        + "token or a managed identity's token, not the job's ID token. A variable such as "
        + "ARM_OIDC_TOKEN or AZURE_FEDERATED_TOKEN_FILE leads to it."
    }
  }

  private func remedy(_ origin: TokenOrigin) -> String {
    let send =
      "Send the job's ID token: declare it in id_tokens, and pass it with az login "
      + "--federated-token, in ARM_OIDC_TOKEN with ARM_USE_OIDC=true, or in the file that "
      + "AZURE_FEDERATED_TOKEN_FILE names."
    switch origin {
    case .kubernetes:
      return send + " Do not add this issuer to the identity: every pod with the same service "
        + "account could then sign in."
    case .service, .entra:
      return send + " Do not add this issuer to the identity for a GitLab job."
    }
  }

  private func commands(_ origin: TokenOrigin) -> [CommandTemplate] {
    switch origin {
    case .kubernetes: [.forgetPodToken, .useOIDC, .signIn]
    case .service: [.useOIDC, .signIn]
    case .entra: [.signIn]
    }
  }
}
