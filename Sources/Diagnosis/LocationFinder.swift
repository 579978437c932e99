import AzureFederation
import GitLabCI
import YAMLSyntax

/// Finds the places of pipelines that a failure is about, by the facts of the log.
struct LocationFinder {
  /// A secret of a job with the token that serves it, or a token alone.
  private struct Use {
    var pipeline: Pipeline
    var job: Job
    var secret: Secret?
    var token: IDToken?

    var tree: NodeTree { pipeline.tree }
    var jobName: String { tree.text(job.symbol) }
    /// The name that distinguishes the job from those of other pipelines: `CHILD_FILE:JOB`.
    var label: String { pipeline.name(of: job) }
  }

  private let facts: [FailureFact: String]
  private let variables: JobVariables
  private var uses: [Use] = []

  /// A finder.
  ///
  /// - Parameters:
  ///   - pipelines: The root pipeline and its children.
  ///   - facts: The facts of the log.
  ///   - projectVariables: Variables of the project, which win over those of the YAML.
  init(
    _ pipelines: [Pipeline],
    facts: [FailureFact: String],
    projectVariables: [String: String]
  ) {
    self.facts = facts
    variables = JobVariables(project: projectVariables)
    uses = findUses(pipelines)
  }

  /// The places of a part, each once, at most five.
  func places(of part: PipelinePart) -> [LogDiagnosis.Location] {
    struct Spot: Hashable {
      var path: String
      var span: TextSpan
    }
    var order: [Spot] = []
    var jobs: [Spot: [String]] = [:]
    for use in uses {
      guard let node = node(part, of: use) else { continue }
      let location = use.tree.location(node)
      let spot = Spot(path: use.tree.file(location.file).path, span: location.span)
      if jobs[spot] == nil { order.append(spot) }
      if jobs[spot]?.contains(use.label) != true { jobs[spot, default: []].append(use.label) }
    }
    return order.prefix(5).map { spot in
      LogDiagnosis.Location(path: spot.path, span: spot.span, jobs: jobs[spot] ?? [])
    }
  }

  /// Values of the pipeline that all uses share.
  var values: [FailureFact: String] {
    var values: [FailureFact: String] = [:]
    values[.audience] = shared { use in use.token?.audience?.texts.first.flatMap { text($0, use) } }
    values[.secret] = shared { use in (Self.azure(use)?.name?.node).flatMap { text($0, use) } }
    values[.version] = shared { use in (Self.azure(use)?.version?.node).flatMap { text($0, use) } }
    values[.idToken] = shared { use in use.token.map { use.tree.text($0.symbol) } }
    values[.job] = shared(\.jobName)
    for fact in JobVariables.facts {
      values[fact] = shared { use in variables.value(of: fact, for: use.job, in: use.tree) }
    }
    return values
  }

  private func shared(_ value: (Use) -> String?) -> String? {
    let texts = Set(uses.map(value))
    return texts.count == 1 ? texts.first ?? nil : nil
  }

  // MARK: Uses

  /// The uses that fit best: the log's facts may be known for some and unknown for others.
  private func findUses(_ pipelines: [Pipeline]) -> [Use] {
    let uses = pipelines.flatMap { pipeline in
      pipeline.jobs.filter { $0.kind == .script && isNamed($0, in: pipeline) }
        .flatMap { self.uses(of: $0, in: pipeline) }
    }
    let scores = uses.map(score)
    guard let best = scores.max(), best >= 0 else { return [] }
    return zip(uses, scores).filter { $0.1 == best }.map(\.0)
  }

  /// Whether a job may be the one that the log names; jobs of a matrix have their values after the
  /// name, and the file of a child pipeline may precede the name of its job.
  private func isNamed(_ job: Job, in pipeline: Pipeline) -> Bool {
    guard let name = facts[.job] else { return true }
    let own = pipeline.tree.text(job.symbol)
    return own == name || name.hasPrefix("\(own): [") || name.hasPrefix("\(own) ")
      || name == pipeline.name(of: job)
  }

  private func uses(of job: Job, in pipeline: Pipeline) -> [Use] {
    func use(_ secret: Secret?, _ token: IDToken?) -> Use {
      Use(pipeline: pipeline, job: job, secret: secret, token: token)
    }
    let secrets = job.secrets.filter(\.isAzure)
    let token = servingToken(of: secrets, in: job, pipeline.tree)
    // Scripts sign in with a token themselves.
    return secrets.isEmpty
      ? job.idTokens.map { use(nil, $0) } : secrets.map { use($0, token) }
  }

  /// The ID token that serves all Azure secrets of a job: that of the secret with the shortest
  /// name, or the token with the shortest name.
  private func servingToken(of secrets: [Secret], in job: Job, _ tree: NodeTree) -> IDToken? {
    guard let token = StoredOrder.first(secrets, in: tree)?.token else {
      return StoredOrder.first(job.idTokens, in: tree)
    }
    guard case .variable(let name) = token.reference else { return nil }
    return job.idTokens.first { tree.text($0.symbol) == name }
  }

  private static func azure(_ use: Use) -> AzureKeyVaultSecret? {
    guard case .azureKeyVault(let azure)? = use.secret?.provider else { return nil }
    return azure
  }

  /// The score of a use against the facts of the log: negative when it cannot be the one.
  private func score(_ use: Use) -> Int {
    var score = 0
    var mismatch = -1
    if let variable = facts[.variable] {
      guard let secret = use.secret, use.tree.text(secret.symbol) == variable else { return -1 }
      score += 2
      // It is this one, even where the pipeline has changed since the job ran.
      mismatch = score
    }
    let azure = Self.azure(use)
    for (fact, node) in [
      (facts[.secret], azure?.name?.node), (facts[.version], azure?.version?.node),
      (facts[.audience], use.token?.audience?.texts.first),
    ] {
      guard let fact, let text = node.flatMap({ text($0, use) }) else { continue }
      if text != fact { return mismatch }
      score += 2
    }
    for fact in JobVariables.facts {
      guard let said = facts[fact],
        let own = variables.value(of: fact, for: use.job, in: use.tree)
      else { continue }
      if said.lowercased() != own.lowercased() { return mismatch }
      score += 1
    }
    return score
  }

  /// The text of a value; nil when variables decide it.
  private func text(_ node: NodeID, _ use: Use) -> String? {
    let tree = use.tree
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
    case .secretName: return Self.azure(use)?.name?.node ?? variable
    case .secretVersion: return Self.azure(use)?.version?.node ?? variable
    case .tokenReference: return use.secret?.token?.value.node ?? variable ?? token
    case .idToken: return token ?? variable
    case .audience: return use.token?.audience?.value.node ?? token ?? variable
    }
  }
}
