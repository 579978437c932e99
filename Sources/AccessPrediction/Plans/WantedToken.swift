import AzureFederation

/// An ID token of one or more runs that Entra ID cannot distinguish.
struct WantedToken {
  /// Its claims, without those that credentials never compare.
  let claims: TokenClaims
  /// The pattern of the refs for which its jobs run.
  let pattern: RefPattern?
  /// The runs that send it.
  private(set) var runs: [String] = []
  /// The ref, when it is only an example of others.
  private(set) var exampleRef: String?
  /// Whether a run of a fork sends it.
  private(set) var isOfFork = false
  /// Whether a run sends it, as far as is known.
  private(set) var isStarted = false

  /// The parts that classic credentials compare; nil when not all of them are known.
  var identity: [String]? {
    guard let issuer = claims.issuer, let audiences = claims.audiences, let subject = claims.subject
    else { return nil }
    return [issuer, subject] + audiences
  }

  /// Whether a credential accepts it; nil when that depends on what is not known.
  func isAccepted(by credential: FederatedCredential) -> Bool? {
    let exchange = TokenExchange(claims: claims, credentials: [credential])
    guard let comparison = exchange.comparisons.first else { return false }
    let answers = [comparison.issuer, comparison.audience, comparison.subject]
    if answers.contains(false) { return false }
    return answers.contains(nil) || claims.partialAudiences?.count != 1 ? nil : true
  }

  /// The tokens that some requests of runs send, each once.
  static func tokens(of runs: [AccessRun], in requests: (AccessRequest) -> Bool) -> [Self] {
    var tokens: [Self] = []
    var places: [Key: Int] = [:]
    for run in runs {
      for request in run.requests {
        guard var claims = request.claims, requests(request) else { continue }
        claims.others["pipeline_source"] = nil
        let key = Key(claims: claims, pattern: run.pattern)
        let place = places[key] ?? tokens.count
        if place == tokens.count {
          places[key] = place
          tokens.append(Self(claims: claims, pattern: run.pattern))
        }
        tokens[place].add(run, request)
      }
    }
    return tokens
  }

  private struct Key: Hashable {
    var claims: TokenClaims
    var pattern: RefPattern?
  }

  /// A token that no run sends.
  init(claims: TokenClaims, pattern: RefPattern? = nil) {
    self.claims = claims
    self.pattern = pattern
  }

  private mutating func add(_ run: AccessRun, _ request: AccessRequest) {
    if !runs.contains(run.name) { runs.append(run.name) }
    exampleRef = exampleRef ?? run.exampleRef
    isOfFork = isOfFork || run.isFork
    isStarted = isStarted || request.isStarted
  }
}
