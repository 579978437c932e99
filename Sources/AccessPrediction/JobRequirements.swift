import GitLabCI
import YAMLSyntax

/// The part of a job's YAML that decides whether GitLab creates a pipeline with the job; it is the same
/// in all runs.
struct JobRequirements {
  /// A job that has to be in the run, too.
  struct Need {
    let name: String
    /// Its index; nil when it may be in a file that was not read.
    let job: Int?
    /// Whether only some jobs of its matrix are needed.
    let isPart: Bool
  }

  /// Whether its stage is `.pre` or `.post`: GitLab creates no pipeline of such jobs alone.
  let isEdge: Bool
  /// The jobs that it needs, without `optional`, of those that exist or may exist.
  let needs: [Need]

  init(_ job: Job, in judged: JudgedPipeline) {
    let tree = judged.tree
    let stage = tree.present(.stage, in: job.node).map { tree.string($0) }
    isEdge = stage == ".pre" || stage == ".post"
    guard let needs = tree.present(.needs, in: job.node), tree.kind(needs) == .sequence else {
      self.needs = []
      return
    }
    let isOpen = judged.pipeline.composition.isOpen
    self.needs = tree.flattened(needs).compactMap { item in
      guard let node = Self.name(item.value, in: tree) else { return nil }
      let index = tree.symbol(named: node).flatMap(judged.index(ofJob:))
      guard index != nil || isOpen else { return nil }
      let isPart =
        tree.kind(item.value) == .mapping && tree.present(.parallel, in: item.value) != nil
      return Need(name: tree.string(node), job: index, isPart: isPart)
    }
  }

  /// The name of a needed job of the same pipeline; nil for an optional one.
  private static func name(_ item: NodeID, in tree: NodeTree) -> NodeID? {
    guard tree.kind(item) == .mapping else { return item }
    guard tree.present(.pipeline, in: item) == nil, tree.present(.project, in: item) == nil else {
      return nil
    }
    if let optional = tree.present(.optional, in: item), tree.kind(optional) == .bool,
      tree.bool(optional)
    {
      return nil
    }
    return tree.present(.job, in: item)
  }
}
