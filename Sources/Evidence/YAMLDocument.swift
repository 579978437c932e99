package import YAMLSyntax

/// Reads YAML files other than pipelines.
enum YAMLDocument {
  /// The result of reading a file.
  struct Result {
    /// The value; nil when the file is empty or cannot be read.
    var value: DocumentValue?
    /// The faults of the file as YAML.
    var problems: [ConfigurationProblem] = []
  }

  /// Reads a file.
  ///
  /// Duplicate keys in a mapping and further documents are problems: their content would silently
  /// count for nothing.
  static func read(_ bytes: [UInt8], path: String) -> Result {
    var tree = NodeTree()
    // A first document with `spec` means something in pipelines only; none has this key.
    let source = SourceText(path: path, bytes: bytes)
    let loaded = tree.load(source, headerKey: tree.intern(""))
    var result = Result()
    func report(_ message: String, at span: TextSpan) {
      result.problems.append(
        ConfigurationProblem(path: path, place: .span(span), message: message)
      )
    }
    switch loaded.error {
    case .syntax(let error)?:
      report(
        error.words(in: source),
        at: TextSpan(start: error.position, end: error.position)
      )
    case .unknownAlias(let name, let span, _)?:
      report("the alias *\(name) has no anchor &\(name) before it", at: span)
    case .tooBig(let span, let reason)?: report("the file is too big: \(reason)", at: span)
    case .notMapping(let span)?: report("the file must be a mapping", at: span)
    case nil: break
    }
    for case .duplicateKey(let first, let second) in loaded.notices {
      report(
        "the key \"\(tree.string(second))\" is duplicate; the first is in line "
          + "\(tree.location(first).span.start.line)",
        at: tree.location(second).span
      )
    }
    for span in loaded.ignoredDocuments { report("only the first document is read", at: span) }
    if loaded.error == nil { result.value = loaded.content.map { DocumentValue($0, in: tree) } }
    return result
  }
}

extension DocumentValue {
  /// Converts a node of a YAML file.
  package init(_ node: NodeID, in tree: NodeTree) {
    self.init(
      content: Self.content(node, in: tree),
      place: .span(tree.location(node).span)
    )
  }

  private static func content(_ node: NodeID, in tree: NodeTree) -> Content {
    switch tree.kind(node) {
    case .null: .null
    case .bool: .bool(tree.bool(node), written: tree.string(node))
    case .int: .integer(tree.rubyText(node))
    case .float: .number(tree.string(node))
    case .string, .symbol, .date, .time: .text(tree.string(node))
    case .sequence: .list(tree.items(node).map { DocumentValue($0.value, in: tree) })
    case .mapping:
      .mapping(
        tree.entries(node).map { entry in
          let isScalar = tree.kind(entry.keyNode).isScalar
          return DocumentMember(
            key: isScalar ? tree.text(entry.key) : "",
            keyPlace: .span(tree.location(entry.keyNode).span),
            value: DocumentValue(entry.value, in: tree)
          )
        }
      )
    case .reference: .other("a !reference")
    case .unknown: .other("something unknown")
    }
  }
}
