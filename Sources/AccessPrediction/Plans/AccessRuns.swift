package import Evidence
import GitLabCI

/// All runs of a pipeline and its child pipelines that sign in to Azure.
package struct AccessRuns: Sendable {
  /// The runs, by job and then by scenario.
  package private(set) var runs: [AccessRun] = []
  private var known: Set<AccessRun> = []
  /// The reasons why the list may be incomplete, in sentences without a full stop.
  package private(set) var gaps: [String] = []

  /// The runs of a pipeline.
  ///
  /// - Parameters:
  ///   - groups: The pipeline as it is composed in each scenario.
  ///   - evidence: The evidence beyond the YAML.
  ///   - paths: The repository's files, for `rules:exists`.
  package init(_ groups: [ComposedRuns], evidence: ProjectEvidence, paths: [String]) {
    for group in groups {
      add(gapsOf: group)
      if !PipelinePredictions.refusals(of: group).isEmpty { continue }
      // With and without the includes whose rules cannot be decided: GitLab composes one of them.
      for pipeline in [group.pipeline, group.alternative].compactMap(\.self) {
        let predictor = Predictor(pipeline, evidence: evidence, paths: paths, isDecided: true)
        for run in predictor.accessRuns(group.scenarios) { add(run) }
      }
    }
  }

  /// Adds the runs of a child pipeline.
  package mutating func add(_ other: Self, of child: ChildRun) {
    for var run in other.runs where child.answers[run.scenario] ?? .no != .no {
      run.job = "\(run.childFile ?? child.path):\(run.job)"
      add(run)
    }
    for gap in other.gaps { add(gap: gap) }
  }

  /// Adds pipelines and includes that could not be read.
  package mutating func add(_ omissions: [PipelinePredictions.Omission]) {
    for omission in omissions {
      add(gap: "not read, so jobs may be missing: \(omission.include): \(omission.reason)")
    }
  }

  private mutating func add(_ run: AccessRun) {
    if known.insert(run).inserted { runs.append(run) }
  }

  private mutating func add(gapsOf group: ComposedRuns) {
    let scenarios = group.scenarios.map(\.name).joined(separator: ", ")
    for refusal in PipelinePredictions.refusals(of: group) {
      add(gap: "GitLab refuses the pipeline (\(scenarios)): \(refusal.message)")
    }
    for include in group.pipeline.composition.unresolvedIncludes {
      add(
        gap: "an include was not read, so jobs may be missing: \(include.directive.summary): "
          + include.reason
      )
    }
  }

  private mutating func add(gap: String) {
    if !gaps.contains(gap) { gaps.append(gap) }
  }
}
