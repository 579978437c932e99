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
      includesHidden: subject.role != .pipeline
    )
    let predictions = facts.judgedPredictions
    if !predictions.isEmpty { subject.keep(predictions) }
    context = CheckContext(facts: facts, role: subject.role, predictions: predictions)
    collector = FindingCollector(facts: facts)
  }

  var pipeline: Pipeline { context.pipeline }

  /// Runs a rule.
  mutating func ask(_ rule: CompiledRule) {
    guard failure == nil, !context.facts.budget.isExhausted,
      rule.definition.roles.contains(context.role)
    else { return }
    do throws(RuleError) {
      if let variants = rule.variants {
        collector.add(try outcome(of: variants), of: rule)
      } else {
        collector.add(try outcome(of: rule), of: rule)
      }
    } catch {
      failure = error
    }
  }

  private mutating func outcome(of rule: CompiledRule) throws(RuleError) -> RuleOutcome {
    switch rule.check {
    case .checker(let checker):
      return checker.check(context)
    case .predicate(let predicate):
      return try PredicateRunner(rule: rule, compiled: predicate, facts: context.facts).run()
    }
  }

  /// The outcome of a rule whose parameters differ between files: of each variant what it reports
  /// in its own files.
  private mutating func outcome(of variants: RuleVariants) throws(RuleError) -> RuleOutcome {
    let facts = context.facts
    var keys: [[Int]] = [[]]
    for source in pipeline.sources {
      let key = variants.key(for: source.path, within: facts.budget)
      if !keys.contains(key) { keys.append(key) }
    }
    var joined = RuleOutcome()
    for key in keys {
      let outcome = try outcome(of: try variants.rule(key))
      joined.reports += outcome.reports.filter { report in
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
