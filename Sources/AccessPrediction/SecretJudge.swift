import AzureFederation
import Evidence
import GitLabCI
import TextFormats
import YAMLSyntax

/// Follows the secrets of one job in one kind of run through GitLab, the runner and Entra ID.
///
/// All Azure secrets of a job share one verdict as far as the exchange: GitLab looks the provider
/// up once, with the token of the first of them.
struct SecretJudge {
  private static let provider = "secrets_provider_not_found"
  private static let malformed = "AADSTS50027"

  private let facts: JudgedPipeline
  private let job: Job
  private let scenario: Scenario
  private let project: ProjectFacts
  private let variables: RuntimeVariables
  private let cache: ExchangeCache

  init(
    facts: JudgedPipeline,
    job: Job,
    scenario: Scenario,
    project: ProjectFacts,
    _ variables: RuntimeVariables,
    _ cache: ExchangeCache
  ) {
    self.facts = facts
    self.job = job
    self.scenario = scenario
    self.project = project
    self.variables = variables
    self.cache = cache
  }

  private var tree: NodeTree { facts.tree }

  /// The verdict on the job's secrets, and how it comes about.
  func judge(_ secrets: [Secret]) -> (Verdict, PredictionChain) {
    let needed = AzureVariables.all.map {
      PredictionChain.Variable(name: $0, value: variables.value($0))
    }
    var chain = PredictionChain(
      variables: needed,
      token: nil,
      claims: TokenClaims(),
      comparisons: [],
      clientID: nil
    )
    if let verdict = provider(needed) { return (verdict, chain) }
    let token = token(secrets)
    guard case .token(let idToken, let why) = token else {
      if case .verdict(let verdict, let why) = token {
        chain.token = why
        return (verdict, chain)
      }
      return (.unknown(.token, "the token is not known"), chain)
    }
    chain.token = why
    chain.tokenName = tree.text(idToken.symbol)
    chain.claims = claims(idToken)
    let tenant = needed.first { $0.name == AzureVariables.tenantID }?.value.state
    if case .text(let tenant)? = tenant, !GUID.isValid(tenant) {
      let verdict = Verdict.fails(
        .exchange,
        nil,
        "AZURE_TENANT_ID is \"\(tenant)\", which is no tenant ID; the runner refuses names"
      )
      return (verdict, chain)
    }
    let client = needed.first { $0.name == AzureVariables.clientID }?.value.state
    return (exchange(client, tenant, &chain), chain)
  }

  /// The verdict on a sign-in in a script; nil when it is not done with an ID token of the job.
  func judge(_ signIn: ScriptSignIn) -> ExchangePrediction? {
    guard let token = job.idTokens.first(where: { tree.text($0.symbol) == signIn.token }) else {
      return nil
    }
    var chain = PredictionChain(
      variables: [],
      token: "\(signIn.token): a command signs in with it",
      tokenName: signIn.token,
      claims: claims(token),
      comparisons: [],
      clientID: nil
    )
    let client = signIn.clientID.map(state)
    let verdict = exchange(client, signIn.tenant.map(state), &chain)
    return ExchangePrediction(token: signIn.token, verdict: verdict, chain: chain)
  }

  /// What a word of a command is when the job runs.
  private func state(_ word: String) -> RuntimeValue.State {
    variables.expanded(word).map(RuntimeValue.State.text) ?? .unknown
  }

  // MARK: The provider

  private func provider(_ needed: [PredictionChain.Variable]) -> Verdict? {
    let missing = needed.filter { $0.value.isBlank == true }
    if let first = missing.first {
      let names = missing.map(\.name).joined(separator: ", ")
      let verb = missing.count == 1 ? "is" : "are"
      let what = first.value.state == .undefined ? "missing" : "blank"
      return .fails(
        .variables,
        Self.provider,
        "\(names) \(verb) \(what): \(first.value.origin)"
      )
    }
    let open = needed.filter { $0.value.isBlank == nil }
    guard let first = open.first else { return nil }
    return .unknown(
      .variables,
      "whether \(open.map(\.name).joined(separator: ", ")) is set is not known: "
        + first.value.origin
    )
  }

  // MARK: The token

  private enum TokenChoice {
    case token(IDToken, why: String)
    case verdict(Verdict, why: String)
  }

  /// The token of the first secret serves them all.
  private func token(_ secrets: [Secret]) -> TokenChoice {
    switch secrets.first?.token?.reference {
    case .variable(let name)?: return named(name)
    case .malformed?:
      let text = secrets.first?.token.map { tree.string($0.value.node) } ?? ""
      return .verdict(
        .fails(.token, Self.malformed, "\"\(text)\" is sent as the token itself"),
        why: "token: \(text)"
      )
    case .unknown?: return .verdict(.unknown(.token, "the value of token is not known"), why: "")
    case nil: return first()
    }
  }

  private func first() -> TokenChoice {
    if let first = job.idTokens.first {
      let name = tree.text(first.symbol)
      return .token(first, why: "\(name): no secret names a token, so the first one serves")
    }
    if job.areTokensOpen {
      return .verdict(.unknown(.token, MissingEvidence.tokens), why: "")
    }
    return .verdict(
      .fails(
        .token,
        Self.malformed,
        "the job has no ID token, and CI_JOB_JWT_V2 was removed in GitLab 17.0: nothing is sent"
      ),
      why: "CI_JOB_JWT_V2"
    )
  }

  private func named(_ name: String) -> TokenChoice {
    let why = "\(name): the first secret names it"
    if let token = job.idTokens.first(where: { tree.text($0.symbol) == name }) {
      guard let shadow = shadow(of: token) else { return .token(token, why: why) }
      return .verdict(
        shadow.state == .unknown
          ? .unknown(.token, "a variable may hide the ID token \(name): \(shadow.origin)")
          : .fails(
            .token,
            Self.malformed,
            "the variable \(name) hides the ID token (\(shadow.origin)), and its value is sent"
          ),
        why: why
      )
    }
    if job.areTokensOpen {
      return .verdict(.unknown(.token, MissingEvidence.tokens), why: why)
    }
    let value = variables.value(name)
    switch value.state {
    case .undefined:
      return .verdict(
        .fails(.token, Self.malformed, "the job has no ID token \(name), so nothing is sent"),
        why: why
      )
    case .text:
      return .verdict(
        .fails(.token, Self.malformed, "\(name) is a variable (\(value.origin)) and no ID token"),
        why: why
      )
    case .unknown where !facts.receivesDotenv(variables.job):
      // A token that nobody defines is a mistake in an open world, too.
      return .verdict(
        .fails(.token, Self.malformed, "the job has no ID token \(name), so nothing is sent"),
        why: why
      )
    case .exists, .unknown:
      return .verdict(.unknown(.token, "what \(name) holds is not known"), why: why)
    }
  }

  /// A CI/CD variable of the same name: it comes after the token, so it wins.
  private func shadow(of token: IDToken) -> RuntimeValue? {
    let name = tree.text(token.symbol)
    let hasYAML = job.defines(token.symbol)
    let hasSetting = facts.evidence.variables.items.contains { $0.key == name }
    guard hasYAML || hasSetting || scenario.variables[name] != nil else { return nil }
    let value = variables.value(name)
    return value.state == .undefined ? nil : value
  }

  // MARK: Claims

  private func claims(_ token: IDToken) -> TokenClaims {
    var claims = TokenClaims()
    claims.issuer = facts.evidence.gitLab.issuer
    if let audience = token.audience {
      let texts = audience.texts.map { variables.expanded(tree.rubyText($0)) }
      if !texts.contains(nil) { claims.audiences = texts.compactMap { $0 } }
    }
    claims.subject = subject()
    claims.others["project_path"] = scenario.tokenProjectPath(project)
    claims.others["ref_type"] = scenario.isTag ? "tag" : "branch"
    claims.others["ref"] = scenario.refName ?? project.defaultBranch
    claims.others["ref_protected"] = project.isProtected(scenario).map { $0 ? "true" : "false" }
    claims.others["pipeline_source"] = scenario.source
    claims.others["iss"] = claims.issuer
    return claims
  }

  /// `sub`: the components that the project is set to, joined; nil when one is not known.
  private func subject() -> String? {
    let components = facts.evidence.gitLab.subjectComponents ?? ["project_path", "ref_type", "ref"]
    var parts: [String] = []
    for component in components {
      var value: String?
      switch component {
      case "project_path": value = scenario.tokenProjectPath(project)
      case "ref_type": value = scenario.isTag ? "tag" : "branch"
      case "ref": value = scenario.refName ?? project.defaultBranch
      case "ref_protected": value = project.isProtected(scenario).map { $0 ? "true" : "false" }
      case "environment_protected", "deployment_tier":
        // Only jobs with an environment have these claims.
        if job.environment == nil { continue }
      default: break
      }
      guard let value else { return nil }
      parts += [component, value]
    }
    return parts.joined(separator: ":")
  }

  // MARK: The exchange

  private func exchange(
    _ clientID: RuntimeValue.State?,
    _ tenantID: RuntimeValue.State?,
    _ chain: inout PredictionChain
  ) -> Verdict {
    guard let identity = identity(clientID) else {
      return .unknown(.exchange, unknownIdentity(clientID))
    }
    chain.clientID = identity.clientID
    if case .text(let tenant)? = tenantID, let own = identity.tenantID,
      GUID.isValid(tenant), !GUID.areEqual(tenant, own)
    {
      return .fails(
        .exchange,
        "AADSTS700016",
        "the tenant is \(tenant), and the application is in the tenant \(own)"
      )
    }
    guard let credentials = identity.credentials else {
      return .unknown(.exchange, "the credentials of \(identity.clientID) are not known")
    }
    let answer = cache.answer(chain.claims, identity.clientID, credentials)
    chain.comparisons = answer.comparisons
    switch answer.outcome {
    case .accepted(let credential):
      return Verdict(
        answer: .works,
        stage: .exchange,
        code: nil,
        reason: "Entra ID takes the token; the vault itself was not checked",
        credential: credential.name
      )
    case .refused(let code, let reason): return .fails(.exchange, code, reason)
    case .unknown(let reason): return .unknown(.exchange, reason)
    }
  }

  /// The identity that the job signs in as; the only declared one when the ID is not known.
  private func identity(_ clientID: RuntimeValue.State?) -> Identity? {
    let identities = facts.evidence.identities
    guard case .text(let text)? = clientID else {
      return identities.count == 1 ? identities.first : nil
    }
    return identities.first { GUID.areEqual($0.clientID, text) }
  }

  private func unknownIdentity(_ clientID: RuntimeValue.State?) -> String {
    if facts.evidence.identities.isEmpty { return MissingEvidence.credentials }
    guard case .text(let text)? = clientID else {
      return "which application the client ID names is not known"
    }
    return "the client ID is \(text), which is none of the declared identities"
  }
}
