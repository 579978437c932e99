package import Evidence
package import GitLabCI
import ShellSyntax
import YAMLSyntax

/// Predicts, for each job and kind of run, whether it will get its Azure Key Vault secrets.
package struct Predictor {
  private let facts: JudgedPipeline
  private let project: ProjectFacts
  private let paths: [String]
  private let cache = ExchangeCache()
  private let signInCache = SignInCache()
  /// Whether some script may sign in with an ID token.
  private let maySignIn: Bool
  private var evidence: ProjectEvidence { facts.evidence }

  /// A predictor.
  ///
  /// - Parameters:
  ///   - pipeline: The pipeline.
  ///   - evidence: What is known beyond its YAML.
  ///   - paths: The repository's files, for `rules:exists`.
  package init(_ pipeline: Pipeline, evidence: ProjectEvidence, paths: [String]) {
    self.init(
      JudgedPipeline(pipeline, evidence: evidence, includesHidden: false),
      paths: paths
    )
  }

  /// A predictor.
  ///
  /// - Parameters:
  ///   - facts: The pipeline with what is known beyond its YAML.
  ///   - paths: The repository's files, for `rules:exists`.
  package init(_ facts: JudgedPipeline, paths: [String]) {
    self.facts = facts
    project = facts.evidence.projectFacts
    self.paths = paths
    maySignIn =
      facts.tree.mentions("--federated-token") || facts.tree.mentions(ScriptSignIn.fileVariable)
  }

  /// The predictions for some kinds of runs, by job and then by scenario.
  package func predictions(_ scenarios: [Scenario]) -> [Prediction] {
    let plans = scenarios.map { scenario in (scenario: scenario, plan: plan(scenario)) }
    return facts.subjects.flatMap { index in
      let signIns = signIns(facts.pipeline.jobs[index])
      return plans.map { prediction(index, signIns, $0.scenario, $0.plan) }
    }
  }

  private func plan(_ scenario: Scenario) -> RunPlan {
    let lookup = SettingsLookup(
      items: evidence.variables.items,
      isProtected: project.isProtected(scenario)
    )
    let settings = SettingsVariables(isClosed: evidence.variables.isClosed) { name in
      // Before a job is made only variables for all environments count.
      switch lookup.find(name, environment: .none) {
      case .found(let value):
        switch value.state {
        case .text(let text): .string(text)
        case .exists: .named(name, isNot: [])
        case .undefined: .null
        case .unknown: .unknown
        }
      case .withheld: .null
      case .none: nil
      }
    }
    return RunPlan(
      facts.pipeline,
      scenario: scenario,
      project: project,
      paths: paths,
      settings: settings
    )
  }

  /// The prediction for a job: of those that its matrix makes, that for the one that fares worst.
  private func prediction(
    _ index: Int,
    _ signIns: [ScriptSignIn],
    _ scenario: Scenario,
    _ plan: RunPlan
  ) -> Prediction {
    let job = facts.pipeline.jobs[index]
    let combinations = job.combinations(in: facts.tree)
    var predictions: [Prediction] = []
    for combination in combinations {
      predictions.append(prediction(index, combination, signIns, scenario, plan))
      // Nothing depends on the matrix: the others are the same.
      if !combination.isUsed { break }
    }
    let runs = predictions.map(\.runs)
    let decision =
      runs.contains(.yes) ? .yes : runs.contains(.maybe) ? .maybe : RunDecision.Answer.no
    let outcomes = zip(predictions, combinations).filter { $0.0.verdict != nil }
    guard let worst = outcomes.max(by: { $0.0.severity < $1.0.severity }) else {
      return Prediction(job: predictions.first?.job ?? "", scenario: scenario, runs: decision)
    }
    let isOneOfSeveral = outcomes.contains { $0.0.severity != worst.0.severity }
    return worst.0.of(
      combination: isOneOfSeveral ? worst.1.values.compactMap(text).joined(separator: ", ") : nil,
      runs: decision
    )
  }

  private func text(_ variable: Variable) -> String? {
    variable.value.map { facts.tree.rubyText($0.node) }
  }

  private func prediction(
    _ index: Int,
    _ combination: MatrixCombination,
    _ signIns: [ScriptSignIn],
    _ scenario: Scenario,
    _ plan: RunPlan
  ) -> Prediction {
    let job = facts.pipeline.jobs[index]
    let decision = plan.decision(job, combination)
    let azure = job.secrets.filter { $0.azure != nil }
    var prediction = Prediction(
      job: facts.tree.text(job.symbol),
      scenario: scenario,
      runs: decision.answer
    )
    guard decision.answer != .no, !azure.isEmpty || !signIns.isEmpty else { return prediction }
    let variables = RuntimeVariables(
      facts: facts,
      job: index,
      combination: combination,
      scenario: scenario,
      project: project,
      decision: decision,
      workflowRule: plan.workflowRule
    )
    let judge = SecretJudge(
      facts: facts,
      job: job,
      scenario: scenario,
      project: project,
      variables,
      cache
    )
    prediction.environment = variables.environmentName
    if !azure.isEmpty {
      let (verdict, chain) = judge.judge(azure)
      let vault = VaultJudge(facts: facts, variables: variables)
      prediction.chain = chain
      prediction.secrets = azure.map { secret in
        SecretPrediction(
          name: facts.tree.text(secret.symbol),
          verdict: verdict.answer == .works ? vault.judge(secret, chain) ?? verdict : verdict
        )
      }
    }
    prediction.exchanges = signIns.compactMap(judge.judge)
    return prediction
  }

  /// The sign-ins in a job's script; without ID tokens there are none to predict.
  private func signIns(_ job: Job) -> [ScriptSignIn] {
    guard !job.idTokens.isEmpty, maySignIn else { return [] }
    let tree = facts.tree
    let tokenFile = tree.symbol(ScriptSignIn.fileVariable).flatMap { symbol in
      job.lastDefinition(of: symbol)?.value.map { tree.string($0.node) }
    }
    return signInCache.signIns(job.script.map(\.node), tokenFile: tokenFile) { node in
      ShellScript(tree.text(node))
    }
  }
}

extension ProjectEvidence {
  /// What GitLab knows of the project and puts into variables and tokens.
  package var projectFacts: ProjectFacts {
    var facts = ProjectFacts()
    facts.path = gitLab.projectPath
    facts.serverURL = gitLab.issuer
    facts.defaultBranch = gitLab.defaultBranch
    facts.protectedBranches = gitLab.protectedBranches
    facts.protectedTags = gitLab.protectedTags
    return facts
  }
}
