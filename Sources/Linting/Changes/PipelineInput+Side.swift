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
  ///   - input: What kind of file its root is.
  ///   - workspace: Where it belongs.
  init?(_ linted: LintInput, _ input: Input, in workspace: Workspace) {
    // Of a pipeline that GitLab composes in several ways each part has its scenarios.
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
  /// - Parameter known: What is predicted already for the pipeline.
  /// - Returns: The pipelines.
  package func side(known: [Prediction]? = nil) -> AccessSide {
    var predictions: PipelinePredictions?
    var parts: [AccessSide.Part] = []
    for member in members {
      let mentions = member.runs.contains { $0.pipeline.tree.mentions("exists") }
      let paths = mentions ? workspace.repository.allPaths() : []
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
