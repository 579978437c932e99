package import AccessPrediction
import Evidence
import Files
import GitLabCI
import YAMLSyntax

extension PipelineInput {
  /// The pipeline and its child pipelines with what is predicted for them, to compare them with those
  /// of another commit.
  package func side() -> AccessSide {
    let configuration = workspace.configuration
    let evidence = configuration.evidence
    let runs = runs(configuration.allScenarios)
    var predictions = PipelinePredictions(runs, evidence: evidence, paths: pathsForRules)
    var parts = [
      AccessSide.Part(child: nil, runs: runs, evidence: evidence, paths: pathsForRules)
    ]
    var tree = PipelineTree(workspace)
    tree.visit(runs, evidence) { child, runs in
      let mentions = runs.contains { $0.pipeline.tree.mentions("exists") }
      let paths = mentions ? workspace.repository.allPaths() : []
      predictions.add(
        PipelinePredictions(runs, evidence: child.evidence, paths: paths),
        of: child
      )
      parts.append(
        AccessSide.Part(child: child.path, runs: runs, evidence: child.evidence, paths: paths)
      )
    }
    return AccessSide(predictions: predictions, parts: parts)
  }
}
