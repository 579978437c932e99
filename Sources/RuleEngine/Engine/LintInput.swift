package import AccessPrediction
package import Evidence
package import GitLabCI
import Synchronization

/// A pipeline that rules are asked about.
///
/// A class, because a pipeline and what is known about it are dozens of arrays, and a copy would
/// retain them all.
package final class LintInput: Sendable {
  /// The pipeline.
  package let pipeline: Pipeline
  /// The evidence beyond its YAML.
  package let evidence: ProjectEvidence
  /// The kind of its root file.
  package let role: RuleDefinition.Role
  /// The scenarios in which GitLab composes the pipeline like this; nil for all.
  package let scenarios: [Scenario]?
  /// Its start as a child pipeline; nil for a root.
  package let child: ChildRun?

  /// The predictions for all facts about the pipeline.
  let madePredictions = MadePredictions()
  private let keptPredictions = Mutex<[Prediction]?>(nil)

  /// A subject.
  package init(
    pipeline: Pipeline,
    evidence: ProjectEvidence,
    role: RuleDefinition.Role,
    scenarios: [Scenario]? = nil,
    startedAs child: ChildRun? = nil
  ) {
    self.pipeline = pipeline
    self.evidence = evidence
    self.role = role
    self.scenarios = scenarios
    self.child = child
  }

  /// The predictions for the pipeline, if its check needed them.
  package var predictions: [Prediction]? { keptPredictions.withLock(\.self) }

  /// Keeps what is predicted for the pipeline.
  func keep(_ predictions: [Prediction]) {
    keptPredictions.withLock { $0 = predictions }
  }

  /// The errors of GitLab's validation.
  ///
  /// Of a file that others include only what is wrong as it is written in ID tokens and secrets: its
  /// users bring the rest.
  func errors() -> [ConfigurationError] {
    let validator = PipelineValidator(pipeline.composition)
    let errors =
      role == .pipeline ? validator?.errors() : validator?.errorsOfTokensAndSecrets()
    return errors ?? []
  }
}
