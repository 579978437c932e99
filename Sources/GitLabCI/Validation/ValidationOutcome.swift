import YAMLSyntax

/// What GitLab would say of a pipeline when it is asked to create or lint it.
package struct ValidationOutcome: Sendable {
  /// GitLab's messages, hidden ones included; empty when the pipeline is valid.
  package let messages: [String]

  /// Whether GitLab takes the pipeline.
  package var isValid: Bool { messages.isEmpty }

  /// The verdict on a pipeline.
  package init(_ pipeline: Pipeline) {
    var messages: [String] = []
    for file in pipeline.composition.files {
      switch file.error {
      case .syntax(let error)?: messages.append(error.psychMessage)
      case .unknownAlias(let name, _)?:
        messages.append("An alias referenced an unknown anchor: \(name)")
      case .tooBig?: messages.append("The parsed YAML is too big")
      case nil: break
      }
      for case .forbiddenType(_, let name) in file.notices {
        messages.append("Tried to load unspecified class: \(name)")
      }
    }
    messages += pipeline.composition.problems.map(\.gitLabMessage)
    if let root = pipeline.composition.root {
      let validator = PipelineValidator(
        tree: pipeline.tree,
        root: root,
        openWorld: pipeline.composition.isOpen,
        incompleteJobs: pipeline.composition.incompleteJobs
      )
      messages += validator.errors().map(\.gitLabMessage)
    } else if messages.isEmpty {
      let isBlank = pipeline.composition.files.first?.content == nil
      messages.append(
        isBlank ? "Please provide content of .gitlab-ci.yml" : "Invalid configuration format"
      )
    }
    self.messages = messages
  }
}
