import Evidence
import GitLabCI
import ShellSyntax
import TextFormats
package import YAMLSyntax

/// Whether a job runs in a pipeline scenario, and with which variables its rules give it.
package struct RunDecision: Sendable {
  /// The answer.
  package enum Answer: String, Sendable {
    case yes
    case no
    case maybe

    /// Whether any of several jobs runs.
    static func any(of all: some Sequence<Self>) -> Self {
      var result = no
      for answer in all where answer != .no {
        if answer == .yes { return .yes }
        result = .maybe
      }
      return result
    }
  }

  /// Whether it runs.
  package var answer: Answer
  /// The rule that includes the job; nil when there is none, or it is not known which.
  package let rule: NodeID?
  /// The rules that may be the one, when that is not known.
  package let possibleRules: [NodeID]
  /// The reason why GitLab does not let the job run although its rules do; nil when they do not either,
  /// or nothing keeps it from running.
  package var refusal: RunRefusal?

  static let never = Self(answer: .no, rule: nil, possibleRules: [])
}

/// The reason why a job does not run although its rules let it.
package enum RunRefusal: Hashable, Sendable {
  /// GitLab creates no pipeline: why.
  case pipeline(String)
  /// GitLab creates no pipeline, because no job is left that makes one: why. Nothing fails.
  case nothingLeft(String)
  /// The job fails as soon as it is created: why.
  case job(String)

  /// Whether someone who expects the run sees an error instead.
  package var isFailure: Bool {
    if case .nothingLeft = self { false } else { true }
  }

  /// The reason, as a clause.
  package var reason: String {
    switch self {
    case .pipeline(let reason), .nothingLeft(let reason), .job(let reason): reason
    }
  }
}

/// Whether GitLab creates a pipeline in a run.
struct RunCreation: Sendable {
  let answer: RunDecision.Answer
  /// The reason why it does not.
  var refusal: RunRefusal?
}

/// Decides which jobs run in one scenario of a pipeline.
///
/// A class, because it remembers decisions that others depend on; it lives for one check on one
/// thread.
package final class RunPlan {
  /// A job of the run: one entry of its matrix.
  struct Entry: Hashable {
    var job: Int
    var combination: Int
  }

  let run: PipelineRun
  let tree: NodeTree
  private let isDecided: Bool
  /// Whether the pipeline has one job only.
  let isChat: Bool
  private let workflow: RuleEvaluation.Outcome?
  /// Whether the pipeline has `workflow:rules`, even none.
  private let hasWorkflowRules: Bool
  /// Whether something that was not read may add `workflow:rules`; its own would replace them.
  private let mayHaveMoreRules: Bool
  private let evaluation: RuleEvaluation
  private let policy: RefPolicy
  let combinations: [[MatrixCombination]]
  /// The decisions so far on the first entry of each job: most have no other.
  private var firstDecisions: [RunDecision?]
  /// The decisions on further entries of matrices: there may be millions.
  private var furtherDecisions: [Entry: RunDecision] = [:]
  /// Whether all of some needed jobs are in the run.
  var completeness: [JobSelection: RunDecision.Answer] = [:]
  /// Whether GitLab creates a pipeline at all, once all jobs are decided.
  private(set) lazy var creation: RunCreation = makeCreation()

  var scenario: Scenario { run.scenario }
  var judged: JudgedPipeline { run.judged }
  var pipeline: Pipeline { judged.pipeline }

  /// A plan.
  ///
  /// - Parameters:
  ///   - judged: The pipeline with what is known beyond its YAML.
  ///   - scenario: The pipeline scenario.
  ///   - project: The known facts of the project.
  ///   - paths: The repository's files.
  ///   - isDecided: Whether the includes are taken as they were composed.
  ///   - creation: Whether GitLab creates a pipeline, when that is known already.
  init(
    _ judged: JudgedPipeline,
    scenario: Scenario,
    project: ProjectFacts,
    paths: [String],
    isDecided: Bool,
    creation: RunCreation? = nil
  ) {
    let run = PipelineRun(judged, scenario: scenario, project: project)
    self.run = run
    self.isDecided = isDecided
    isChat = scenario.isChat
    combinations = judged.combinations
    firstDecisions = Array(repeating: nil, count: combinations.count)
    let tree = judged.tree
    self.tree = tree
    let budget = judged.pipeline.composition.budget
    let evaluation = RuleEvaluation(
      tree: tree,
      scenario: scenario,
      paths: paths,
      conditions: ConditionCache(judged.conditions, budget: budget),
      budget: budget
    )
    self.evaluation = evaluation
    policy = RefPolicy(tree: tree, scenario: scenario, project: project, budget: budget)
    let root = judged.pipeline.composition.root
    let written = root.flatMap { tree.present(.workflow, in: $0) }
      .flatMap { tree.value(.rules, in: $0) }
    hasWorkflowRules = written != nil
    mayHaveMoreRules = written == nil && judged.pipeline.composition.mayHaveMoreWorkflow
    let rules = written.flatMap { tree.kind($0) == .null ? nil : $0 }
    let variables = RunVariables(
      run,
      job: nil,
      combination: nil,
      applies: { $0.scope == .pipeline }
    )
    workflow = rules.map { rules in
      evaluation.outcome(rules, WorkflowConditions(variables: variables))
    }
    if let creation { self.creation = creation }
  }

  // MARK: Answers

  /// Whether a job runs, when its pipeline is created.
  func decision(_ job: Int, _ combination: Int) -> RunDecision {
    var decision = ownDecision(Entry(job: job, combination: combination))
    guard decision.answer != .no else { return decision }
    if isChat, !judged.requirements(ofJob: job).isMetAlone { return .never }
    switch creation.answer {
    case .yes: break
    case .maybe: decision.answer = .maybe
    case .no:
      decision = .never
      decision.refusal = creation.refusal
      return decision
    }
    if let name = invalidEnvironment(job, combination, decision) {
      decision = .never
      decision.refusal = .job("GitLab cannot create an environment with the name \"\(name)\"")
    }
    return decision
  }

  /// The name of a job's environment when GitLab certainly refuses it.
  ///
  /// Source: GitLab 18.9, `app/services/environments/create_for_job_service.rb`.
  private func invalidEnvironment(
    _ job: Int,
    _ combination: Int,
    _ decision: RunDecision
  ) -> String? {
    guard let written = pipeline.jobs[job].environment else { return nil }
    let text = tree.text(written.node)
    // One without variables was validated with the pipeline, but for its length.
    guard text.contains(UInt8(ascii: "$")) || text.count > EnvironmentName.maximumLength else {
      return nil
    }
    let name: String?
    switch variables(job, combination, decision).environment(.seed) {
    case .none: name = ""
    case .named(let partial): name = partial.text
    case .unknown: name = nil
    }
    return name.flatMap { EnvironmentName.isValid($0) ? nil : $0 }
  }

  /// The variables of a job's run.
  func variables(_ job: Int, _ combination: Int, _ decision: RunDecision) -> RunVariables {
    RunVariables(
      run,
      job: pipeline.jobs[job],
      combination: combinations[job][combination],
      receivesDotenv: receivesDotenv(job, combination, decision),
      applies: { [self] in applies($0, decision, combinations[job][combination]) }
    )
  }

  // MARK: Workflow

  private var workflowAnswer: RunDecision.Answer {
    switch workflow {
    case nil: mayHaveMoreRules ? .maybe : .yes
    case .matched(let rule)?: isNever(rule) ? .no : .yes
    case RuleEvaluation.Outcome.none?: .no
    case .unknown(let rules)?:
      rules.allSatisfy(isNever)
        ? .no : rules.contains(where: isNever) || !isUnconditional(rules.last) ? .maybe : .yes
    }
  }

  private func isNever(_ rule: NodeID) -> Bool {
    tree.present(.when, in: rule).map { tree.string($0) == "never" } ?? false
  }

  // MARK: A job by itself

  /// Whether a job runs, as far as its own rules and `workflow` decide that.
  func ownDecision(_ entry: Entry) -> RunDecision {
    let isFirst = entry.combination == 0
    let known = isFirst ? firstDecisions[entry.job] : furtherDecisions[entry]
    if let known { return known }
    var decision = makeDecision(entry)
    let workflow = workflowAnswer
    if workflow == .no { decision = .never }
    if workflow == .maybe, decision.answer == .yes { decision.answer = .maybe }
    if decision.answer == .yes, isOpen(pipeline.jobs[entry.job]) { decision.answer = .maybe }
    if isFirst { firstDecisions[entry.job] = decision } else { furtherDecisions[entry] = decision }
    return decision
  }

  /// Whether something that was not read may decide whether a job runs.
  private func isOpen(_ job: Job) -> Bool {
    pipeline.composition.incompleteJobs.contains(job.symbol)
      || !isDecided && pipeline.composition.possibleKeys.contains(job.symbol)
  }

  private func makeDecision(_ entry: Entry) -> RunDecision {
    let job = pipeline.jobs[entry.job]
    let conditions = JobConditions(self, entry)
    let written = tree.value(.rules, in: job.node)
    guard let rules = written, tree.kind(rules) != .null else {
      func answer(withWorkflowRules hasRules: Bool) -> RunDecision.Answer {
        let isIncluded = policy.includes(
          job.node,
          hasWorkflowRules: hasRules,
          variable: { conditions.value($0) }
        )
        return isIncluded.map { $0 ? .yes : .no } ?? .maybe
      }
      // Even rules without a list replace the default of `only`.
      var result = answer(withWorkflowRules: hasWorkflowRules || written != nil)
      if mayHaveMoreRules, written == nil, answer(withWorkflowRules: true) != result {
        result = .maybe
      }
      return RunDecision(answer: result, rule: nil, possibleRules: [])
    }
    switch evaluation.outcome(rules, conditions) {
    case .none: return .never
    case .matched(let rule):
      return isNever(rule) ? .never : RunDecision(answer: .yes, rule: rule, possibleRules: [])
    case .unknown(let candidates):
      let possible = candidates.filter { !isNever($0) }
      if possible.isEmpty { return .never }
      // When each rule that may hold includes the job and one must hold, it runs.
      let isCertain = possible.count == candidates.count && isUnconditional(candidates.last)
      return RunDecision(
        answer: isCertain ? .yes : .maybe,
        rule: nil,
        possibleRules: possible
      )
    }
  }

  private func isUnconditional(_ rule: NodeID?) -> Bool {
    guard let rule else { return false }
    return [Keyword.if, .changes, .exists].allSatisfy { tree.present($0, in: rule) == nil }
  }

  /// The variables of a job before its rules add some.
  func variablesBeforeRules(_ entry: Entry) -> RunVariables {
    let combination = combinations[entry.job][entry.combination]
    return RunVariables(
      run,
      job: pipeline.jobs[entry.job],
      combination: combination,
      applies: { [self] variable in
        switch variable.scope {
        case .pipeline, .job: true
        case .matrix: combination.applies(variable)
        case .workflowRules: isSetByWorkflow(variable)
        case .jobRules: false
        }
      }
    )
  }

  // MARK: Variables of rules

  /// Whether a definition of the YAML counts for a job that runs; nil when that is not known.
  private func applies(
    _ variable: Variable,
    _ decision: RunDecision,
    _ combination: MatrixCombination
  ) -> Bool? {
    switch variable.scope {
    case .pipeline, .job: return true
    case .matrix: return combination.applies(variable)
    case .workflowRules: return isSetByWorkflow(variable)
    case .jobRules:
      if let rule = decision.rule { return sets(rule, variable) }
      return decision.possibleRules.contains { sets($0, variable) } ? nil : false
    }
  }

  /// Whether the rule of `workflow` that holds sets a variable; nil when it is not known which one
  /// does.
  func isSetByWorkflow(_ variable: Variable) -> Bool? {
    switch workflow {
    case nil, RuleEvaluation.Outcome.none?: false
    case .matched(let rule)?: sets(rule, variable)
    case .unknown(let rules)?: rules.contains { sets($0, variable) } ? nil : false
    }
  }

  private func sets(_ rule: NodeID, _ variable: Variable) -> Bool {
    tree.present(.variables, in: rule).map { variables in
      tree.entries(variables).contains { $0.keyNode == variable.entry.keyNode }
    } ?? false
  }
}

/// The values that conditions of a job's rules compare.
///
/// A class, because the environment is made only for a condition that has not been evaluated yet; few
/// are new.
private final class JobConditions: ConditionVariables {
  private let plan: RunPlan
  private let entry: RunPlan.Entry
  private lazy var variables = plan.variablesBeforeRules(entry)

  init(_ plan: RunPlan, _ entry: RunPlan.Entry) {
    self.plan = plan
    self.entry = entry
  }

  func value(_ name: String) -> ConditionValue { variables.condition(name, .seed) }

  func expandedValue(_ name: String) -> String? { variables.expandedValue(name, .seed)?.text }

  func isShared(_ name: String) -> Bool { plan.run.isShared(name) }
}

/// The values that conditions of `workflow:rules` compare.
private struct WorkflowConditions: ConditionVariables {
  let variables: RunVariables

  func value(_ name: String) -> ConditionValue { variables.condition(name, .workflow) }

  func expandedValue(_ name: String) -> String? { variables.expandedValue(name, .workflow)?.text }

  func isShared(_ name: String) -> Bool { false }
}

extension RunVariables {
  /// The value of a variable in a condition: its own text, with variables in it as they are.
  fileprivate func condition(_ name: String, _ context: VariableContext) -> ConditionValue {
    let value = value(name, context)
    switch value.state {
    case .text(let text): return .string(text)
    case .partial(let partial):
      return partial.text.map(ConditionValue.string) ?? predefinedCondition(name, context)
    case .exists, .idToken: return .named(name, isNot: [])
    case .undefined: return .null
    case .unknown: return .unknown
    }
  }
}
