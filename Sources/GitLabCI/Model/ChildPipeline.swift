import YAMLSyntax

/// A file of the repository that a trigger job starts as a pipeline of its own.
package struct ChildPipeline: Sendable {
  /// The file, relative to the repository's root.
  package let path: String
  /// The variables that the trigger job hands to it.
  package let variables: [Variable]
  /// Whether the file is the whole of the child pipeline, and not one of several that make it up.
  package let isWhole: Bool
}

extension Pipeline {
  /// The child pipelines of its jobs whose files are known, each file once.
  package var children: [ChildPipeline] {
    var children: [ChildPipeline] = []
    for job in jobs where job.kind == .trigger {
      guard let trigger = tree.present(.trigger, in: job.node),
        let include = tree.present(.include, in: trigger)
      else { continue }
      let directives = IncludeReader(tree: tree).directives(include).compactMap { try? $0.get() }
      for directive in directives {
        guard case .local(let written) = directive.target, !written.contains("$"),
          !written.contains("*")
        else { continue }
        let path = String(written.drop { $0 == "/" })
        guard !children.contains(where: { $0.path == path }) else { continue }
        children.append(
          ChildPipeline(
            path: path,
            variables: forwarded(by: job, trigger),
            isWhole: directives.count == 1
          )
        )
      }
    }
    return children
  }

  /// A trigger job's variables reach its child unless it says otherwise.
  private func forwarded(by job: Job, _ trigger: NodeID) -> [Variable] {
    if let forward = tree.present(.forward, in: trigger),
      let yaml = tree.present(.yamlVariables, in: forward), tree.kind(yaml) == .bool,
      !tree.bool(yaml)
    {
      return []
    }
    return job.inheritedVariables + job.ownVariables
  }
}
