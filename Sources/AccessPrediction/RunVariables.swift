import Evidence
import GitLabCI
import TextFormats
import YAMLSyntax

/// The variables of one run, by GitLab's order of precedence: the one environment that every
/// question about a value is answered from.
///
/// Source: GitLab 18.9, `lib/gitlab/ci/variables/builder.rb`, `collection.rb`, `collection/sort.rb`,
/// `lib/expand_variables.rb`, `app/models/ci/build.rb`, `app/models/concerns/ci/deployable.rb`.
///
/// A class, because it remembers the job's environment; it lives for one check on one thread.
final class RunVariables {
  /// Where a definition is found; the first wins.
  enum Layer: Int {
    /// `CI_ENVIRONMENT_ID` and the like of a stored job.
    case persistedEnvironment
    /// The variables that the run is started with.
    case run
    /// The settings of the project, its groups and the instance.
    case settings
    /// Variables of dotenv reports.
    case dotenv
    /// `GITLAB_USER_…`.
    case user
    /// The YAML.
    case yaml
    /// The variables that GitLab sets.
    case predefined
    /// The job's ID tokens.
    case idTokens

    /// All of them, in order; made once, because each value asks.
    static let all: [Self] = [
      .persistedEnvironment, .run, .settings, .dotenv, .user, .yaml, .predefined, .idTokens,
    ]
  }

  let run: PipelineRun
  /// The job; nil where there is none, as in `workflow:rules`.
  let job: Job?
  let combination: MatrixCombination?
  /// Whether a definition of the YAML counts in this run; nil when that is not known.
  let applies: (Variable) -> Bool?
  /// Whether dotenv reports may set variables of the job.
  let receivesDotenv: Bool
  private lazy var attributes =
    job.map { JobAttributes($0, combination, in: tree) } ?? JobAttributes()
  private var environments: [VariableContext: JobAttributes.Environment] = [:]

  private var tree: NodeTree { run.judged.tree }

  init(
    _ run: PipelineRun,
    job: Job?,
    combination: MatrixCombination?,
    receivesDotenv: Bool = false,
    applies: @escaping (Variable) -> Bool?
  ) {
    self.run = run
    self.job = job
    self.combination = combination
    self.receivesDotenv = receivesDotenv
    self.applies = applies
  }

  // MARK: The environment

  /// The name of the job's environment, as GitLab expands it without scoped variables.
  func environment(_ context: VariableContext) -> JobAttributes.Environment {
    if let known = environments[context] { return known }
    guard let value = job?.environment else { return .none }
    // While the name is expanded the job has no environment yet.
    environments[context] = JobAttributes.Environment.none
    let text = tree.rubyText(value.node)
    let name = expanded(text, context)
    let result =
      name.map { $0.text == "" ? JobAttributes.Environment.none : .named($0) } ?? .unknown
    environments[context] = result
    return result
  }

  /// `deployment_tier` of the job's environment, its variables expanded; nil when GitLab derives it from the
  /// environment's name, or nothing is known of a variable in it.
  ///
  /// Source: GitLab 18.9, `app/models/concerns/ci/deployable.rb`, `expanded_deployment_tier`.
  private(set) lazy var tier: PartialText? = attributes.tier.flatMap { text in
    expandedOnce(text) { _ in .seed }
  }

  // MARK: Values

  /// A variable's own value, with variables in it as they are.
  func value(
    _ name: String,
    _ context: VariableContext = .job,
    below upper: Layer? = nil
  ) -> RunValue {
    guard upper == nil else { return ownValue(name, context, below: upper) }
    return run.sharedValue(name, context) { ownValue(name, context, below: nil) }
      ?? ownValue(name, context, below: nil)
  }

  private func ownValue(
    _ name: String,
    _ context: VariableContext,
    below upper: Layer?
  ) -> RunValue {
    if context.removes(name) {
      return RunValue(state: .undefined, origin: "GitLab does not set it here")
    }
    var withheld: RunValue?
    for layer in Layer.all where upper.map({ layer.rawValue > $0.rawValue }) ?? true {
      switch find(name, in: layer, context) {
      case .found(let value): return value
      case .withheld(let value): withheld = value
      case .none: break
      }
    }
    if let withheld { return withheld }
    return missing(name, context)
  }

  func find(_ name: String, in layer: Layer, _ context: VariableContext) -> VariableLookup {
    switch layer {
    case .persistedEnvironment:
      guard context == .job, name == "CI_ENVIRONMENT_SLUG" || name == "CI_ENVIRONMENT_ID",
        let value = predefined(name, context)
      else { return .none }
      return .found(value)
    case .run:
      guard let text = run.scenario.variables[name] else { return .none }
      return .found(RunValue(state: .text(text), origin: "the run is started with it"))
    case .settings: return setting(name, context)
    case .dotenv:
      guard receivesDotenv, context == .job || context == .scoped,
        !PredefinedVariables.contains(name),
        !isToken(name)
      else { return .none }
      let origin = "an earlier job may set it through a dotenv report"
      return .found(RunValue(state: .unknown, origin: origin))
    case .user:
      guard context != .include, PredefinedVariables.isOfUser(name) else { return .none }
      return .found(RunValue(state: .exists, origin: "GitLab sets it"))
    case .yaml:
      guard context != .include, let value = yaml(name) else { return .none }
      return .found(value)
    case .predefined: return predefined(name, context).map(VariableLookup.found) ?? .none
    case .idTokens:
      guard context == .job, isToken(name) else { return .none }
      return .found(RunValue(state: .idToken(name), origin: "it is an ID token of the job"))
    }
  }

  private func setting(_ name: String, _ context: VariableContext) -> VariableLookup {
    guard let isScoped = run.settings.isScoped(name) else { return .none }
    let environment = isScoped ? scope(context) : .none
    return run.settings.find(name, environment: environment)
  }

  /// The environment that decides which variables of the settings the job gets.
  func scope(_ context: VariableContext) -> JobAttributes.Environment {
    context == .include || context == .workflow ? .none : environment(context)
  }

  private func predefined(_ name: String, _ context: VariableContext) -> RunValue? {
    guard PredefinedVariables.contains(name) else { return nil }
    let variables = scenarioVariables(name, context)
    let origin = "GitLab sets it"
    switch variables.value(name) {
    case .string(let text)?: return RunValue(state: .text(text), origin: origin)
    case .null?: return nil
    // Only the beginning of the name is GitLab's: an ID token may have it, too.
    case .unknown?, nil: return isToken(name) ? nil : Self.dependent
    default:
      let partial = variables.partialText(name) ?? PartialText([.some])
      return RunValue(state: .partial(partial), origin: origin)
    }
  }

  private static let dependent = RunValue(state: .unknown, origin: "it depends on the run")

  func isToken(_ name: String) -> Bool {
    job?.idTokens.contains { run.judged.isName(name, of: $0.symbol) } ?? false
  }

  /// The value of a predefined variable in a condition.
  func predefinedCondition(_ name: String, _ context: VariableContext) -> ConditionValue {
    scenarioVariables(name, context).value(name) ?? .named(name, isNot: [])
  }

  private func scenarioVariables(_ name: String, _ context: VariableContext) -> ScenarioVariables {
    var attributes = attributes
    if let combination, combination.index != nil,
      PredefinedVariables.distinguishesParallelJobs(name)
    {
      combination.use()
    }
    if name.hasPrefix("CI_ENVIRONMENT_") {
      attributes.environment = environment(context)
      // Rules see it as it is written.
      if name == "CI_ENVIRONMENT_TIER", context != .seed { attributes.tier = tier?.text }
    }
    return ScenarioVariables(
      scenario: run.scenario,
      project: run.project,
      context: context,
      job: attributes
    )
  }

  func missing(_ name: String, _ context: VariableContext) -> RunValue {
    if PredefinedVariables.contains(name) {
      return RunValue(state: .undefined, origin: "GitLab does not set it here")
    }
    if job?.areVariablesOpen ?? run.judged.pipeline.composition.isOpen, context != .include {
      return RunValue(
        state: .unknown,
        origin: MissingEvidence.openVariables(in: run.judged.pipeline)
      )
    }
    guard run.judged.evidence.variables.isClosed else {
      return RunValue(state: .unknown, origin: MissingEvidence.variables)
    }
    return RunValue(state: .undefined, origin: "it is not defined anywhere")
  }

  // MARK: The YAML

  /// Global variables, those of workflow rules, the job's, the matrix's, those of its rules: the
  /// later win.
  func yaml(_ name: String) -> RunValue? {
    guard let symbol = run.judged.symbol(name) else { return nil }
    let all =
      job.map { $0.definitions(of: symbol) }
      ?? run.judged.pipeline.variables.filter { $0.symbol == symbol }
    if all.count == 1, applies(all[0]) == true { return run.judged.written(all[0]) }
    let definitions = all.sorted { $0.scope < $1.scope }
    guard let last = definitions.last(where: { applies($0) != false }) else { return nil }
    // Rules that may hold give several values.
    let alternatives = definitions.filter { $0.scope == last.scope && applies($0) != false }
    guard applies(last) == true, alternatives.count == 1 else {
      let hasOther = definitions.contains { applies($0) == true }
      return RunValue(
        state: hasOther ? .exists : .unknown,
        origin: "its value depends on the run"
      )
    }
    return run.judged.written(last)
  }

  /// Whether the YAML defines a variable for the job.
  func isWrittenInYAML(_ name: String) -> Bool {
    guard let symbol = run.judged.symbol(name) else { return false }
    return job?.defines(symbol) ?? false
  }
}
