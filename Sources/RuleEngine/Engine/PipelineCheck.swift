import AccessPrediction
import Evidence
import Files
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

  /// Lets a rule have its say.
  mutating func ask(_ rule: CompiledRule) {
    guard failure == nil, !context.facts.budget.isExhausted,
      rule.definition.roles.contains(context.role)
    else { return }
    switch rule.check {
    case .checker(let checker):
      collector.add(checker.check(context), of: rule)
    case .predicate(let predicate):
      let runner = PredicateRunner(rule: rule, compiled: predicate, facts: context.facts)
      do throws(RuleError) {
        collector.add(try runner.run(), of: rule)
      } catch {
        failure = error
      }
    }
  }

  /// Gives the rules that are still to be asked what GitLab's validation refuses.
  func take(_ errors: [ConfigurationError]) {
    context.facts.errors = errors
  }
}
