import AccessPrediction
import AzureFederation
import Evidence
import GitLabCI
import TextFormats

/// Finds the ways of a survey's jobs to their secrets.
struct WayFinder {
  /// The label of an unknown value.
  private static let unknown = "unknown"
  /// More ways than these are not useful, and each takes two kilobytes until they are joined.
  private static let limit = 20_000

  let survey: TrustSurvey
  /// The jobs whose ways are found: as many as the limit allows.
  private let jobs: ArraySlice<TrustSurvey.Job>

  init(survey: TrustSurvey) {
    self.survey = survey
    var count = 0
    jobs = survey.jobs.prefix { job in
      count += job.predictions.count * max(1, job.secrets.count)
      return count <= Self.limit
    }
  }

  /// A way that only counts the jobs that are left out; nil when none is.
  var leftOut: TrustWay? {
    let count = survey.jobs.count - jobs.count
    guard count > 0 else { return nil }
    let stop = TrustStop(
      layer: .job,
      kind: .open,
      key: "left out",
      title: Noun.count(count, "more job"),
      details: ["too many ways to draw"]
    )
    return TrustWay(steps: [TrustWay.Step(stop: stop, state: .unknown)])
  }

  /// The ways of each job, in the order of the survey; those of all scenarios, each once.
  func ways() -> [[TrustWay]] {
    jobs.map { job in
      var seen: Set<TrustWay> = []
      return job.predictions.flatMap { ways(of: job, in: $0) }.filter { seen.insert($0).inserted }
    }
  }

  private func ways(of job: TrustSurvey.Job, in prediction: Prediction) -> [TrustWay] {
    guard prediction.verdict != nil else { return [] }
    let start = TrustWay.Step(
      stop: TrustStop(layer: .job, kind: .present, key: job.name, title: job.name),
      state: .works
    )
    var ways: [TrustWay] = []
    if let chain = prediction.chain {
      for (secret, predicted) in zip(job.secrets, prediction.secrets) {
        let steps = steps(predicted.verdict, chain, secret)
        ways.append(TrustWay(steps: [start] + steps))
      }
    }
    for exchange in prediction.exchanges {
      let steps = steps(exchange.verdict, exchange.chain, nil, tool: exchange.tool)
      ways.append(TrustWay(steps: [start] + steps))
    }
    return ways
  }

  private func steps(
    _ verdict: Verdict,
    _ chain: PredictionChain,
    _ secret: TrustSurvey.Secret?,
    tool: String? = nil
  ) -> [TrustWay.Step] {
    let endsEarly = verdict.stage == .variables || verdict.stage == .token
    if endsEarly, verdict.answer == .fails {
      return [TrustWay.Step(stop: end(verdict, in: .token), state: .fails)]
    }
    let isAtVault = verdict.stage == .vault
    let isThrough = verdict.answer == .works || isAtVault
    // After the place where it ends, the way is only intended.
    let behind: TrustGraph.State =
      isThrough ? .works : verdict.answer == .fails ? .blocked : .unknown
    var steps = [
      TrustWay.Step(
        stop: token(chain, secret, tool),
        state: endsEarly ? .unknown : .works
      ),
      TrustWay.Step(
        stop: isThrough ? credential(chain) : end(verdict, in: .credential),
        state: isThrough ? .works : verdict.answer == .fails ? .fails : .unknown
      ), TrustWay.Step(stop: application(chain), state: behind),
    ]
    guard let secret else { return steps }
    let isVaultItself = ["VaultNotFound", "AKV10032"].contains(verdict.code ?? "")
    let atVault: TrustGraph.State = verdict.answer == .unknown ? .unknown : .fails
    let isHeldUp = isAtVault && verdict.answer != .works
    let vault = vault(chain)
    steps.append(
      TrustWay.Step(stop: vault, state: isHeldUp && isVaultItself ? atVault : behind)
    )
    steps.append(
      TrustWay.Step(
        stop: self.secret(secret, vault),
        state: !isHeldUp ? behind : isVaultItself ? .blocked : atVault
      )
    )
    return steps
  }

  // MARK: Stops

  /// The token, with the program that signs in with it when a script does.
  private func token(
    _ chain: PredictionChain,
    _ secret: TrustSurvey.Secret?,
    _ tool: String?
  ) -> TrustStop {
    let program = tool.map { ["\($0) signs in"] } ?? []
    guard let name = chain.tokenName ?? secret?.token else {
      return TrustStop(
        layer: .token,
        kind: .open,
        key: "?\(tool ?? "")",
        title: Self.unknown,
        details: program
      )
    }
    let key = tool.map { "\(name)\u{0}\($0)" } ?? name
    guard let audiences = chain.claims.audiences else {
      return TrustStop(layer: .token, kind: .present, key: key, title: name, details: program)
    }
    let audience = audiences.joined(separator: ", ")
    return TrustStop(
      layer: .token,
      kind: .present,
      key: "\(key)\u{0}\(audience)",
      title: name,
      details: program + ["aud \(audience)"] + (chain.claims.subject.map { ["sub \($0)"] } ?? [])
    )
  }

  /// The credential that matches.
  private func credential(_ chain: PredictionChain) -> TrustStop {
    let match = chain.comparisons.first {
      $0.issuer == true && $0.audience == true && $0.subject == true
    }
    guard let credential = match?.credential else {
      return TrustStop(layer: .credential, kind: .open, key: "?", title: Self.unknown)
    }
    return Self.stop(credential, of: chain.clientID ?? "", kind: .present)
  }

  /// A credential, used or not.
  static func stop(
    _ credential: FederatedCredential,
    of clientID: String,
    kind: TrustGraph.Kind
  ) -> TrustStop {
    let what =
      credential.subject.map { "sub \($0)" } ?? credential.claimsMatchingExpression?.value ?? ""
    return TrustStop(
      layer: .credential,
      kind: kind,
      key: "\(clientID)\u{0}\(credential.name)\u{0}\(credential.issuer)\u{0}\(what)",
      title: credential.name.isEmpty ? "without a name" : credential.name,
      details: [what]
    )
  }

  private func end(_ verdict: Verdict, in layer: TrustGraph.Layer) -> TrustStop {
    let title = VerdictWords.code(verdict) ?? "not decided"
    return TrustStop(
      layer: layer,
      kind: verdict.answer == .fails ? .stop : .open,
      key: "end\u{0}\(title)\u{0}\(verdict.reason)",
      title: title,
      details: [verdict.reason]
    )
  }

  private func application(_ chain: PredictionChain) -> TrustStop {
    guard let clientID = chain.clientID else {
      return TrustStop(layer: .application, kind: .open, key: "?", title: Self.unknown)
    }
    return application(clientID)
  }

  /// An application by its client ID.
  func application(_ clientID: String) -> TrustStop {
    let identity = survey.evidence.identities.first { GUID.areEqual($0.clientID, clientID) }
    return TrustStop(
      layer: .application,
      kind: .present,
      key: clientID,
      title: clientID,
      details: identity?.tenantID.map { ["tenant \($0)"] } ?? []
    )
  }

  private func vault(_ chain: PredictionChain) -> TrustStop {
    let state = chain.value(of: AzureVariables.vaultURL)?.state
    guard case .text(let url)? = state else {
      return TrustStop(layer: .vault, kind: .open, key: "?", title: Self.unknown)
    }
    guard let vault = try? VaultURL(url) else {
      return TrustStop(layer: .vault, kind: .present, key: url, title: url)
    }
    return TrustStop(
      layer: .vault,
      kind: .present,
      key: vault.text,
      title: vault.name,
      details: [vault.cloud.vaultSuffix]
    )
  }

  private func secret(_ secret: TrustSurvey.Secret, _ vault: TrustStop) -> TrustStop {
    TrustStop(
      layer: .secret,
      kind: secret.name == nil ? .open : .present,
      key: "\(vault.key)\u{0}\(secret.name ?? "?")\u{0}\(secret.version ?? "")",
      title: secret.name ?? Self.unknown,
      details: [secret.version.map { "@\($0)" } ?? "newest version"]
    )
  }
}
