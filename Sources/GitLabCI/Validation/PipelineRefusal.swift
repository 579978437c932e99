package import YAMLSyntax

/// Why GitLab refuses a pipeline.
package struct PipelineRefusal: Sendable {
  /// What is wrong, in GitLab's words.
  package let message: String
  /// Where.
  package let location: Location
}

extension Pipeline {
  /// Why GitLab refuses the pipeline; empty when it does not, or when that is not certain because
  /// includes were not read.
  package var refusals: [PipelineRefusal] {
    let tree = tree
    var refusals: [PipelineRefusal] = []
    for file in composition.files {
      let start = TextPosition(line: 1, column: 1)
      let location = Location(file: file.file, span: TextSpan(start: start, end: start))
      switch file.error {
      case .syntax(let error)?:
        refusals.append(PipelineRefusal(message: error.psychMessage, location: location))
      case .unknownAlias(let name, _)?:
        let message = "An alias referenced an unknown anchor: \(name)"
        refusals.append(PipelineRefusal(message: message, location: location))
      case .tooBig?:
        refusals.append(
          PipelineRefusal(message: "The parsed YAML is too big", location: location)
        )
      case nil: break
      }
      for case .forbiddenType(_, let name) in file.notices {
        let message = "Tried to load unspecified class: \(name)"
        refusals.append(PipelineRefusal(message: message, location: location))
      }
    }
    guard !composition.isUndecided else { return refusals }
    refusals += composition.problems.map {
      PipelineRefusal(message: $0.gitLabMessage, location: tree.location($0.node))
    }
    guard let root = composition.root else { return refusals }
    let validator = PipelineValidator(
      tree: tree,
      root: root,
      openWorld: composition.isOpen,
      incompleteJobs: composition.incompleteJobs
    )
    refusals += validator.errors().map {
      PipelineRefusal(message: $0.gitLabMessage, location: tree.location($0.node))
    }
    return refusals
  }
}
