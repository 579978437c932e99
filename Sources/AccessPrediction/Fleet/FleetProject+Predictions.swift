import AzureFederation
import GitLabCI
import TextFormats

extension FleetProject {
  /// Adds what is predicted for the project's pipeline: the verdicts are counted, and equal uses of
  /// several scenarios are joined.
  package mutating func add(_ pipeline: PipelinePredictions) {
    // Another project is one of the fleet's own, or none of its business.
    omitted = pipeline.omitted.filter { !$0.isOtherProjects }
    add(pipeline.predictions)
  }

  private mutating func add(_ predictions: [Prediction]) {
    var places = Dictionary(
      uniqueKeysWithValues: uses.enumerated().map { (Self.key($1), $0) }
    )
    for prediction in predictions where prediction.runs != .no {
      for verdict in prediction.verdicts where prediction.mergeRequest != .fork {
        count(verdict.answer)
      }
      for use in Self.uses(prediction) {
        let key = Self.key(use)
        guard let place = places[key] else {
          places[key] = uses.count
          uses.append(use)
          continue
        }
        let scenario = prediction.scenario
        if !uses[place].scenarios.contains(scenario) { uses[place].scenarios.append(scenario) }
      }
    }
  }

  private mutating func count(_ answer: Verdict.Answer) {
    switch answer {
    case .works: counts.works += 1
    case .fails: counts.fails += 1
    case .unknown: counts.unknown += 1
    }
  }

  /// A use as a key: without its scenarios, and without its reason, which names the ref.
  private static func key(_ use: FleetUse) -> FleetUse {
    FleetUse(
      job: use.job,
      target: use.target,
      clientID: use.clientID,
      audiences: use.audiences,
      credentials: use.credentials,
      verdict: use.verdict,
      code: use.code,
      reason: nil,
      scenarios: []
    )
  }

  private static func uses(_ prediction: Prediction) -> [FleetUse] {
    // Each entry of a matrix may read another secret.
    let runs = prediction.entries.isEmpty ? [prediction] : prediction.entries
    return runs.flatMap { run in
      let server = run.chain?.text(of: AzureVariables.vaultURL)
      let secrets = run.secrets.map { secret in
        let target = FleetUse.Target.secret(
          FleetSecret(server: server, name: secret.vaultName?.description),
          version: secret.version?.description
        )
        return use(prediction, target, secret.verdict, run.chain)
      }
      let signIns = run.exchanges.map { exchange in
        use(prediction, .signIn(exchange.tool), exchange.verdict, exchange.chain)
      }
      return secrets + signIns
    }
  }

  private static func use(
    _ prediction: Prediction,
    _ target: FleetUse.Target,
    _ verdict: Verdict,
    _ chain: PredictionChain?
  ) -> FleetUse {
    FleetUse(
      job: prediction.job,
      target: target,
      clientID: chain.flatMap(\.application),
      audiences: chain?.claims.audiences ?? [],
      credentials: chain.map { accepting(verdict, $0) } ?? [],
      verdict: verdict.answer,
      code: verdict.code,
      reason: verdict.answer == .works ? nil : verdict.reason,
      scenarios: [prediction.scenario]
    )
  }

  /// The credentials that accept the token, unless the run ends before Entra ID is asked.
  private static func accepting(_ verdict: Verdict, _ chain: PredictionChain) -> [String] {
    guard verdict.answer != .fails || verdict.stage == .vault else { return [] }
    return chain.comparisons
      .filter { $0.issuer == true && $0.audience == true && $0.subject == true }
      .map { FleetCredential($0.credential, of: chain.clientID ?? "").label }
  }
}

extension PredictionChain {
  /// The value of one of the provider's variables; nil when it is unknown.
  fileprivate func text(of name: String) -> String? {
    value(of: name)?.text
  }

  /// The application's client ID, also of one that no evidence knows.
  fileprivate var application: String? {
    if let clientID { return GUID.normalised(clientID) ?? clientID }
    return text(of: AzureVariables.clientID).flatMap(GUID.normalised)
  }
}
