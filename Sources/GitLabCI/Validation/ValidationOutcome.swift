import YAMLSyntax

/// GitLab's answer to a request to create or lint a pipeline.
package struct ValidationOutcome: Sendable {
  /// The reason why GitLab refuses the pipeline, with what it reaches only when other errors are
  /// fixed; empty when the pipeline is valid.
  package let refusals: [PipelineRefusal]

  /// GitLab's messages, hidden ones included; empty when the pipeline is valid.
  package var messages: [String] { refusals.map(\.message) }

  /// Whether GitLab takes the pipeline.
  package var isValid: Bool { refusals.isEmpty }

  /// The verdict on a pipeline.
  package init(_ pipeline: Pipeline) {
    self.init(pipeline.composition)
  }

  /// The verdict on a composed pipeline.
  init(_ composition: Composition) {
    var refusals: [PipelineRefusal] = []
    for file in composition.files {
      let location = Self.start(of: file.file)
      refusals += Self.messages(about: file).map { message in
        PipelineRefusal(message: composition.quoted(message, in: file.file), location: location)
      }
    }
    let tree = composition.tree
    refusals += composition.problems.map {
      PipelineRefusal(message: $0.gitLabMessage, location: tree.location($0.node))
    }
    if let validator = PipelineValidator(composition) {
      for error in validator.errors() where !error.isNote {
        refusals += ([error.gitLabMessage] + error.alsoSays).map {
          PipelineRefusal(message: $0, location: tree.location(error.node))
        }
      }
    } else if refusals.isEmpty, let root = composition.files.first {
      let message = "Please provide content of .gitlab-ci.yml"
      refusals.append(PipelineRefusal(message: message, location: Self.start(of: root.file)))
    }
    self.refusals = refusals
  }

  private static func start(of file: FileID) -> Location {
    let start = TextPosition(line: 1, column: 1)
    return Location(file: file, span: TextSpan(start: start, end: start))
  }

  /// GitLab's messages about a file that it cannot read.
  private static func messages(about file: LoadedFile) -> [String] {
    let errors: [String] =
      switch file.error {
      case .syntax(let error)?: [error.psychMessage]
      case .unknownAlias(let name, _, _)?: ["An alias referenced an unknown anchor: \(name)"]
      case .tooBig?: ["The parsed YAML is too big"]
      case .notMapping?: ["Invalid configuration format"]
      case nil: []
      }
    return errors
      + file.notices.compactMap { notice in
        guard case .forbiddenType(_, let name) = notice else { return nil }
        return "Tried to load unspecified class: \(name)"
      }
  }
}
