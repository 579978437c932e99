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
    let configuration = workspace.configuration
    let evidence = configuration.evidence
    let runs = runs(configuration.allScenarios)
    var predictions = PipelinePredictions(
      runs,
      evidence: evidence,
      paths: pathsForRules,
      predicted: runs.count == 1 ? known : nil
    )
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
