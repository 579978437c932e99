import AzureFederation
package import GitLabCI
package import TextFormats

/// The prediction for one job in one scenario.
package struct Prediction: Sendable {
  /// The job's name; for a job in a child pipeline, after the child's file and a colon.
  package private(set) var job: String
  /// The file of the child pipeline that brings the job; nil for one of a root.
  package let childFile: String?
  /// The trigger jobs that start the child pipeline of the job; nil for one of the root.
  package private(set) var through: [String]?
  /// The scenario.
  package let scenario: String
  /// The merge request of the pipeline; nil for other pipelines.
  package let mergeRequest: Scenario.MergeRequest?
  /// The values of the trigger job's matrix with which the child pipeline is started; nil when they make no
  /// difference, or the reasons name them already.
  private var part: String?
  /// Whether the job runs in it.
  package private(set) var runs: RunDecision.Answer
  /// The reason why GitLab does not let the job run; nil when it does, or the job's own rules do not.
  package private(set) var refusal: RunRefusal?
  /// The outcome of what it requests; nil when it requests nothing or does not run.
  private var outcome: PredictionOutcome?

  /// A prediction.
  init(
    job: String,
    childFile: String? = nil,
    scenario: Scenario,
    runs: RunDecision.Answer,
    refusal: RunRefusal? = nil,
    outcome: PredictionOutcome? = nil
  ) {
    self.job = job
    self.childFile = childFile
    self.scenario = scenario.name
    mergeRequest = scenario.mergeRequest
    self.runs = runs
    self.refusal = refusal
    self.outcome = outcome
  }

  /// The predictions for its Azure secrets, in the order of definition; empty if it does not run.
  package var secrets: [SecretPrediction] { outcome?.secrets ?? [] }

  /// The chain that leads to the verdict; nil when the job has no Azure secret or does not run.
  package var chain: PredictionChain? { outcome?.chain }

  /// The sign-ins with ID tokens in its script.
  package var exchanges: [ExchangePrediction] { outcome?.exchanges ?? [] }

  /// The prediction for each entry of its matrix that runs and requests something; empty if nothing
  /// depends on the matrix.
  package var entries: [Self] { outcome?.entries ?? [] }

  /// The name of the job's environment with expanded variables; nil when it has none or the name is
  /// not known.
  package var environment: String? { outcome?.environment }

  /// The job's name, with the trigger jobs that start its pipeline.
  package var label: String {
    through.map { "\(job) (through \($0.joined(separator: ", ")))" } ?? job
  }

  /// Whether it has a verdict: the job requests something.
  package var hasVerdict: Bool { !secrets.isEmpty || !exchanges.isEmpty }

  /// The verdict of the whole job: the worst of those on its secrets and its sign-ins, of equals
  /// the first.
  package var verdict: Verdict? {
    var worst = secrets.first?.verdict
    for exchange in exchanges where exchange.verdict.rank > worst?.rank ?? -1 {
      worst = exchange.verdict
    }
    return worst
  }

  /// The client IDs that the job uses in this run, as far as they are known.
  package var clientIDs: [String] {
    let value = chain?.value(of: AzureVariables.clientID)
    let read: String? = if case .text(let text)? = value?.state { text } else { nil }
    return [read].compactMap(\.self) + exchanges.compactMap(\.clientID)
  }

  /// All its verdicts: those on its secrets and on its sign-ins.
  package var verdicts: [Verdict] {
    secrets.map(\.verdict) + exchanges.map(\.verdict)
  }

  /// The chain that leads to that one.
  package var verdictChain: PredictionChain? {
    guard let verdict, secrets.first?.verdict != verdict else { return chain }
    return exchanges.first { $0.verdict == verdict }?.chain ?? chain
  }

  /// The same for a job of a child pipeline, which runs at most when that is started.
  package func inChild(_ child: ChildRun) -> Self {
    let answer = child.answers[scenario] ?? .no
    var result = self
    result.job = "\(childFile ?? child.path):\(job)"
    result.through = child.triggers
    result.part = child.part
    if answer == .maybe, runs == .yes { result.runs = .maybe }
    guard answer == .no else { return result }
    result.runs = .no
    result.outcome = nil
    return result
  }

  /// Puts the root file before the name of the job.
  mutating func name(root: String) {
    job = "\(root):\(job)"
  }

  /// The same, when GitLab refuses the pipeline: nothing runs.
  func refused(_ message: String) -> Self {
    var result = self
    result.runs = .no
    result.outcome = nil
    result.refusal = .pipeline(message)
    return result
  }

  /// The prediction for a job when it is not known whether GitLab composes it like this or like
  /// another one.
  ///
  /// - Parameter other: The other one; nil when the job is absent there.
  /// - Returns: The common part of both; the rest is unknown.
  func joined(with other: Self?) -> Self {
    guard let other, other.runs != .no else {
      var result = self
      if runs == .yes { result.runs = .maybe }
      return result
    }
    if runs == .no {
      var result = other
      if other.runs == .yes { result.runs = .maybe }
      return result
    }
    var result = self
    if other.runs == .maybe { result.runs = .maybe }
    let isAlike = entries.count == other.entries.count
    let joinedEntries = entries.indices.map { index in
      entries[index].joined(with: isAlike ? other.entries[index] : other)
    }
    let verdicts = Dictionary(
      other.secrets.map { ($0.name, $0.verdict) },
      uniquingKeysWith: { first, _ in first }
    )
    let joinedSecrets = secrets.map { secret in
      guard let verdict = verdicts[secret.name], verdict.answer != secret.verdict.answer else {
        return secret
      }
      return secret.with(
        .unknown(
          secret.verdict.stage,
          "it depends on an include whose rules are undecided"
        )
      )
    }
    result.outcome = outcome?.with(secrets: joinedSecrets, entries: joinedEntries)
    return result
  }

  /// The prediction for a job of a child pipeline that several jobs of one matrix start: that of the worst
  /// outcome.
  ///
  /// - Parameter other: The same job, started by another job of the matrix.
  /// - Returns: The prediction for both.
  func joined(withPart other: Self) -> Self {
    let runs = RunDecision.Answer.any(of: [runs, other.runs])
    let worst = other.severity > severity ? other : self
    let isOneOfTwo = verdict != nil && other.verdict != nil && severity != other.severity
    var result = worst.of(combination: isOneOfTwo ? worst.part : nil, runs: runs)
    if isOneOfTwo { result.part = nil }
    return result.with(
      [self, other].flatMap { prediction in
        prediction.entries.isEmpty && prediction.verdict != nil ? [prediction] : prediction.entries
      }
    )
  }

  /// Its severity: a job that fails comes before one that is not decided.
  var severity: Int {
    verdict.map { $0.rank + 1 } ?? 0
  }

  /// The same, for the whole job when this is one combination of its matrix.
  ///
  /// - Parameters:
  ///   - combination: The values that distinguish it from the others; nil when all have the same
  ///     outcome.
  ///   - runs: Whether any of them runs.
  /// - Returns: The prediction for the job.
  func of(combination: String?, runs: RunDecision.Answer) -> Self {
    var result = self
    result.runs = runs
    guard let combination else { return result }
    result.outcome = outcome?.with(
      secrets: secrets.map { $0.with($0.verdict.in(combination)) },
      exchanges: exchanges.map { $0.with($0.verdict.in(combination)) }
    )
    return result
  }

  /// The same with the predictions for the entries of its matrix.
  func with(_ entries: [Self]) -> Self {
    var result = self
    result.outcome = outcome?.with(entries: entries)
    return result
  }
}

/// The prediction for one secret.
package struct SecretPrediction: Sendable {
  /// The secret's name.
  package let name: String
  /// The verdict.
  package let verdict: Verdict
  /// Its name in the vault as the runner expands it; nil when nothing is known of it.
  package var vaultName: PartialText?
  /// Its version as the runner expands it; nil when it has none or nothing is known of it.
  package var version: PartialText?
  /// The variables in its name and version that do not exist in this run.
  package var missingVariables: [String] = []
}

extension SecretPrediction {
  /// The same with another verdict.
  fileprivate func with(_ verdict: Verdict) -> Self {
    var copy = Self(name: name, verdict: verdict, vaultName: vaultName, version: version)
    copy.missingVariables = missingVariables
    return copy
  }
}
