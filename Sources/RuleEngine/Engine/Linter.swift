package import AccessPrediction
package import Evidence
package import Files
package import Findings
package import GitLabCI
package import TextFormats
import YAMLSyntax

/// Runs rules over pipelines.
package struct Linter: Sendable {
  /// The rules that run, those aside that look at what GitLab's validation refuses.
  private let rules: [CompiledRule]
  /// The rules that look at what GitLab's validation refuses.
  private let validationRules: [CompiledRule]
  /// The rules that akvlint itself reports by.
  let housekeeping: Housekeeping
  /// The severities of the rules that run.
  let severities: [String: Severity]
  /// The IDs of the rules that run.
  let active: Set<String>
  /// Takes out what comments silence; nil when they are not honoured.
  private let suppressions: SuppressionFilter?
  private let today: CalendarDay?
  private let pathRules: PathRules
  /// The IDs of the rules that run only because they are on for some files.
  private let localRules: Set<String>

  /// Prepares the rules that a selection switches on.
  ///
  /// - Parameters:
  ///   - rules: All rules.
  ///   - selection: Which of them run.
  ///   - suppressions: The treatment of suppression comments.
  ///   - paths: Settings for some files.
  ///   - today: The present day; without one nothing is ever too old.
  /// - Throws: A rule that names an unknown checker, or a missing housekeeping rule.
  package init(
    rules: [RuleDefinition],
    selection: RuleSelection = RuleSelection(),
    suppressions: SuppressionOptions = SuppressionOptions(),
    paths: [Configuration.PathSetting] = [],
    today: CalendarDay? = nil
  ) throws(RuleError) {
    housekeeping = try Housekeeping(rules)
    self.today = today
    pathRules = PathRules(
      paths,
      pinned: selection.pinned,
      named: Set(rules.filter(selection.names).map(\.id))
    )
    var compiled: [CompiledRule] = []
    var severities: [String: Severity] = [:]
    var localRules: Set<String> = []
    for rule in rules {
      var severity = selection.severity(of: rule)
      if severity == nil, selection.admits(rule), pathRules.turnsOn(rule.id) {
        severity = rule.severity
        localRules.insert(rule.id)
      }
      guard let severity else { continue }
      severities[rule.id] = severity
      if Housekeeping.includes(rule) { continue }
      compiled.append(
        try RuleCompiler.compile(
          rule,
          severity: severity,
          variants: pathRules.variants(of: rule, severity: severity)
        )
      )
    }
    self.localRules = localRules
    self.rules = compiled.filter { !$0.needsErrors }
    validationRules = compiled.filter(\.needsErrors)
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
  ///   - evidence: The evidence beyond its YAML.
  ///   - role: The kind of its root file.
  ///   - runs: The scenarios to predict.
  /// - Returns: The findings, and the undecided checks.
  /// - Throws: A mistake in an expression that only a finding needs.
  package func check(
    _ pipeline: Pipeline,
    evidence: ProjectEvidence,
    role: RuleDefinition.Role = .pipeline,
    runs: Runs = Runs()
  ) throws(RuleError) -> LintResult {
    let subject = LintInput(pipeline: pipeline, evidence: evidence, role: role)
    return try check([subject], runs: runs)[0].get()
  }

  /// Checks several pipelines, each rule all of them before the next rule: what one takes of the
  /// processor's caches is many times what the text of a small pipeline does.
  ///
  /// - Parameters:
  ///   - subjects: The pipelines.
  ///   - runs: The scenarios to predict.
  ///   - cores: Where large pipelines may be looked at: GitLab's own validation takes as long as
  ///     most rules together and is done at the same time; a single one is shared (`SharedRules`).
  /// - Returns: For each what was found and what could not be decided, or the mistake in an
  ///   expression that only a finding needs.
  package func check(
    _ subjects: [LintInput],
    runs: Runs,
    on cores: Cores = Cores()
  ) -> [Result<LintResult, RuleError>] {
    var checks = subjects.map { PipelineCheck($0, runs: runs, today: today) }
    let errors: [[ConfigurationError]]
    if subjects.count == 1, checks[0].pipeline.isLarge {
      errors = [
        SharedRules.ask(rules, about: subjects[0], &checks[0], runs: runs, today: today, on: cores)
      ]
    } else {
      let validate = { @Sendable in subjects.map { $0.errors() } }
      if checks.contains(where: \.pipeline.isLarge) {
        (_, errors) = cores.both({ Self.ask(rules, &checks) }, validate)
      } else {
        Self.ask(rules, &checks)
        errors = validate()
      }
    }
    for (index, errors) in errors.enumerated() { checks[index].take(errors) }
    Self.ask(validationRules, &checks)
    return checks.map { check in
      if let failure = check.failure { return .failure(failure) }
      return .success(result(of: check))
    }
  }

  private static func ask(_ rules: [CompiledRule], _ checks: inout [PipelineCheck]) {
    for rule in rules {
      for index in checks.indices { checks[index].ask(rule) }
    }
  }

  private func result(of check: PipelineCheck) -> LintResult {
    let pipeline = check.pipeline
    var result = check.collector.result()
    let budget = check.context.facts.budget
    result.findings = adjusted(result.findings, within: budget)
    suppressions?.apply(to: &result, of: pipeline)
    let facts = check.context.facts
    result.jobs = pipeline.jobs.filter { !$0.isHidden }.map { facts.text($0.symbol) }
    result.files = pipeline.sources.map(\.path)
    result.unresolvedIncludes = pipeline.composition.unresolvedIncludes.count
    result.isIncomplete = pipeline.isIncomplete
    return result
  }

  /// Findings with the severities that rules have in their files, without those of rules that are
  /// off there.
  func adjusted(_ findings: [Finding], within budget: Budget) -> [Finding] {
    guard !pathRules.entries.isEmpty else { return findings }
    return findings.compactMap { finding in
      let severity = pathRules.severity(
        of: finding.rule,
        at: finding.place.path,
        general: localRules.contains(finding.rule) ? nil : finding.severity,
        within: budget
      )
      guard let severity else { return nil }
      var finding = finding
      finding.severity = severity
      return finding
    }
  }
}
