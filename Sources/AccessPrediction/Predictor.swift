package import Evidence
import Files
package import GitLabCI
import Synchronization
import TextFormats
import YAMLSyntax

/// Predicts, for each job and scenario of one composition, whether it gets its Azure Key Vault
/// secrets.
package struct Predictor {
  let judged: JudgedPipeline
  private let project: ProjectFacts
  private let paths: [String]
  private let isDecided: Bool
  private let cache = ExchangeCache()
  private let scripts = ScriptReader()
  /// The combinations of each job's matrix.
  var combinations: [[MatrixCombination]] { judged.combinations }

  /// A predictor.
  ///
  /// - Parameters:
  ///   - pipeline: The pipeline.
  ///   - evidence: The evidence beyond its YAML.
  ///   - paths: The repository's files, for `rules:exists`.
  ///   - isDecided: Whether the includes are taken as they were composed, although it is not known
  ///     of some whether their rules hold.
  package init(
    _ pipeline: Pipeline,
    evidence: ProjectEvidence,
    paths: [String],
    isDecided: Bool = false
  ) {
    self.init(
      JudgedPipeline(pipeline, evidence: evidence, includesHidden: false),
      paths: paths,
      isDecided: isDecided
    )
  }

  /// A predictor.
  ///
  /// - Parameters:
  ///   - judged: The pipeline with what is known beyond its YAML.
  ///   - paths: The repository's files, for `rules:exists`.
  ///   - isDecided: Whether the includes are taken as they were composed.
  package init(_ judged: JudgedPipeline, paths: [String], isDecided: Bool = false) {
    self.isDecided = isDecided
    self.judged = judged
    project = judged.evidence.projectFacts
    self.paths = paths
  }

  /// The predictions for some scenarios, by job and then by scenario.
  ///
  /// - Parameter scenarios: The scenarios.
  /// - Returns: The predictions; none when they are more than the run may make.
  package func predictions(_ scenarios: [Scenario]) -> [Prediction] {
    guard mayPredict(scenarios) else { return [] }
    let plans = scenarios.map { plan($0) }
    let jobs = JobQueue(judged.subjects)
    let isLarge = judged.pipeline.isLarge
    let (first, second) = Cores(limit: isLarge ? nil : 1).both(
      { predictions(ofJobs: jobs, plans) },
      // All jobs decide whether there is a pipeline, so that is decided once.
      isLarge ? onAnotherCore(jobs, scenarios, plans.map(\.creation)) : { [] }
    )
    // Rules that were not decided would make wrong predictions, and none is better.
    if budget.isExhausted { return [] }
    return (first + second).sorted { $0.start < $1.start }.flatMap(\.predictions)
  }

  /// Predicts jobs on another core, by a predictor of its own: predictors remember.
  private func onAnotherCore(
    _ jobs: JobQueue,
    _ scenarios: [Scenario],
    _ creations: [RunCreation]
  ) -> @Sendable () -> [JobPredictions] {
    {
      [
        pipeline = judged.pipeline, evidence = judged.evidence, paths, isDecided,
        includesHidden = judged.includesHidden
      ] in
      let judged = JudgedPipeline(pipeline, evidence: evidence, includesHidden: includesHidden)
      let predictor = Predictor(judged, paths: paths, isDecided: isDecided)
      let plans = zip(scenarios, creations).map { predictor.plan($0, creation: $1) }
      return predictor.predictions(ofJobs: jobs, plans)
    }
  }

  /// The predictions for the jobs that this core takes from the queue.
  private func predictions(ofJobs jobs: JobQueue, _ plans: [RunPlan]) -> [JobPredictions] {
    var all: [JobPredictions] = []
    while !budget.isExhausted, let next = jobs.next() {
      var own = JobPredictions(start: next.startIndex)
      for index in next {
        for plan in plans { own.predictions.append(prediction(index, plan)) }
      }
      all.append(own)
    }
    return all
  }

  private var budget: Budget { judged.pipeline.composition.budget }

  /// Whether the run may predict all jobs in some scenarios.
  func mayPredict(_ scenarios: [Scenario]) -> Bool {
    budget.spend(weight * scenarios.count, on: .predictions)
  }

  /// The amount of work to predict each scenario; of the jobs of a matrix one is counted.
  private var weight: Int {
    judged.subjects.reduce(0) { $0 + weight(ofJob: $1) }
  }

  private func weight(ofJob index: Int) -> Int { 1 + judged.pipeline.jobs[index].secrets.count }

  /// Whether the next of the jobs of a matrix is to be predicted: not when nothing depends on the
  /// matrix, because the others are the same then, nor when they are more than the run may predict.
  ///
  /// - Parameters:
  ///   - index: The job.
  ///   - number: The number of the combination that was predicted.
  /// - Returns: Whether it is.
  func goesOn(_ index: Int, after number: Int) -> Bool {
    let all = combinations[index]
    guard all[number].isUsed else { return false }
    return number > 0 || budget.spend((all.count - 1) * weight(ofJob: index), on: .predictions)
  }

  /// Decides which jobs run in a scenario.
  func plan(_ scenario: Scenario, creation: RunCreation? = nil) -> RunPlan {
    RunPlan(
      judged,
      scenario: scenario,
      project: project,
      paths: paths,
      isDecided: isDecided,
      creation: creation
    )
  }

  /// The prediction for a job; of the jobs of a matrix, that of the one with the worst outcome.
  private func prediction(_ index: Int, _ plan: RunPlan) -> Prediction {
    let all = combinations[index]
    if all.count == 1 { return prediction(index, 0, plan) }
    var predictions: [Prediction] = []
    for number in all.indices {
      predictions.append(prediction(index, number, plan))
      if !goesOn(index, after: number) { break }
    }
    let decision = RunDecision.Answer.any(of: predictions.map(\.runs))
    let outcomes = zip(predictions, all).filter { $0.0.verdict != nil }
    guard let worst = outcomes.max(by: { $0.0.severity < $1.0.severity }) else {
      return Prediction(
        job: judged.tree.text(judged.pipeline.jobs[index].symbol),
        childFile: judged.pipeline.childFile(of: judged.pipeline.jobs[index]),
        scenario: plan.scenario,
        runs: decision,
        refusal: predictions.first?.refusal
      )
    }
    let isOneOfSeveral = outcomes.contains { $0.0.severity != worst.0.severity }
    let prediction = worst.0.of(
      combination: isOneOfSeveral ? worst.1.label(in: judged.tree) : nil,
      runs: decision
    )
    return predictions.count > 1 ? prediction.with(outcomes.map(\.0)) : prediction
  }

  func prediction(
    _ index: Int,
    _ combination: Int,
    _ plan: RunPlan
  ) -> Prediction {
    let job = judged.pipeline.jobs[index]
    let decision = plan.decision(index, combination)
    return Prediction(
      job: judged.tree.text(job.symbol),
      childFile: judged.pipeline.childFile(of: job),
      scenario: plan.scenario,
      runs: decision.answer,
      refusal: decision.refusal,
      outcome: decision.answer == .no ? nil : outcome(index, combination, plan, decision)
    )
  }

  /// The outcome of what a job that runs requests; nil when it requests nothing.
  private func outcome(
    _ index: Int,
    _ combination: Int,
    _ plan: RunPlan,
    _ decision: RunDecision
  ) -> PredictionOutcome? {
    let job = judged.pipeline.jobs[index]
    let azure = job.secrets.filter { $0.azure != nil }
    let maySignIn = judged.maySignIn(index)
    guard !azure.isEmpty || maySignIn else { return nil }
    let variables = plan.variables(index, combination, decision)
    let judge = RunJudge(judged, job, variables, cache)
    let (secrets, chain) = azure.isEmpty ? ([], nil) : self.secrets(azure, variables, judge)
    let signIns = maySignIn ? scripts.signIns(of: job, variables, judged) : []
    let exchanges = ExchangePrediction.settled(signIns.map(judge.judge))
    if secrets.isEmpty, exchanges.isEmpty { return nil }
    var environment: String?
    if case .named(let name) = variables.environment(.job) { environment = name.text }
    return PredictionOutcome(
      secrets: secrets,
      chain: chain,
      exchanges: exchanges,
      environment: environment
    )
  }

  /// The predictions for a job's Azure secrets.
  private func secrets(
    _ secrets: [Secret],
    _ variables: RunVariables,
    _ judge: RunJudge
  ) -> ([SecretPrediction], PredictionChain?) {
    let (verdict, chain) = judge.judge()
    let vault = VaultJudge(judged: judged, variables: variables)
    let predictions = secrets.map { secret in
      SecretPrediction(
        name: judged.tree.text(secret.symbol),
        verdict: vault.verdict(of: secret, after: verdict, chain),
        vaultName: vault.expandedText(secret.azure?.name),
        version: vault.expandedText(secret.azure?.version),
        missingVariables: vault.missingVariables(of: secret)
      )
    }
    return (predictions, chain)
  }
}

/// A queue of jobs from which several cores take a few at a time.
///
/// A core that has something else to do first takes fewer.
private final class JobQueue: Sendable {
  /// The number of jobs that are taken at once.
  private static let size = 16

  private let jobs: [Int]
  private let taken = Atomic(0)

  init(_ jobs: [Int]) {
    self.jobs = jobs
  }

  /// The next jobs; nil when all are taken.
  func next() -> ArraySlice<Int>? {
    let start = taken.wrappingAdd(Self.size, ordering: .relaxed).oldValue
    return start < jobs.count ? jobs[start..<min(start + Self.size, jobs.count)] : nil
  }
}

/// The predictions for jobs that follow each other in the queue.
private struct JobPredictions: Sendable {
  /// The place of the first of the jobs.
  let start: Int
  var predictions: [Prediction] = []
}

extension ProjectEvidence {
  /// The facts about the project that GitLab repeats in variables and tokens.
  package var projectFacts: ProjectFacts {
    var facts = ProjectFacts()
    facts.path = gitLab.projectPath
    facts.id = gitLab.projectID
    facts.serverURL = gitLab.issuer
    facts.defaultBranch = gitLab.defaultBranch
    facts.protectedBranches = gitLab.protectedBranches
    facts.protectedTags = gitLab.protectedTags
    return facts
  }
}
