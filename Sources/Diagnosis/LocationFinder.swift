import AzureFederation
import GitLabCI
import YAMLSyntax

/// Finds the places of a pipeline that a failure is about, by what the log tells.
struct LocationFinder {
  /// A secret of a job with the token that serves it, or a token alone.
  private struct Use {
    var job: Job
    var secret: Secret?
    var token: IDToken?
  }

  private let pipeline: Pipeline
  private let facts: [FailureFact: String]
  private var uses: [Use] = []

  init(_ pipeline: Pipeline, facts: [FailureFact: String]) {
    self.pipeline = pipeline
    self.facts = facts
    uses = findUses()
  }

  private var tree: NodeTree { pipeline.tree }

  /// The places of a part, each once, at most five.
  func places(of part: PipelinePart) -> [LogDiagnosis.Place] {
    var order: [Location] = []
    var jobs: [Location: [String]] = [:]
    for use in uses {
      guard let node = node(part, of: use) else { continue }
      let location = tree.location(node)
      let name = tree.text(use.job.symbol)
      if jobs[location] == nil { order.append(location) }
      if jobs[location]?.contains(name) != true { jobs[location, default: []].append(name) }
    }
    return order.prefix(5).map { location in
      LogDiagnosis.Place(
        path: tree.file(location.file).path,
        span: location.span,
        jobs: jobs[location] ?? []
      )
    }
  }

  /// What the pipeline tells beyond the log: values that all uses share.
  var values: [FailureFact: String] {
    var values: [FailureFact: String] = [:]
    values[.audience] = shared { $0.token?.audience?.texts.first }
    values[.secret] = shared { Self.azure($0.secret)?.name?.node }
    values[.version] = shared { Self.azure($0.secret)?.version?.node }
    return values
  }

  private func shared(_ node: (Use) -> NodeID?) -> String? {
    let texts = Set(uses.map { use in node(use).flatMap(text) })
    return texts.count == 1 ? texts.first ?? nil : nil
  }

  // MARK: Uses

  /// The uses that fit best: what the log tells may be known for some and open for others.
  private func findUses() -> [Use] {
    var jobs = pipeline.jobs.filter { $0.kind == .script }
    if let name = facts[.job] {
      // Jobs of a matrix have their values behind the name.
      jobs = jobs.filter { job in
        let own = tree.text(job.symbol)
        return own == name || name.hasPrefix("\(own): [") || name.hasPrefix("\(own) ")
      }
    }
    let uses = jobs.flatMap(uses)
    let scores = uses.map(score)
    guard let best = scores.max(), best >= 0 else { return [] }
    return zip(uses, scores).filter { $0.1 == best }.map(\.0)
  }

  private func uses(of job: Job) -> [Use] {
    let secrets = job.secrets.filter { Self.azure($0) != nil }
    let served = secrets.map { Use(job: job, secret: $0, token: token(of: $0, in: job)) }
    // Scripts sign in with a token themselves.
    return served.isEmpty ? job.idTokens.map { Use(job: job, secret: nil, token: $0) } : served
  }

  private func token(of secret: Secret, in job: Job) -> IDToken? {
    guard let token = secret.token else { return job.idTokens.first }
    guard case .variable(let name) = token.reference else { return nil }
    return job.idTokens.first { tree.text($0.symbol) == name }
  }

  private static func azure(_ secret: Secret?) -> AzureKeyVaultSecret? {
    guard case .azureKeyVault(let azure)? = secret?.provider else { return nil }
    return azure
  }

  /// How well a use fits what the log tells: negative when it cannot be the one.
  private func score(_ use: Use) -> Int {
    var score = 0
    var mismatch = -1
    if let variable = facts[.variable] {
      guard let secret = use.secret, tree.text(secret.symbol) == variable else { return -1 }
      score += 2
      // It is this one, even where the pipeline has changed since the job ran.
      mismatch = score
    }
    let azure = Self.azure(use.secret)
    for (fact, node) in [
      (facts[.secret], azure?.name?.node), (facts[.version], azure?.version?.node),
      (facts[.audience], use.token?.audience?.texts.first),
    ] {
      guard let fact, let node else { continue }
      guard let text = text(node) else { continue }
      if text != fact { return mismatch }
      score += 2
    }
    return score
  }

  /// The text of a value; nil when variables decide it.
  private func text(_ node: NodeID) -> String? {
    guard tree.kind(node).isScalar, tree.kind(node) != .unknown else { return nil }
    let text = tree.rubyText(node)
    return text.contains("$") ? nil : text
  }

  // MARK: Parts

  private func node(_ part: PipelinePart, of use: Use) -> NodeID? {
    let variable = use.secret?.entry.keyNode
    let token = use.token?.entry.keyNode
    switch part {
    case .secretVariable: return variable ?? token
    case .secretName: return Self.azure(use.secret)?.name?.node ?? variable
    case .secretVersion: return Self.azure(use.secret)?.version?.node ?? variable
    case .tokenReference: return use.secret?.token?.value.node ?? variable ?? token
    case .idToken: return token ?? variable
    case .audience: return use.token?.audience?.value.node ?? token ?? variable
    }
  }
}
