package import AccessPrediction
package import Evidence
import Files
package import GitLabCI
import YAMLSyntax

/// A pipeline with the child pipelines that it starts, and theirs.
package struct PipelineTree {
  /// One pipeline of the tree.
  package struct Member: Sendable {
    /// Its start; nil for the root.
    package let child: ChildRun?
    /// The pipeline as far as it is the same in all runs.
    package let pipeline: Pipeline
    /// The pipeline as GitLab composes it in its scenarios.
    package let runs: [ComposedRuns]
    /// The evidence beyond the YAML.
    package let evidence: ProjectEvidence
    /// The trigger jobs that start it; empty for the root.
    package internal(set) var triggers: [String]

    init(
      _ pipeline: Pipeline,
      _ runs: [ComposedRuns],
      _ evidence: ProjectEvidence,
      startedAs child: ChildRun? = nil
    ) {
      self.pipeline = pipeline
      self.runs = runs
      self.evidence = evidence
      self.child = child
      triggers = child?.triggers ?? []
    }

    /// The names of its visible jobs: in a child pipeline, they follow the child's file and a colon.
    package var jobNames: [String] {
      pipeline.jobs.filter { !$0.isHidden }.map(pipeline.name)
    }
  }

  /// The maximum number of child pipelines that are read.
  private static let limit = 1_000

  private let workspace: Workspace
  private let files: any RepositoryFiles
  private var count = 0
  /// The downstream pipelines whose jobs are not known, each once.
  package private(set) var omissions: [PipelinePredictions.Omission] = []

  /// The tree of a repository.
  init(_ workspace: Workspace) {
    self.workspace = workspace
    files = workspace.repository
  }

  /// Visits a pipeline, and then its child pipelines, each before its own.
  ///
  /// - Parameters:
  ///   - member: The pipeline.
  ///   - depth: The number of pipelines above it; GitLab allows two levels of children.
  ///   - take: Takes each pipeline.
  mutating func visit(_ member: Member, depth: Int = 0, _ take: (Member) -> Void) {
    take(member)
    for run in member.runs { addOutside(of: run.pipeline) }
    guard depth < 2 else { return }
    let children = ChildRun.children(
      of: member.runs,
      startedAs: member.child,
      evidence: member.evidence,
      project: workspace.configuration.evidence,
      paths: files.allPaths
    )
    for child in children {
      // Only those ways to a grandchild that are taken are of interest.
      guard count < Self.limit, depth == 0 || child.isStarted else { continue }
      count += 1
      guard let started = self.member(child) else { continue }
      visit(started, depth: depth + 1, take)
    }
  }

  /// A child pipeline; nil when none of its files exists.
  private mutating func member(_ child: ChildRun) -> Member? {
    let composed = workspace.composed(
      .child(child.configuration),
      in: files,
      child.scenarios,
      evidence: child.evidence
    )
    guard !composed.isMissing else {
      add("the child pipeline \(child.path)", "the file cannot be read")
      return nil
    }
    return Member(composed.pipeline, composed.runs, child.evidence, startedAs: child)
  }

  private mutating func addOutside(of pipeline: Pipeline) {
    for outside in pipeline.outsidePipelines {
      let trigger = pipeline.tree.text(pipeline.jobs[outside.trigger].symbol)
      add(
        "the pipeline that \(trigger) starts (\(outside.summary))",
        outside.reason,
        isOtherProjects: outside.isOtherProjects
      )
    }
  }

  private mutating func add(
    _ pipeline: String,
    _ reason: String,
    isOtherProjects: Bool = false
  ) {
    let omission = PipelinePredictions.Omission(
      include: pipeline,
      reason: reason,
      isOtherProjects: isOtherProjects
    )
    if !omissions.contains(omission) { omissions.append(omission) }
  }
}
