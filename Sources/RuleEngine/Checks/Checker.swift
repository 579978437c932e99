import AccessPrediction
import GitLabCI
import YAMLSyntax

/// A check that expressions cannot express, because it is about the text or the structure.
protocol Checker: Sendable {
  /// Whether it looks at what GitLab's validation refuses.
  var needsErrors: Bool { get }
  /// The findings and undecided checks of a pipeline.
  func check(_ context: CheckContext) -> RuleOutcome
}

extension Checker {
  var needsErrors: Bool { false }
}

/// A pipeline as checkers see it.
struct CheckContext {
  let facts: PipelineFacts
  let role: RuleDefinition.Role
  /// The verdicts for each secret of each job and scenario; empty when nothing is known beyond the
  /// YAML.
  let predictions: [Prediction]
  /// The shell text of the jobs' scripts, taken apart once for all rules.
  var scripts: ScriptTexts { facts.scripts.texts }
  /// The errors of GitLab's validation, for the checkers that need them; found once, reported by
  /// several rules.
  var errors: [ConfigurationError] { facts.errors }
  var pipeline: Pipeline { facts.pipeline }
  var tree: NodeTree { facts.tree }
  var composition: Composition { facts.pipeline.composition }
}
