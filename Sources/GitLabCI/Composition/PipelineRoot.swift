package import YAMLSyntax

/// The configuration with which a pipeline begins.
package enum PipelineRoot: Sendable {
  /// A file.
  case file(SourceText)
  /// The includes of a trigger job, as the configuration of a child pipeline.
  case child(ChildConfiguration)

  /// The size of the text that every composition reads again, in bytes; files that are included
  /// are counted when they are read.
  package var size: Int {
    switch self {
    case .file(let source): source.bytes.count + source.indexSize
    case .child: 0
    }
  }
}

/// The configuration that GitLab makes for a child pipeline: a mapping with nothing but `include`.
package struct ChildConfiguration: Sendable {
  let tree: NodeTree
  let content: NodeID
}
