import AccessPrediction
import GitLabCI
import TextFormats
import YAMLSyntax

/// A check that expressions cannot say, because it is about the text or the structure.
protocol Checker: Sendable {
  /// Whether it looks at what GitLab's validation refuses.
  var needsErrors: Bool { get }
  /// What the check has to say about a pipeline.
  func check(_ context: CheckContext) -> RuleOutcome
}

extension Checker {
  var needsErrors: Bool { false }
}

/// What a checker sees.
struct CheckContext {
  let facts: PipelineFacts
  let role: RuleDefinition.Role
  /// What GitLab's validation refuses, for the checkers that need it; found once, reported by
  /// several rules.
  var errors: [ConfigurationError] = []
  /// What is predicted for each job and kind of run; empty when nothing is known beyond the YAML.
  let predictions: [Prediction]
  /// The present day, when it is known.
  let today: CalendarDay?
  /// The parameters of the rule that asks.
  var parameters: [RuleParameter] = []
  /// The shell text of the jobs' scripts, taken apart once for all rules.
  let scripts = ScriptTexts()

  var pipeline: Pipeline { facts.pipeline }
  var tree: NodeTree { facts.tree }
  var composition: Composition { facts.pipeline.composition }
}
