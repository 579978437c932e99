import GitLabCI
import YAMLSyntax

extension JobAttributes {
  /// Reads the attributes of a job that GitLab repeats in variables.
  init(_ job: Job, _ combination: MatrixCombination?, in tree: NodeTree) {
    self.init()
    name = job.name(combination, in: tree)
    stage = tree.present(.stage, in: job.node).map { tree.string($0) } ?? "test"
    let when = tree.present(.when, in: job.node).map { tree.string($0) }
    isManual = when == "manual" || when == "delayed"
    if tree.present(.parallel, in: job.node) != nil {
      isParallel = true
      nodeTotal = combination?.total
      nodeIndex = combination?.index
    }
    guard let environment = tree.present(.environment, in: job.node),
      tree.kind(environment) == .mapping
    else { return }
    if let value = tree.present(.action, in: environment) { action = tree.string(value) }
    tier = tree.present(.deploymentTier, in: environment).map { tree.string($0) }
    url = tree.present(.url, in: environment).map { tree.string($0) }
  }
}
