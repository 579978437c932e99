package import Evidence
import Files
import GitLabCI
package import YAMLSyntax

/// The predictions of a pipeline in all scenarios, with the reasons why they may be incomplete.
package struct PipelinePredictions: Sendable {
  /// The reason why GitLab creates no pipeline.
  package struct Refusal: Hashable, Sendable {
    /// The error, in GitLab's words.
    package let message: String
    /// The file, by the path that is shown.
    package let path: String
    /// Where in it.
    package let span: TextSpan
    /// The scenarios in which GitLab refuses.
    package var scenarios: [String]
  }

  /// An include that was not read, or a downstream pipeline outside the repository.
  package struct Omission: Hashable, Sendable {
    /// The include as it is written.
    package let include: String
    /// The reason why it was not read.
    package let reason: String
    /// Whether it is a pipeline of another project, with that project's tokens.
    package let isOtherProjects: Bool

    /// An include, or a downstream pipeline, that was not read.
    package init(include: String, reason: String, isOtherProjects: Bool = false) {
      self.include = include
      self.reason = reason
      self.isOtherProjects = isOtherProjects
    }
  }

  /// The predictions, by job and then by scenario.
  package private(set) var predictions: [Prediction] = []
  /// The reason why GitLab refuses the pipeline; in their scenarios no job runs.
  package private(set) var refused: [Refusal] = []
  /// The includes and downstream pipelines whose jobs may be missing.
  package private(set) var omitted: [Omission] = []

  /// Predicts a pipeline.
  ///
  /// - Parameters:
  ///   - runs: The pipeline as it is composed in each scenario.
  ///   - evidence: The evidence beyond the YAML.
  ///   - paths: The repository's files, for `rules:exists`.
  ///   - predicted: The existing predictions for the composition, when there is one and all of its
  ///     includes are decided.
  package init(
    _ runs: [ComposedRuns],
    evidence: ProjectEvidence,
    paths: [String],
    predicted: [Prediction]? = nil
  ) {
    let groups = runs.map { group in
      // GitLab's own validation takes as long as the predictions, so it gets a second core.
      let (predictions, refusals) = Cores(limit: group.pipeline.isLarge ? nil : 1).both {
        Self.predictions(group, evidence, paths, predicted)
      } _: {
        Self.refusals(of: group)
      }
      add(refusals, of: group)
      add(group.pipeline.composition)
      guard let first = refusals.first else { return predictions }
      return predictions.map { $0.refused(first.message) }
    }
    // Those of one composition are in order.
    predictions =
      groups.count == 1 ? groups[0] : Self.sorted(groups, by: runs.flatMap(\.scenarios))
  }

  /// The predictions for several compositions, by job and then by scenario; a job that a composition
  /// lacks does not run in its scenarios.
  private static func sorted(
    _ groups: [[Prediction]],
    by scenarios: [Scenario]
  ) -> [Prediction] {
    var names: [String] = []
    var byJob: [String: [String: Prediction]] = [:]
    for prediction in groups.joined() {
      if byJob[prediction.job] == nil { names.append(prediction.job) }
      byJob[prediction.job, default: [:]][prediction.scenario] = prediction
    }
    return names.flatMap { name in
      let own = byJob[name] ?? [:]
      let file = own.values.first?.childFile
      return scenarios.map { scenario in
        own[scenario.name] ?? Prediction(job: name, childFile: file, scenario: scenario, runs: .no)
      }
    }
  }

  /// The reason why GitLab refuses the pipeline, for every result of the undecided includes.
  static func refusals(of group: ComposedRuns) -> [PipelineRefusal] {
    let refusals = ValidationOutcome(group.pipeline).refusals
    guard let alternative = group.alternative, !refusals.isEmpty else { return refusals }
    let without = Set(ValidationOutcome(alternative).messages)
    return refusals.filter { without.contains($0.message) }
  }

  /// The names of the jobs, in the order of the predictions.
  package var jobs: [String] {
    var known: Set<String> = []
    return predictions.map(\.job).filter { known.insert($0).inserted }
  }

  /// Adds what is predicted for a child pipeline.
  ///
  /// - Parameters:
  ///   - other: The predictions for its jobs.
  ///   - child: Its start.
  package mutating func add(_ other: Self, of child: ChildRun) {
    var places: [[String]: Int] = [:]
    if child.part != nil {
      for (place, prediction) in predictions.enumerated()
      where prediction.through == child.triggers {
        places[[prediction.job, prediction.scenario]] = place
      }
    }
    for prediction in other.predictions.map({ $0.inChild(child) }) {
      if let place = places[[prediction.job, prediction.scenario]] {
        predictions[place] = predictions[place].joined(withPart: prediction)
      } else {
        predictions.append(prediction)
      }
    }
    omitted += other.omitted.filter { !omitted.contains($0) }
  }

  /// Adds what is predicted for another root.
  mutating func add(_ other: Self) {
    predictions += other.predictions
    refused += other.refused
    add(other.omitted)
  }

  /// Puts the root file before the names of its jobs, which distinguishes them from those of other
  /// roots.
  mutating func name(root: String) {
    for index in predictions.indices where predictions[index].through == nil {
      predictions[index].name(root: root)
    }
  }

  /// Adds downstream pipelines whose jobs are not known.
  package mutating func add(_ omissions: [Omission]) {
    omitted += omissions.filter { !omitted.contains($0) }
  }

  private static func predictions(
    _ group: ComposedRuns,
    _ evidence: ProjectEvidence,
    _ paths: [String],
    _ known: [Prediction]?
  ) -> [Prediction] {
    if let known, group.isCertain { return known }
    func predict(_ pipeline: Pipeline) -> [Prediction] {
      Predictor(pipeline, evidence: evidence, paths: paths, isDecided: true)
        .predictions(group.scenarios)
    }
    let all = predict(group.pipeline)
    guard let alternative = group.alternative else { return all }
    // A prediction that is the same with and without the undecided includes is certain.
    let without = Dictionary(
      predict(alternative).map { ([$0.job, $0.scenario], $0) },
      uniquingKeysWith: { first, _ in first }
    )
    return all.map { $0.joined(with: without[[$0.job, $0.scenario]]) }
  }

  private mutating func add(_ refusals: [PipelineRefusal], of group: ComposedRuns) {
    let tree = group.pipeline.tree
    let names = group.scenarios.map(\.name)
    for refusal in refusals {
      let path = tree.file(refusal.location.file).path
      let known = refused.firstIndex {
        $0.message == refusal.message && $0.path == path && $0.span == refusal.location.span
      }
      if let known {
        refused[known].scenarios += names
      } else {
        refused.append(
          Refusal(
            message: refusal.message,
            path: path,
            span: refusal.location.span,
            scenarios: names
          )
        )
      }
    }
  }

  private mutating func add(_ composition: Composition) {
    for include in composition.unresolvedIncludes {
      let omission = Omission(
        include: include.directive.summary,
        reason: include.reason
      )
      if !omitted.contains(omission) { omitted.append(omission) }
    }
  }
}
