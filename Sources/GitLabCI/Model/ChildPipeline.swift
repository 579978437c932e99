package import YAMLSyntax

/// A file of the repository that a trigger job starts as a pipeline of its own.
package struct ChildPipeline: Sendable {
  /// The file, relative to the repository's root.
  package let path: String
  /// The trigger job, by index into the pipeline's jobs.
  package let trigger: Int
  /// The text that names the file.
  package let node: NodeID
  /// The variables that the trigger job hands to it.
  package let variables: [Variable]
  /// Whether the variables that the pipeline was started with are handed on.
  package let takesPipelineVariables: Bool
  /// Whether the file is the whole of the child pipeline, and not one of several that make it up.
  package let isWhole: Bool
}

extension Pipeline {
  /// The child pipelines whose files are known, once for each trigger job.
  package var children: [ChildPipeline] {
    jobs.indices.filter { jobs[$0].kind == .trigger }.flatMap(children)
  }

  private func children(of index: Int) -> [ChildPipeline] {
    let job = jobs[index]
    guard let trigger = tree.present(.trigger, in: job.node),
      let include = tree.present(.include, in: trigger)
    else { return [] }
    let directives = IncludeReader(tree: tree).directives(include).compactMap { try? $0.get() }
    var paths: Set<String> = []
    return directives.compactMap { directive in
      guard case .local(let written) = directive.target, !written.contains("$"),
        !written.contains("*")
      else { return nil }
      let path = String(written.drop { $0 == "/" })
      guard paths.insert(path).inserted else { return nil }
      return ChildPipeline(
        path: path,
        trigger: index,
        node: directive.node,
        variables: forwards(.yamlVariables, trigger) ?? true
          ? job.inheritedVariables + job.ownVariables : [],
        takesPipelineVariables: forwards(.pipelineVariables, trigger) ?? false,
        isWhole: directives.count == 1
      )
    }
  }

  /// The value of `trigger:forward` for a kind of variables; nil if it is not set.
  private func forwards(_ kind: Keyword, _ trigger: NodeID) -> Bool? {
    guard let forward = tree.present(.forward, in: trigger),
      let value = tree.present(kind, in: forward), tree.kind(value) == .bool
    else { return nil }
    return tree.bool(value)
  }
}
