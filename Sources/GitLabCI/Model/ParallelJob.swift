import YAMLSyntax

/// One of the jobs that a parallel job becomes.
struct ParallelJob {
  /// The most bytes that a need may have with its variables replaced: no job has such a name.
  private static let textLimit = 4_096

  var name: String
  /// The variables of its matrix.
  var variables: [String: String]

  /// The jobs that a job becomes; nil when it stays one.
  static func all(of name: String, _ parallel: NodeID, _ tree: NodeTree) -> [Self]? {
    if let count = tree.int(parallel) {
      guard (1...Shapes.parallelLimit).contains(count) else { return nil }
      return (1...count).map { Self(name: "\(name) \($0)/\(count)", variables: [:]) }
    }
    return tree.present(.matrix, in: parallel).flatMap { all(of: name, matrix: $0, tree) { $0 } }
  }

  /// The jobs of a matrix; nil when GitLab refuses it for its size.
  ///
  /// - Parameters:
  ///   - name: The job's name.
  ///   - matrix: The value of `matrix`.
  ///   - tree: The tree that holds it.
  ///   - replace: A value with the variables of another matrix replaced.
  /// - Returns: The jobs.
  static func all(
    of name: String,
    matrix: NodeID,
    _ tree: NodeTree,
    _ replace: (String) -> String
  ) -> [Self]? {
    var jobs: [Self] = []
    for item in tree.items(matrix) where !tree.entries(item.value).isEmpty {
      var rows: [[(name: String, value: String)]] = [[]]
      for entry in tree.entries(item.value) {
        let key = tree.text(entry.key)
        let values =
          tree.kind(entry.value) == .sequence
          ? tree.items(entry.value).map { tree.rubyText($0.value) } : [tree.rubyText(entry.value)]
        guard rows.count * values.count <= Shapes.parallelLimit else { return nil }
        rows = rows.flatMap { row in values.map { row + [(key, replace($0))] } }
      }
      jobs += rows.map { row in
        Self(
          name: "\(name): [\(row.map(\.value).joined(separator: ", "))]",
          variables: Dictionary(row.map { ($0.name, $0.value) }) { $1 }
        )
      }
    }
    return jobs
  }

  /// Whether parts of a `parallel` value are not known.
  static func isOpen(_ node: NodeID, _ tree: NodeTree) -> Bool {
    if tree.isUnknown(node) || tree.isOpenText(node) { return true }
    return tree.items(node).contains { isOpen($0.value, tree) }
      || tree.entries(node).contains { isOpen($0.value, tree) }
  }

  /// A text with `$[[ matrix.NAME ]]` replaced, as Ruby's `gsub` does it.
  func replacingVariables(in text: String) -> String {
    guard text.utf8.count <= Self.textLimit else { return text }
    return MatrixReference.all(in: text).reduce(text) { result, reference in
      guard let value = variables[reference.name] else { return result }
      return RubyReplacement.replacing(
        reference.text,
        in: result,
        with: value,
        limit: Self.textLimit
      ) ?? result
    }
  }
}

/// `$[[ matrix.NAME ]]` in a need.
struct MatrixReference {
  /// The text in the YAML.
  var text: String
  /// The variable's name.
  var name: String

  /// The references in a text, in order.
  static func all(in text: String) -> [Self] {
    guard text.utf8.contains(UInt8(ascii: "[")) else { return [] }
    var found: [Self] = []
    var rest = Substring(text)
    while let start = rest.firstIndex(of: "$") {
      rest = rest[start...]
      guard rest.hasPrefix("$[[") else {
        rest = rest.dropFirst()
        continue
      }
      let body = rest.dropFirst(3).drop(while: \.isWhitespace)
      let name = body.dropFirst("matrix.".count).prefix {
        $0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "_" || $0 == "-"
      }
      let end = body[name.endIndex...].drop(while: \.isWhitespace)
      guard body.hasPrefix("matrix."), !name.isEmpty, end.hasPrefix("]]") else {
        rest = rest.dropFirst()
        continue
      }
      let after = end.dropFirst(2)
      found.append(Self(text: String(rest[..<after.startIndex]), name: String(name)))
      rest = after
    }
    return found
  }
}
