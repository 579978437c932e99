package import YAMLSyntax

/// A downstream pipeline whose jobs this repository does not hold: GitLab makes its configuration
/// while the parent runs, or it belongs to another project.
package struct OutsidePipeline: Sendable {
  /// The trigger job, by index into the pipeline's jobs.
  package let trigger: Int
  /// Its configuration: `artifact child.yml of generate`, `project group/app`.
  package let summary: String
  /// The reason why its jobs are not known.
  package let reason: String
  /// Whether it runs in another project, with that project's tokens.
  package let isOtherProjects: Bool
  /// The text that names it.
  package let node: NodeID
}

extension Pipeline {
  /// The downstream pipelines that lie outside the repository, in the order of their trigger jobs.
  package var outsidePipelines: [OutsidePipeline] {
    jobs.indices.filter { jobs[$0].kind == .trigger }.flatMap(outsidePipelines)
  }

  private func outsidePipelines(of index: Int) -> [OutsidePipeline] {
    guard let trigger = tree.present(.trigger, in: jobs[index].node) else { return [] }
    guard tree.kind(trigger) == .mapping else {
      return tree.kind(trigger).isString ? [otherProject(trigger, index)] : []
    }
    if let project = tree.present(.project, in: trigger) { return [otherProject(project, index)] }
    guard let include = tree.present(.include, in: trigger), child(of: index)?.isHere != true
    else { return [] }
    let directives = IncludeReader(tree: tree).directives(include).compactMap { try? $0.get() }
    return directives.map { directive in
      OutsidePipeline(
        trigger: index,
        summary: summary(directive),
        reason: outsideReason(directive),
        isOtherProjects: false,
        node: directive.node
      )
    }
  }

  private func otherProject(_ project: NodeID, _ trigger: Int) -> OutsidePipeline {
    OutsidePipeline(
      trigger: trigger,
      summary: "project \(tree.printed(project))",
      reason: "the pipeline of another project runs with that project's variables and tokens",
      isOtherProjects: true,
      node: project
    )
  }

  private func outsideReason(_ directive: IncludeDirective) -> String {
    if case .artifact = directive.target { return IncludeLibrary.artifactReason }
    return "the file is not in this repository"
  }

  private func summary(_ directive: IncludeDirective) -> String {
    guard case .artifact = directive.target, let mapping = directive.mapping,
      let job = tree.present(.job, in: mapping)
    else { return directive.summary }
    return "\(directive.summary) of \(tree.printed(job))"
  }
}
