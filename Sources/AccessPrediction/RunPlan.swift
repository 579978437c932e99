package import GitLabCI
import ShellSyntax
package import YAMLSyntax

/// Whether a job runs in a kind of run, and with which variables its rules give it.
package struct RunDecision: Sendable {
  /// The answer.
  package enum Answer: String, Sendable {
    case yes
    case no
    case maybe
  }

  /// Whether it runs.
  package let answer: Answer
  /// The rule that includes the job; nil when there is none, or it is not known which.
  package let rule: NodeID?
  /// The rules that may be the one, when that is not known.
  package let possibleRules: [NodeID]

  static let never = Self(answer: .no, rule: nil, possibleRules: [])
}

/// The variables of a project's settings, as far as a run gets them.
package struct SettingsVariables {
  /// The value of a variable; nil when none is known by this name.
  package let value: (String) -> ConditionValue?
  /// Whether there are no others than the known ones.
  package let isClosed: Bool

  /// The variables of a project's settings.
  package init(isClosed: Bool, value: @escaping (String) -> ConditionValue?) {
    self.isClosed = isClosed
    self.value = value
  }
}

/// Decides which jobs run in one kind of run.
package struct RunPlan {
  private let pipeline: Pipeline
  private let scenario: Scenario
  private let project: ProjectFacts
  private let settings: SettingsVariables
  private let paths: [String]
  private let workflow: RuleEvaluation.Outcome?
  private let conditions = ConditionCache()

  /// A plan.
  ///
  /// - Parameters:
  ///   - pipeline: The pipeline.
  ///   - scenario: The kind of run.
  ///   - project: What is known of the project.
  ///   - paths: The repository's files.
  ///   - settings: The variables of the project's settings that the run gets.
  package init(
    _ pipeline: Pipeline,
    scenario: Scenario,
    project: ProjectFacts,
    paths: [String],
    settings: SettingsVariables
  ) {
    self.pipeline = pipeline
    self.scenario = scenario
    self.project = project
    self.paths = paths
    self.settings = settings
    let tree = pipeline.tree
    let workflow = pipeline.composition.root.flatMap { tree.present(.workflow, in: $0) }
    let rules = workflow.flatMap { tree.present(.rules, in: $0) }
    let lookUp = Self.lookUp(pipeline, scenario, project, settings) { symbol in
      let definition = pipeline.variables.last { $0.symbol == symbol && $0.scope == .pipeline }
      return definition.map(Definition.variable) ?? .none
    }
    self.workflow = rules.map {
      RuleEvaluation(
        tree: tree,
        scenario: scenario,
        variable: lookUp,
        paths: paths,
        conditions: ConditionCache()
      ).outcome($0)
    }
  }

  /// The rule of `workflow:rules` that holds; nil when there is none or it is not known.
  package var workflowRule: NodeID? {
    if case .matched(let rule)? = workflow { rule } else { nil }
  }

  /// Whether a job runs, or one of the jobs that its matrix makes.
  package func decision(_ job: Job, _ combination: MatrixCombination) -> RunDecision {
    let pipelineAnswer = workflowAnswer
    guard pipelineAnswer != .no else { return .never }
    let own = ownDecision(job, combination)
    guard own.answer != .no, pipelineAnswer == .maybe else { return own }
    return RunDecision(answer: .maybe, rule: own.rule, possibleRules: own.possibleRules)
  }

  private var workflowAnswer: RunDecision.Answer {
    switch workflow {
    case nil: .yes
    case .matched(let rule)?: isNever(rule) ? .no : .yes
    case RuleEvaluation.Outcome.none?: .no
    case .unknown(let rules)?: rules.allSatisfy(isNever) ? .no : .maybe
    }
  }

  private func isNever(_ rule: NodeID) -> Bool {
    pipeline.tree.present(.when, in: rule).map { pipeline.tree.string($0) == "never" } ?? false
  }

  private func ownDecision(_ job: Job, _ combination: MatrixCombination) -> RunDecision {
    let tree = pipeline.tree
    let lookUp = Self.lookUp(pipeline, scenario, project, settings) { symbol in
      for variable in job.definitions(of: symbol).reversed() {
        let isMeant: Bool? =
          switch variable.scope {
          case .pipeline, .job: true
          case .matrix: combination.applies(variable)
          case .workflowRules: isSetByWorkflow(variable)
          case .jobRules: false
          }
        if isMeant == true { return .variable(variable) }
        if isMeant == nil { return .unknown }
      }
      return .none
    }
    guard let rules = tree.present(.rules, in: job.node) else {
      let policy = RefPolicy(tree: tree, scenario: scenario, project: project, variable: lookUp)
      let isIncluded = policy.includes(job.node, hasWorkflowRules: workflow != nil)
      let answer = isIncluded.map { $0 ? RunDecision.Answer.yes : .no } ?? .maybe
      return RunDecision(answer: answer, rule: nil, possibleRules: [])
    }
    let evaluation = RuleEvaluation(
      tree: tree,
      scenario: scenario,
      variable: lookUp,
      paths: paths,
      conditions: conditions
    )
    switch evaluation.outcome(rules) {
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
    return [Keyword.if, .changes, .exists].allSatisfy {
      pipeline.tree.present($0, in: rule) == nil
    }
  }

  /// What the YAML says of a variable.
  private enum Definition {
    case variable(Variable)
    /// Nothing.
    case none
    /// It depends on the run.
    case unknown
  }

  /// Whether the rule of `workflow` that holds sets a variable; nil when it is not known which one
  /// does.
  private func isSetByWorkflow(_ variable: Variable) -> Bool? {
    switch workflow {
    case nil, RuleEvaluation.Outcome.none?: false
    case .matched(let rule)?: sets(rule, variable)
    case .unknown(let rules)?: rules.contains { sets($0, variable) } ? nil : false
    }
  }

  private func sets(_ rule: NodeID, _ variable: Variable) -> Bool {
    let tree = pipeline.tree
    return tree.present(.variables, in: rule).map { variables in
      tree.entries(variables).contains { $0.keyNode == variable.entry.keyNode }
    } ?? false
  }

  /// Where variables come from before a job is made: the run's own, the project's settings, the
  /// YAML, what GitLab sets, in this order.
  private static func lookUp(
    _ pipeline: Pipeline,
    _ scenario: Scenario,
    _ project: ProjectFacts,
    _ settings: SettingsVariables,
    yaml: @escaping (Symbol) -> Definition
  ) -> (String) -> ConditionValue {
    let predefined = ScenarioVariables(scenario: scenario, project: project)
    return { name in
      if let value = scenario.variables[name] { return .string(value) }
      if let value = settings.value(name) { return value }
      switch pipeline.tree.symbol(name).map(yaml) ?? .none {
      case .none: break
      case .unknown: return .unknown
      case .variable(let variable):
        guard let value = variable.value, pipeline.tree.kind(value.node) != .unknown else {
          return .unknown
        }
        let text = pipeline.tree.rubyText(value.node)
        return VariableReference.names(in: text).isEmpty ? .string(text) : .unknown
      }
      return predefined.value(name) ?? (settings.isClosed ? .null : .unknown)
    }
  }
}
