package import Evidence
package import GitLabCI
package import YAMLSyntax

/// A pipeline with what is known beyond its YAML: what predictions and rules are made from.
///
/// A class, because it remembers what is needed often; it lives for one check on one thread.
package final class JudgedPipeline {
  /// The pipeline.
  package let pipeline: Pipeline
  /// Its tree.
  package let tree: NodeTree
  /// What is known beyond its YAML.
  package let evidence: ProjectEvidence
  /// The jobs that are judged, by index into `pipeline.jobs`.
  package let subjects: [Int]
  private lazy var evidenceNames = Set(evidence.variables.items.map(\.key))
  private var dotenvCache: [Int: Bool] = [:]

  /// A pipeline to judge.
  ///
  /// - Parameters:
  ///   - pipeline: The pipeline.
  ///   - evidence: What is known beyond the YAML.
  ///   - includesHidden: Whether hidden jobs are judged too, as in a fragment of which they are
  ///     the content.
  package init(_ pipeline: Pipeline, evidence: ProjectEvidence, includesHidden: Bool) {
    self.pipeline = pipeline
    self.evidence = Self.applicable(evidence, to: pipeline)
    tree = pipeline.tree
    subjects = pipeline.jobs.indices.filter { includesHidden || !pipeline.jobs[$0].isHidden }
  }

  /// The evidence without variables of a job's environment that the pipeline itself may have set:
  /// those say nothing about the project's settings.
  private static func applicable(
    _ evidence: ProjectEvidence,
    to pipeline: Pipeline
  ) -> ProjectEvidence {
    guard evidence.variables.items.contains(where: \.isObserved) else { return evidence }
    var evidence = evidence
    let isPublished =
      pipeline.composition.isOpen || pipeline.jobs.contains(where: \.publishesVariables)
    evidence.variables.items.removeAll {
      $0.isObserved && (isPublished || pipeline.tree.symbol($0.key) != nil)
    }
    return evidence
  }

  /// Why a job may have variables that are not seen; nil when all are known.
  package func openVariables(_ job: Int) -> String? {
    if pipeline.jobs[job].areVariablesOpen {
      return "an include that could not be followed may define variables"
    }
    if receivesDotenv(job) {
      return "an earlier job publishes variables through a dotenv report"
    }
    guard evidence.variables.isClosed else {
      return MissingEvidence.variables
    }
    return nil
  }

  /// Whether the YAML or the evidence defines a variable for a job.
  package func isDefined(_ name: String, job index: Int) -> Bool {
    if evidenceNames.contains(name) { return true }
    guard let symbol = tree.symbol(name) else { return false }
    let job = pipeline.jobs[index]
    return job.defines(symbol)
      || job.idTokens.contains { $0.symbol == symbol }
  }

  /// The jobs that publish variables.
  private lazy var publishers = pipeline.jobs.indices.filter {
    pipeline.jobs[$0].publishesVariables && !pipeline.jobs[$0].isHidden
  }

  /// Whether a job that is needed or runs earlier publishes variables.
  package func receivesDotenv(_ index: Int) -> Bool {
    if let known = dotenvCache[index] { return known }
    let needs = pipeline.jobs[index].needs
    let result = publishers.contains { other in
      other != index && (needs?.contains(pipeline.jobs[other].symbol) ?? true)
    }
    dotenvCache[index] = result
    return result
  }
}
