package import AccessPrediction
import Evidence
import Files
import GitLabCI
import RuleEngine
import YAMLSyntax

extension PipelineInput {
  /// A pipeline that was linted.
  ///
  /// - Parameters:
  ///   - linted: The pipeline.
  ///   - input: The kind of its root file.
  ///   - workspace: Where it belongs.
  init?(_ linted: LintInput, _ input: LintRoot, in workspace: Workspace) {
    // Each part of a pipeline that GitLab composes in several ways has its scenarios.
    guard linted.scenarios == nil, let source = linted.pipeline.sources.first,
      source.path == input.path
    else { return nil }
    pipeline = linted.pipeline
    self.workspace = workspace
    self.source = source
    self.input = input
  }

  /// The pipeline and its child pipelines with what is predicted for them, to compare them with those
  /// of another commit.
  ///
  /// - Parameter known: The existing predictions for the pipeline.
  /// - Returns: The pipelines.
  package func side(known: [Prediction]? = nil) -> AccessSide {
    var predictions: PipelinePredictions?
    var parts: [AccessSide.Part] = []
    for member in members {
      let paths = pathsForRules(of: member.runs)
      let isKnown = member.child == nil && member.runs.count == 1
      let own = PipelinePredictions(
        member.runs,
        evidence: member.evidence,
        paths: paths,
        predicted: isKnown ? known : nil
      )
      if let child = member.child {
        predictions?.add(own, of: child)
      } else {
        predictions = own
      }
      parts.append(
        AccessSide.Part(runs: member.runs, evidence: member.evidence, paths: paths)
      )
    }
    return AccessSide(predictions: predictions, parts: parts)
  }
}
