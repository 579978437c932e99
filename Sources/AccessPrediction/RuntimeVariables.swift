import Evidence
import GitLabCI
import ShellSyntax
import YAMLSyntax

/// The variables of one job in one kind of run, by GitLab's order of precedence.
///
/// Source: GitLab 18.9, `lib/gitlab/ci/variables/builder.rb`, `app/models/ci/build.rb`.
struct RuntimeVariables {
  let facts: JudgedPipeline
  let job: Int
  let combination: MatrixCombination
  let scenario: Scenario
  let project: ProjectFacts
  let decision: RunDecision
  let workflowRule: NodeID?

  private var tree: NodeTree { facts.tree }
  private var subject: Job { facts.pipeline.jobs[job] }

  /// A variable's value when the job runs.
  func value(_ name: String) -> RuntimeValue {
    if let text = scenario.variables[name] {
      return RuntimeValue(state: .text(text), origin: "the run is started with it")
    }
    let settings = SettingsLookup(
      items: facts.evidence.variables.items,
      isProtected: project.isProtected(scenario)
    ).find(name, environment: environment)
    if case .found(let value) = settings { return value }
    if facts.receivesDotenv(job) {
      return RuntimeValue(
        state: .unknown,
        origin: "an earlier job may set it through a dotenv report"
      )
    }
    if let value = yaml(name) { return value }
    if let value = predefined(name) { return value }
    if subject.idTokens.contains(where: { tree.text($0.symbol) == name }) {
      return RuntimeValue(state: .exists, origin: "it is an ID token of the job")
    }
    return missing(name, settings)
  }

  /// A text with its variables put in; nil when that is not known.
  func expanded(_ text: String, depth: Int = 0) -> String? {
    guard depth < Self.depthLimit else { return nil }
    return VariableReference.expanding(text) { name in
      switch value(name).state {
      case .text(let text): expanded(text, depth: depth + 1)
      case .undefined: ""
      case .exists, .unknown: nil
      }
    }
  }

  /// How often variables may hold variables.
  private static let depthLimit = 10

  private func missing(_ name: String, _ settings: SettingsLookup.Outcome) -> RuntimeValue {
    if case .withheld(let reason, let kind) = settings {
      return RuntimeValue(state: .undefined, origin: reason, withheld: kind)
    }
    if let reason = facts.openVariables(job) {
      return RuntimeValue(state: .unknown, origin: reason)
    }
    return RuntimeValue(state: .undefined, origin: "it is nowhere defined")
  }

  // MARK: The YAML

  /// Global variables, those of workflow rules, the job's, the matrix's, those of its rules: the
  /// later win.
  private func yaml(_ name: String) -> RuntimeValue? {
    guard let symbol = tree.symbol(name) else { return nil }
    let definitions = subject.definitions(of: symbol).sorted { $0.scope < $1.scope }
    guard let last = definitions.last(where: { applies($0) != false }) else { return nil }
    let isCertain = applies(last) == true
    // Rules that may hold give several values.
    let alternatives = definitions.filter { $0.scope == last.scope && applies($0) != false }
    guard isCertain, alternatives.count == 1 else {
      let hasOther = definitions.contains { applies($0) == true }
      return RuntimeValue(
        state: hasOther ? .exists : .unknown,
        origin: "its value depends on the run"
      )
    }
    return yaml(last)
  }

  private func yaml(_ variable: Variable) -> RuntimeValue {
    let location = tree.location(variable.entry.keyNode)
    let place = "\(tree.file(location.file).path):\(location.span.start.line)"
    guard let value = variable.value, tree.kind(value.node) != .unknown else {
      return RuntimeValue(state: .exists, origin: place)
    }
    return RuntimeValue(state: .text(tree.rubyText(value.node)), origin: place)
  }

  /// Whether a definition counts in this run; nil when that is not known.
  private func applies(_ variable: Variable) -> Bool? {
    switch variable.scope {
    case .pipeline, .job: return true
    case .matrix: return combination.applies(variable)
    case .workflowRules: return stands(variable, in: workflowRule.map { [$0] } ?? [], possible: nil)
    case .jobRules:
      return stands(
        variable,
        in: decision.rule.map { [$0] } ?? [],
        possible: decision.possibleRules
      )
    }
  }

  private func stands(
    _ variable: Variable,
    in matched: [NodeID],
    possible: [NodeID]?
  ) -> Bool? {
    func holds(_ rule: NodeID) -> Bool {
      tree.present(.variables, in: rule).map { variables in
        tree.entries(variables).contains { $0.keyNode == variable.entry.keyNode }
      } ?? false
    }
    if matched.contains(where: holds) { return true }
    guard matched.isEmpty else { return false }
    guard let possible else { return nil }
    return possible.contains(where: holds) ? nil : false
  }

  // MARK: The rest

  private func predefined(_ name: String) -> RuntimeValue? {
    guard PredefinedVariables.contains(name) else { return nil }
    let origin = "GitLab sets it"
    switch scenario.predefined(name, project) {
    case .string(let text)?: return RuntimeValue(state: .text(text), origin: origin)
    case .null?: return RuntimeValue(state: .undefined, origin: "GitLab does not set it here")
    case .unknown?: return RuntimeValue(state: .unknown, origin: origin)
    default: return RuntimeValue(state: .exists, origin: origin)
    }
  }

  /// The name of the job's environment; nil when it has none or the name is not known.
  var environmentName: String? {
    if case .named(let name) = environment { name } else { nil }
  }

  /// The name of the job's environment, its variables put in without those of environments.
  private var environment: SettingsLookup.Environment {
    guard let value = subject.environment else { return .none }
    let text = tree.rubyText(value.node)
    let name = VariableReference.expanding(text) { name in
      if let text = scenario.variables[name] { return text }
      let settings = SettingsLookup(
        items: facts.evidence.variables.items,
        isProtected: project.isProtected(scenario)
      ).find(name, environment: .none)
      if case .found(let value) = settings {
        guard case .text(let text) = value.state else { return nil }
        return text
      }
      switch (yaml(name) ?? predefined(name))?.state {
      case .text(let text)?: return text
      case .undefined?: return ""
      case nil: return facts.evidence.variables.isClosed ? "" : nil
      default: return nil
      }
    }
    return name.map(SettingsLookup.Environment.named) ?? .unknown
  }
}
