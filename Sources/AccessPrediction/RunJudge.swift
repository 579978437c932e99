import AzureFederation
import Evidence
import GitLabCI
import TextFormats
import YAMLSyntax

/// Judges one run: whether GitLab sends the job's secrets, which token they are fetched with, and
/// what Entra ID answers.
struct RunJudge {
  let judged: JudgedPipeline
  let job: Job
  let variables: RunVariables
  private let cache: ExchangeCache

  private var tree: NodeTree { judged.tree }
  private var scenario: Scenario { variables.scenario }
  private var project: ProjectFacts { variables.project }

  init(_ judged: JudgedPipeline, _ job: Job, _ variables: RunVariables, _ cache: ExchangeCache) {
    self.judged = judged
    self.job = job
    self.variables = variables
    self.cache = cache
  }

  // MARK: Secrets

  /// The verdict that all Azure secrets of the job share, with how it comes about.
  ///
  /// The first stage that fails decides; a later one is judged as well, because it is a mistake of its
  /// own.
  func judge() -> (verdict: Verdict, chain: PredictionChain) {
    let needed = AzureVariables.all.map { name in
      PredictionChain.Variable(name: name, value: variables.value(name))
    }
    var chain = PredictionChain(variables: needed, claims: TokenClaims(), comparisons: [])
    let providers = ProviderJudge(job: job, variables: variables, tree: tree).verdict(needed)
    let token = token(&chain)
    if let providers, providers.answer == .fails { return (providers, chain) }
    if let verdict = notSent() { return (verdict, chain) }
    // A token that cannot work fails the job whatever the variables are.
    if let token { return (token.answer == .fails ? token : providers ?? token, chain) }
    let values = ValueJudge(chain, runner: judged.evidence.gitLab.runnerVersion)
    if let verdict = values.identity() { return (verdict, chain) }
    guard let verdict = chain.exchange else { return (providers ?? .undecided, chain) }
    if verdict.answer == .fails { return (verdict, chain) }
    return (values.vault() ?? providers ?? verdict, chain)
  }

  /// Finds the token and exchanges it.
  ///
  /// - Returns: The verdict when there is no token to exchange; nil when there is one.
  private func token(_ chain: inout PredictionChain) -> Verdict? {
    switch TokenJudge(judged: judged, job: job, variables: variables).choice() {
    case .verdict(let verdict, let why):
      chain.token = why
      return verdict
    case .token(let token, let why):
      chain.token = why
      chain.tokenName = tree.text(token.symbol)
      chain.claims = claims(token)
      let (client, tenant) = (chain.variables[1].value.state, chain.variables[2].value.state)
      chain.exchange = lifetime(token) ?? exchange(client, tenant, &chain)
      return nil
    }
  }

  /// What GitLab or the runner is too old or too small for.
  private func notSent() -> Verdict? {
    let gitLab = judged.evidence.gitLab
    if gitLab.tier == "free" {
      return .fails(.token, nil, "GitLab's free tier does not send secrets to the runner")
    }
    if let version = gitLab.version, ReleaseNumber(version).map({ $0 < .init(16, 3) }) ?? false {
      return .fails(.token, nil, "GitLab \(version) does not know azure_key_vault; 16.3 does")
    }
    if let version = gitLab.runnerVersion,
      ReleaseNumber(version).map({ $0 < .init(16, 6) }) ?? false
    {
      return .fails(
        .token,
        TokenJudge.malformed,
        "GitLab Runner \(version) sends the text of token: itself; 16.6 and newer send the ID token"
      )
    }
    return nil
  }

  /// A token is valid as long as the job may run, and Entra ID accepts at most 25 hours.
  ///
  /// Source: GitLab 18.9, `lib/gitlab/ci/jwt_v2.rb`; AADSTS70023.
  private func lifetime(_ token: IDToken) -> Verdict? {
    guard let seconds = judged.timeout(of: job), seconds > 25 * 3600,
      let timeout = judged.timeoutNode(of: job)
    else { return nil }
    return .fails(
      .exchange,
      "AADSTS70023",
      "the ID token is valid as long as the job's timeout, \"\(tree.rubyText(timeout))\", and "
        + "Entra ID accepts at most 25 hours"
    )
  }

  /// The verdict on a sign-in in a script.
  func judge(_ signIn: ScriptSignIn) -> ExchangePrediction {
    var chain = PredictionChain(
      variables: [],
      claims: TokenClaims(),
      comparisons: [],
      clientID: nil
    )
    guard case .idToken(let name) = signIn.assertion.state,
      let token = job.idTokens.first(where: { tree.text($0.symbol) == name })
    else {
      let reason = "the script does not show which token \(signIn.tool) signs in with"
      return ExchangePrediction(
        signIn,
        token: nil,
        verdict: .unknown(.exchange, reason),
        chain: chain
      )
    }
    chain.token = "\(name): \(signIn.tool) signs in with it"
    chain.tokenName = name
    chain.claims = claims(token)
    var verdict =
      lifetime(token) ?? exchange(signIn.clientID.state, signIn.tenant.state, &chain)
    if verdict.answer == .works, let missing = signIn.missing {
      verdict = .unknown(.exchange, "\(signIn.tool) needs \(missing), and it is not set")
    }
    return ExchangePrediction(signIn, token: name, verdict: verdict, chain: chain)
  }

  // MARK: Claims

  private func claims(_ token: IDToken) -> TokenClaims {
    var claims = TokenClaims()
    claims.issuer = judged.evidence.gitLab.issuer
    if let audience = token.audience {
      let texts = audience.texts.map { variables.expanded(tree.rubyText($0)) }
      if !texts.contains(nil) { claims.partialAudiences = texts.compactMap(\.self) }
    }
    let subject = SubjectClaim(judged: judged, job: job, scenario: scenario, project: project)
    claims.partialSubject = subject.value
    for (name, value) in subject.others { claims.others[name] = value }
    claims.others["pipeline_source"] = scenario.source
    claims.others["iss"] = claims.issuer
    return claims
  }

  // MARK: The exchange

  private func exchange(
    _ clientID: RunValue.State?,
    _ tenantID: RunValue.State?,
    _ chain: inout PredictionChain
  ) -> Verdict {
    if case .text(let tenant)? = tenantID,
      judged.evidence.observations.tenantExists(tenant) == false
    {
      return .fails(.exchange, "AADSTS90002", "Entra ID knows no tenant \(tenant)")
    }
    guard let identity = identity(clientID) else {
      if case .text(let client)? = clientID,
        let reason = judged.evidence.observations.absence(ofApplication: client)
      {
        return .fails(.exchange, "AADSTS700016", reason)
      }
      return .unknown(.exchange, unknownIdentity(clientID))
    }
    chain.clientID = identity.clientID
    if let reason = judged.evidence.observations.absence(ofApplication: identity.clientID) {
      return .fails(.exchange, "AADSTS700016", reason)
    }
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

  /// The identity that the job signs in as; the only declared one when nothing is known of the ID.
  private func identity(_ clientID: RunValue.State?) -> Identity? {
    let identities = judged.evidence.identities
    switch clientID {
    case .text(let text)?: return identities.first { GUID.areEqual($0.clientID, text) }
    case .exists?, .partial?, .idToken?:
      // A value that depends on the run may be of another identity, too.
      let isYAML = variables.isWrittenInYAML(AzureVariables.clientID)
      return identities.count == 1 && !isYAML ? identities.first : nil
    case .unknown?, .undefined?, nil: return identities.count == 1 ? identities.first : nil
    }
  }

  private func unknownIdentity(_ clientID: RunValue.State?) -> String {
    if judged.evidence.identities.isEmpty { return MissingEvidence.credentials }
    guard case .text(let text)? = clientID else {
      return "which application the client ID names is not known"
    }
    return "the client ID is \(text), which is not a declared identity"
  }
}
