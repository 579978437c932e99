package import AzureFederation
package import Evidence
package import GitLabCI
import YAMLSyntax

/// What checking a pipeline found out.
package struct LintResult: Sendable {
  /// The findings, sorted by path, line, column and rule.
  package var findings: [Finding] = []
  /// Checks that could not be answered.
  package var undecided: [Undecided] = []
  /// Findings that comments silence.
  package internal(set) var suppressed: [Finding] = []
  /// What became of the comments that silence rules.
  package internal(set) var suppressions: [SuppressionUse] = []
  /// The names of the pipeline's visible jobs, in order.
  package var jobs: [String] = []
  /// The paths of the files that were read.
  package var files: [String] = []
  /// The include directives that were not followed.
  package var unresolvedIncludes = 0
  /// Whether a file could not be read or parsed, or a local include is missing.
  package var isIncomplete = false

  /// Nothing yet.
  package init() {}
}

/// The kinds of runs that a pipeline is judged for.
package struct Runs: Sendable {
  /// The kinds.
  package let scenarios: [Scenario]
  /// The repository's files, for rules that ask whether some exist.
  package let paths: @Sendable () -> [String]

  /// Kinds of runs; those that are built in, when none are given.
  package init(
    _ scenarios: [Scenario] = Scenario.builtIn(defaultBranch: nil),
    paths: @escaping @Sendable () -> [String] = { [] }
  ) {
    self.scenarios = scenarios
    self.paths = paths
  }
}

/// Runs rules over pipelines.
package struct Linter: Sendable {
  /// From so many nodes on, some thousand lines, a second core is worth waking.
  private static let sizeOfLargePipelines = 2_000

  private let rules: [CompiledRule]
  let definitions: [RuleDefinition]
  /// The severities of the rules that run.
  let severities: [String: Severity]
  /// The IDs of the rules that run.
  let active: Set<String>
  /// Takes out what comments silence; nil when they are not honoured.
  private let suppressions: SuppressionFilter?
  private let today: CalendarDay?
  private let paths: [PathSetting]

  /// Files for which rules are switched off.
  private struct PathSetting {
    var pattern: WildcardPattern
    var ignored: Set<String>
  }

  /// Prepares the rules that a selection switches on.
  ///
  /// - Parameters:
  ///   - rules: All rules.
  ///   - selection: Which of them run.
  ///   - suppressions: How comments that silence rules are treated.
  ///   - paths: Files for which rules are switched off.
  ///   - today: The present day; without one nothing is ever too old.
  package init(
    rules: [RuleDefinition],
    selection: RuleSelection = RuleSelection(),
    suppressions: SuppressionOptions = SuppressionOptions(),
    paths: [Configuration.PathSetting] = [],
    today: CalendarDay? = nil
  ) {
    definitions = rules
    self.today = today
    self.paths = paths.map {
      PathSetting(pattern: WildcardPattern($0.match), ignored: Set($0.ignore))
    }
    var compiled: [CompiledRule] = []
    var severities: [String: Severity] = [:]
    for rule in rules {
      guard let severity = selection.severity(of: rule) else { continue }
      severities[rule.id] = severity
      if let rule = RuleCompiler.compile(rule, severity: severity) { compiled.append(rule) }
    }
    self.rules = compiled
    self.severities = severities
    active = Set(severities.keys)
    self.suppressions =
      suppressions.areHonoured
      ? SuppressionFilter(rules: rules, active: active, options: suppressions, today: today) : nil
  }

  /// Checks a pipeline.
  ///
  /// - Parameters:
  ///   - pipeline: The pipeline.
  ///   - evidence: What is known beyond its YAML.
  ///   - role: What kind of file its root is.
  ///   - runs: The kinds of runs to predict.
  ///   - cores: Where a large pipeline may be looked at.
  /// - Returns: What was found, and what could not be decided.
  /// - Throws: A mistake in an expression that only a finding needs.
  package func check(
    _ pipeline: Pipeline,
    evidence: Evidence,
    role: RuleDefinition.Role = .pipeline,
    runs: Runs = Runs(),
    on cores: Cores = Cores()
  ) throws(RuleError) -> LintResult {
    let facts = PipelineFacts(
      pipeline,
      evidence: evidence,
      runs: runs,
      today: today,
      includesHidden: role != .pipeline
    )
    var collector = FindingCollector(facts: facts)
    try collect(facts, role, on: cores, into: &collector)
    var result = collector.result()
    result.findings.removeAll(where: isSwitchedOff)
    suppressions?.apply(to: &result, of: pipeline)
    let composition = pipeline.composition
    result.jobs = pipeline.jobs.filter { !$0.isHidden }.map { pipeline.tree.text($0.symbol) }
    result.files = composition.files.map { pipeline.tree.file($0.file).path }
    result.unresolvedIncludes = composition.unresolvedIncludes.count
    result.isIncomplete = Self.isIncomplete(pipeline, role)
    return result
  }

  /// Lets all rules have their say; of a large pipeline GitLab's own validation, which takes as long
  /// as most rules together, is done at the same time.
  private func collect(
    _ facts: PipelineFacts,
    _ role: RuleDefinition.Role,
    on cores: Cores,
    into collector: inout FindingCollector
  ) throws(RuleError) {
    let pipeline = facts.pipeline
    var context = CheckContext(
      facts: facts,
      role: role,
      predictions: Self.predictions(facts, role),
      today: today
    )
    if pipeline.tree.nodeCount > Self.sizeOfLargePipelines {
      let (failure, errors) = cores.both {
        run(needingErrors: false, &context, &collector)
      } _: {
        Self.errors(pipeline, role)
      }
      if let failure { throw failure }
      context.errors = errors
    } else {
      if let failure = run(needingErrors: false, &context, &collector) { throw failure }
      context.errors = Self.errors(pipeline, role)
    }
    if let failure = run(needingErrors: true, &context, &collector) { throw failure }
  }

  /// Runs the rules that look at GitLab's errors, or the others.
  ///
  /// - Returns: The mistake in an expression that ended it.
  private func run(
    needingErrors: Bool,
    _ context: inout CheckContext,
    _ collector: inout FindingCollector
  ) -> RuleError? {
    for rule in rules where rule.definition.roles.contains(context.role) {
      switch rule.check {
      case .checker(let checker) where checker.needsErrors == needingErrors:
        context.parameters = rule.definition.parameters
        collector.add(checker.check(context), of: rule)
      case .predicate(let predicate) where !needingErrors:
        let runner = PredicateRunner(rule: rule, compiled: predicate, facts: context.facts)
        do throws(RuleError) {
          collector.add(try runner.run(), of: rule)
        } catch {
          return error
        }
      default: continue
      }
    }
    return nil
  }

  func isSwitchedOff(_ finding: Finding) -> Bool {
    paths.contains { setting in
      (setting.ignored.contains("all") || setting.ignored.contains(finding.rule))
        && setting.pattern.matches(finding.place.path)
    }
  }

  /// Whether the pipeline could not be seen whole: a file that is no pipeline, a date that makes
  /// GitLab refuse one, or a local include that does not exist.
  private static func isIncomplete(_ pipeline: Pipeline, _ role: RuleDefinition.Role) -> Bool {
    let composition = pipeline.composition
    if composition.excess != nil { return true }
    if composition.problems.contains(where: \.isMissingFile) { return true }
    for file in composition.files {
      if file.error != nil { return true }
      for case .forbiddenType in file.notices { return true }
    }
    guard composition.root == nil, let root = composition.files.first else { return false }
    return root.content != nil || pipeline.tree.file(root.file).isBlank
  }

  /// Nothing is claimed when nothing is known.
  private static func predictions(
    _ facts: PipelineFacts,
    _ role: RuleDefinition.Role
  ) -> [Prediction] {
    let evidence = facts.evidence
    let isKnown = !evidence.identities.isEmpty || evidence.variables.isClosed
    guard role == .pipeline, isKnown, facts.subjects.contains(where: facts.usesAzure) else {
      return []
    }
    return facts.predictions
  }

  private static func errors(
    _ pipeline: Pipeline,
    _ role: RuleDefinition.Role
  ) -> [ConfigurationError] {
    guard let root = pipeline.composition.root, role == .pipeline else { return [] }
    let validator = PipelineValidator(
      tree: pipeline.tree,
      root: root,
      openWorld: pipeline.composition.isOpen,
      incompleteJobs: pipeline.composition.incompleteJobs
    )
    return validator.errors()
  }
}
