import AzureFederation
package import Evidence
package import GitLabCI
import YAMLSyntax

/// Predicts, for each job and kind of run, whether it will get its Azure Key Vault secrets.
package struct Predictor {
  private let facts: PipelineFacts
  private let project: ProjectFacts
  private let paths: [String]
  private let cache = ExchangeCache()
  private var evidence: Evidence { facts.evidence }

  /// A predictor.
  ///
  /// - Parameters:
  ///   - pipeline: The pipeline.
  ///   - evidence: What is known beyond its YAML.
  ///   - paths: The repository's files, for `rules:exists`.
  package init(_ pipeline: Pipeline, evidence: Evidence, paths: [String]) {
    self.init(
      PipelineFacts(pipeline, evidence: evidence, includesHidden: false),
      paths: paths
    )
  }

  init(_ facts: PipelineFacts, paths: [String]) {
    self.facts = facts
    project = facts.evidence.projectFacts
    self.paths = paths
  }

  /// The predictions for some kinds of runs, by job and then by scenario.
  package func predictions(_ scenarios: [Scenario]) -> [Prediction] {
    let plans = scenarios.map { scenario in (scenario: scenario, plan: plan(scenario)) }
    return facts.subjects.flatMap { job in
      plans.map { prediction(job, $0.scenario, $0.plan) }
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

  private func prediction(_ index: Int, _ scenario: Scenario, _ plan: RunPlan) -> Prediction {
    let job = facts.pipeline.jobs[index]
    let name = facts.tree.text(job.symbol)
    let decision = plan.decision(job)
    let azure = job.secrets.filter { $0.azure != nil }
    let signIns = decision.answer == .no ? [] : signIns(job)
    guard decision.answer != .no, !azure.isEmpty || !signIns.isEmpty else {
      return Prediction(
        job: name,
        scenario: scenario.name,
        runs: decision.answer,
        secrets: [],
        chain: nil
      )
    }
    let variables = RuntimeVariables(
      facts: facts,
      job: index,
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
    var prediction = Prediction(
      job: name,
      scenario: scenario.name,
      runs: decision.answer,
      secrets: [],
      chain: nil
    )
    if !azure.isEmpty {
      let (verdict, chain) = judge.judge(azure)
      prediction = Prediction(
        job: name,
        scenario: scenario.name,
        runs: decision.answer,
        secrets: azure.map {
          SecretPrediction(name: facts.tree.text($0.symbol), verdict: verdict)
        },
        chain: chain
      )
    }
    prediction.exchanges = signIns.compactMap(judge.judge)
    return prediction
  }

  /// The sign-ins in a job's script; without ID tokens there are none to predict.
  private func signIns(_ job: Job) -> [ScriptSignIn] {
    guard !job.idTokens.isEmpty, facts.tree.mentions("--federated-token") else { return [] }
    var found: [ScriptSignIn] = []
    for command in job.script {
      for signIn in ScriptSignIn.find(in: facts.tree.string(command.node))
      where !found.contains(signIn) {
        found.append(signIn)
      }
    }
    return found
  }
}

extension Evidence {
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
