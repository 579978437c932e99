import AccessPrediction
import Evidence
import Files
import Findings
import GitLabCI
import TextFormats
import YAMLSyntax

/// The results of the rules for a pipeline so far.
struct PipelineCheck {
  private(set) var context: CheckContext
  private(set) var collector: FindingCollector
  /// The mistake in an expression that ended it.
  private(set) var failure: RuleError?

  init(_ subject: LintInput, runs: Runs, today: CalendarDay?) {
    let runs = subject.scenarios.map { Runs($0, paths: runs.paths) } ?? runs
    let facts = PipelineFacts(
      subject.pipeline,
      evidence: subject.evidence,
      runs: runs,
      today: today,
      includesHidden: subject.role != .pipeline,
      predictions: subject.madePredictions
    )
    let predictions = facts.judgedPredictions
    if !predictions.isEmpty { subject.keep(predictions) }
    context = CheckContext(facts: facts, role: subject.role, predictions: predictions)
    collector = FindingCollector(facts: facts)
  }

  var pipeline: Pipeline { context.pipeline }

  /// Runs a rule.
  mutating func ask(_ rule: CompiledRule) {
    guard failure == nil, let answer = answer(of: rule) else { return }
    take(answer, of: rule)
  }

  /// The outcome of a rule, or the mistake in it; nil when it is not about such a file, or when the
  /// run is over.
  func answer(of rule: CompiledRule) -> Result<RuleOutcome, RuleError>? {
    guard !context.facts.budget.isExhausted, rule.definition.roles.contains(context.role) else {
      return nil
    }
    return Result { () throws(RuleError) in
      if let variants = rule.variants { return try outcome(of: variants) }
      return try outcome(of: rule)
    }
  }

  /// Takes the outcome of a rule, unless there was a mistake before.
  mutating func take(_ answer: Result<RuleOutcome, RuleError>, of rule: CompiledRule) {
    guard failure == nil else { return }
    switch answer {
    case .success(let outcome): collector.add(outcome, of: rule)
    case .failure(let error): failure = error
    }
  }

  private func outcome(of rule: CompiledRule) throws(RuleError) -> RuleOutcome {
    switch rule.check {
    case .checker(let checker):
      return checker.check(context)
    case .predicate(let predicate):
      return try PredicateRunner(rule: rule, compiled: predicate, facts: context.facts).run()
    }
  }

  /// The outcome of a rule whose parameters differ between files: of each variant what it reports
  /// in its own files.
  private func outcome(of variants: RuleVariants) throws(RuleError) -> RuleOutcome {
    let facts = context.facts
    var keys: [[Int]] = [[]]
    for source in pipeline.sources {
      let key = variants.key(for: source.path, within: facts.budget)
      if !keys.contains(key) { keys.append(key) }
    }
    var joined = RuleOutcome()
    for key in keys {
      let outcome = try outcome(of: try variants.rule(key))
      joined.findings += outcome.findings.filter { report in
        let place = report.evidencePlace ?? facts.place(report.location)
        let own = variants.key(for: place.path, within: facts.budget)
        return key == (keys.contains(own) ? own : [])
      }
      joined.questions += outcome.questions
    }
    return joined
  }

  /// Gives the rules that are still to be asked what GitLab's validation refuses.
  func take(_ errors: [ConfigurationError]) {
    context.facts.errors = errors
  }
}
