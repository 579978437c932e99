import GitLabCI
import YAMLSyntax

/// The part of a job's YAML that decides whether GitLab creates a pipeline with the job; it is the same
/// in all runs.
struct JobRequirements {
  /// Whether its stage is `.pre` or `.post`: GitLab creates no pipeline of such jobs alone.
  let isEdge: Bool
  /// The jobs that it needs, without `optional`, of those that exist or may exist.
  let needs: [NeededJob]
  /// The number of jobs in its `needs`, with optional ones and each job that `parallel` makes.
  let needCount: Int

  /// The most jobs that GitLab lets a job need, unless an instance has another limit.
  ///
  /// Source: GitLab 18.9, `ci_needs_size_limit` in `db/structure.sql`, and `needs_errors` in
  /// `lib/gitlab/ci/pipeline/seed/build.rb`.
  static let maximumNeedCount = 50

  /// Whether there may be a pipeline of the job alone.
  var isMetAlone: Bool { !isEdge && needs.isEmpty }

  init(ofJob index: Int, in judged: JudgedPipeline) {
    let tree = judged.tree
    let job = judged.pipeline.jobs[index]
    let stage = tree.present(.stage, in: job.node).map { tree.string($0) }
    isEdge = stage == ".pre" || stage == ".post"
    guard let needs = tree.present(.needs, in: job.node) else {
      self.needs = []
      needCount = 0
      return
    }
    let isOpen = judged.pipeline.composition.isOpen
    let all = JobNeed.all(in: needs, tree)
    needCount = all.reduce(0) { $0 + judged.neededJobCount($1) }
    self.needs = all.filter { !$0.isOptional }
      .flatMap { judged.neededJobs($0, by: index) }
      .filter { isOpen || $0.selection != nil }
  }
}
