import AzureFederation
import Evidence
import GitLabCI
import ShellSyntax
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
  private var scenario: Scenario { variables.run.scenario }

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
    var steps = PredictionChain.Steps(variables: needed)
    let token = token(&steps)
    return (verdict(steps, token), PredictionChain(steps))
  }

  private func verdict(_ steps: PredictionChain.Steps, _ token: Verdict?) -> Verdict {
    let providers = ProviderJudge(job: job, variables: variables, tree: tree)
      .verdict(steps.variables)
    if let providers, providers.answer == .fails { return providers }
    if let verdict = notSent() { return verdict }
    // A token that cannot work fails the job for any values of the variables.
    if let token { return token.answer == .fails ? token : providers ?? token }
    let values = ValueJudge(steps.variables, judged)
    if let verdict = values.identity() { return verdict }
    guard let verdict = steps.exchange else { return providers ?? .undecided }
    if verdict.answer == .fails { return verdict }
    return values.vault() ?? providers ?? verdict
  }

  /// Finds the token and exchanges it.
  ///
  /// - Returns: The verdict when there is no token to exchange; nil when there is one.
  private func token(_ steps: inout PredictionChain.Steps) -> Verdict? {
    switch TokenJudge(judged: judged, job: job, variables: variables).choice() {
    case .verdict(let verdict, let why):
      steps.token = why
      return verdict
    case .token(let token, let why):
      steps.token = why
      steps.tokenName = tree.text(token.symbol)
      steps.claims = claims(token)
      let client = steps.variables.value(of: AzureVariables.clientID)?.state
      let tenant = steps.variables.value(of: AzureVariables.tenantID)?.state
      steps.exchange = lifetime(token) ?? exchange(client, tenant, &steps)
      return nil
    }
  }

  /// The feature that GitLab or the runner is too old or too limited for.
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
    var steps = PredictionChain.Steps()
    if let verdict = withoutIdentity(signIn) {
      return ExchangePrediction(
        signIn,
        token: nil,
        verdict: verdict,
        chain: PredictionChain(steps)
      )
    }
    guard case .idToken(let name) = signIn.assertion.state,
      let token = job.idTokens.first(where: { tree.text($0.symbol) == name })
    else {
      return ExchangePrediction(
        signIn,
        token: nil,
        verdict: withoutToken(signIn),
        chain: PredictionChain(steps)
      )
    }
    steps.token = "\(name): \(signIn.tool) signs in with it"
    steps.tokenName = name
    steps.claims = claims(token)
    var verdict =
      lifetime(token) ?? outOfReach(signIn)
      ?? exchange(signIn.clientID.state, signIn.tenant.state, &steps)
    if verdict.answer != .unknown, let doubt = doubt(about: signIn) {
      verdict = .unknown(.exchange, doubt)
    } else if verdict.answer == .works, let reason = incompleteness(of: signIn) {
      verdict = .unknown(.exchange, reason)
    }
    return ExchangePrediction(
      signIn,
      token: name,
      verdict: verdict,
      chain: PredictionChain(steps)
    )
  }

  /// The reason why nothing is certain about a sign-in; nil if there is none.
  private func doubt(about signIn: ScriptSignIn) -> String? {
    signIn.doubt.map { "whether \(signIn.tool) signs in is unknown: \($0)" }
  }

  /// The reason why a sign-in with the right token may not succeed; nil if it lacks nothing.
  private func incompleteness(of signIn: ScriptSignIn) -> String? {
    guard let missing = signIn.missing else { return nil }
    if !signIn.clientID.isEmpty, let tenant = signIn.defaultTenant {
      return "\(signIn.tool) without a tenant asks \"\(tenant)\", and whether Entra ID signs an "
        + "application in there is not certain"
    }
    return "\(signIn.tool) needs \(missing), and it is not set"
      + (signIn.alternative.map { "; it may use \($0)" } ?? "")
  }

  /// The verdict on a sign-in that certainly has no client ID or no tenant, which no program sends;
  /// nil if it has both.
  ///
  /// Source: Azure CLI, `azure/cli/command_modules/profile/custom.py`; Az.Accounts,
  /// Connect-AzAccount; hashicorp/go-azure-sdk, `sdk/auth/auth.go`; AADSTS900144.
  private func withoutIdentity(_ signIn: ScriptSignIn) -> Verdict? {
    guard signIn.lacksIdentity, let missing = signIn.missing else { return nil }
    let value = signIn.clientID.isEmpty ? signIn.clientID : signIn.tenant
    return .fails(
      .exchange,
      nil,
      "\(signIn.tool) gets no \(missing.dropFirst("the ".count)): \(emptiness(of: value))"
    )
  }

  /// An empty value in words, with the reason why the project's settings do not reach the job.
  private func emptiness(of value: ScriptValue) -> String {
    guard let path = value.path else { return "none is given" }
    guard let name = VariableReference.only(in: path) else { return "it is empty" }
    let own = variables.value(name)
    if own.isBlank == false {
      return "$\(name) is empty in the container; pass it with -e \(name)"
    }
    return own.withheld == nil ? "$\(name) is empty" : "$\(name) is empty (\(own.origin))"
  }

  /// The verdict on a sign-in with something else than an ID token of the job.
  private func withoutToken(_ signIn: ScriptSignIn) -> Verdict {
    if let doubt = doubt(about: signIn) { return .unknown(.exchange, doubt) }
    if let verdict = malformation(of: signIn) { return verdict }
    guard signIn.assertion.isEmpty else {
      return .unknown(
        .exchange,
        "the script does not show which token \(signIn.tool) signs in with"
      )
    }
    if let alternative = signIn.alternative {
      return .unknown(
        .exchange,
        "\(signIn.tool) gets no token, and may use \(alternative)"
      )
    }
    let name = signIn.assertion.path.flatMap { VariableReference.only(in: $0) }
    return .fails(
      .exchange,
      nil,
      "\(signIn.tool) gets no token: \(emptiness(of: signIn.assertion))",
      cause: .missingToken(name)
    )
  }

  /// The verdict on a sign-in with what certainly is not an ID token; nil if it may be one.
  ///
  /// A value of the settings may be secret, so it is never shown.
  private func malformation(of signIn: ScriptSignIn) -> Verdict? {
    let tokens = job.idTokens.map { tree.text($0.symbol) }
    let assertion = signIn.assertion
    for name in tokens {
      let value = variables.value(name)
      let isSent =
        assertion.isMalformedToken && value.text == assertion.text
        || assertion.state == .exists && value.state == .exists && assertion.path == "${\(name)}"
      guard isSent else { continue }
      return .fails(
        .exchange,
        TokenJudge.malformed,
        "the variable \(name) hides the ID token (\(value.origin)), and \(signIn.tool) sends its "
          + "value",
        cause: .shadowedToken(name, value)
      )
    }
    guard assertion.isMalformedToken, let text = assertion.text else { return nil }
    let isReference = tokens.contains { name in
      [name, "$\(name)", "${\(name)}", "%\(name)%", ":\(name)"].contains(text)
    }
    return .fails(
      .exchange,
      TokenJudge.malformed,
      isReference
        ? "\(signIn.tool) sends the text \"\(text)\" as the token"
        : "what \(signIn.tool) sends as the token is not a JWT"
    )
  }

  /// Names that stand for any tenant.
  private static let anyTenant = ["common", "organizations", "consumers"]

  /// The part that the evidence does not cover: another cloud, an address that names no tenant.
  private func outOfReach(_ signIn: ScriptSignIn) -> Verdict? {
    if let tenant = signIn.tenant.text, Self.anyTenant.contains(tenant) {
      return .unknown(.exchange, "\"\(tenant)\" names no tenant")
    }
    guard let cloud = signIn.cloud, cloud != .known(judged.evidence.cloud) else { return nil }
    return .unknown(
      .exchange,
      "\(signIn.tool) signs in to another cloud than \(judged.evidence.cloud.rawValue), which the "
        + "evidence is about"
    )
  }

  // MARK: Claims

  private func claims(_ token: IDToken) -> TokenClaims {
    var claims = cache.claims(of: sender) {
      let subject = SubjectClaim(
        judged: judged,
        job: job,
        scenario: scenario,
        project: variables.run.project,
        tier: variables.tier
      )
      var claims = TokenClaims()
      claims.issuer = judged.evidence.gitLab.issuer
      claims.partialSubject = subject.value
      claims.unknownComponents = subject.unknownComponents
      claims.others = subject.others
      claims.others["pipeline_source"] = scenario.source
      claims.others["iss"] = claims.issuer
      return claims
    }
    if let audience = token.audience {
      let texts = audience.texts.map { variables.expanded(tree.rubyText($0)) }
      if !texts.contains(nil) { claims.partialAudiences = texts.compactMap(\.self) }
    }
    return claims
  }

  private var sender: ExchangeCache.Sender {
    ExchangeCache.Sender(
      scenario: scenario.name,
      hasEnvironment: job.environment != nil,
      tier: variables.tier
    )
  }

  // MARK: The exchange

  private func exchange(
    _ clientID: RunValue.State?,
    _ tenantID: RunValue.State?,
    _ steps: inout PredictionChain.Steps
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
    steps.clientID = identity.clientID
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
      return .unknown(.exchange, "the credentials of \(identity.clientID) are unknown")
    }
    let answer = cache.answer(to: steps.claims, of: sender, identity.clientID, credentials)
    steps.comparisons = answer.comparisons
    switch answer.outcome {
    case .accepted(let credential):
      return Verdict(
        answer: .works,
        stage: .exchange,
        code: nil,
        reason: "Entra ID takes the token; the vault itself was not checked",
        credential: credential.name
      )
    case .refused(let code, let reason, let mismatch):
      return .fails(.exchange, code, reason, cause: .mismatch(mismatch))
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
      return "which application the client ID names is unknown"
    }
    return "the client ID is \(text), which is not a declared identity"
  }
}
