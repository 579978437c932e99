import GitLabCI
import YAMLSyntax

/// The part of a job's YAML that decides whether GitLab creates a pipeline with the job; it is the same
/// in all runs.
struct JobRequirements {
  /// Whether its stage is `.pre` or `.post`: GitLab creates no pipeline of such jobs alone.
  let isEdge: Bool
  /// The jobs that it needs, without `optional`, of those that exist or may exist.
  let needs: [NeededJob]

  /// Whether there may be a pipeline of the job alone.
  var isMetAlone: Bool { !isEdge && needs.isEmpty }

  init(ofJob index: Int, in judged: JudgedPipeline) {
    let tree = judged.tree
    let job = judged.pipeline.jobs[index]
    let stage = tree.present(.stage, in: job.node).map { tree.string($0) }
    isEdge = stage == ".pre" || stage == ".post"
    guard let needs = tree.present(.needs, in: job.node) else {
      self.needs = []
      return
    }
    let isOpen = judged.pipeline.composition.isOpen
    self.needs = JobNeed.all(in: needs, tree).filter { !$0.isOptional }
      .flatMap { judged.neededJobs($0, by: index) }
      .filter { isOpen || $0.selection != nil }
  }
}
