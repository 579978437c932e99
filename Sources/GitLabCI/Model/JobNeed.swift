package import YAMLSyntax

/// A job that another one needs.
package struct JobNeed {
  /// The name as written.
  package let name: String
  /// The node of the name.
  package let node: NodeID
  let origin: OriginID
  /// Whether the needing job may run without it.
  package let isOptional: Bool
  /// Whether the needing job gets its artifacts.
  package let passesArtifacts: Bool
  /// The matrix that picks some of the needed jobs.
  let matrix: NodeID?
  /// The variables of `$[[ matrix.NAME ]]` in it.
  let matrixVariables: [String]

  /// Whether the jobs of a matrix may need different jobs through it.
  package var usesMatrix: Bool { !matrixVariables.isEmpty }

  /// The jobs of the same pipeline that `needs` names.
  ///
  /// - Parameters:
  ///   - node: The value of `needs`.
  ///   - tree: The tree that holds it.
  /// - Returns: The needs, in order.
  package static func all(in node: NodeID, _ tree: NodeTree) -> [Self] {
    var needs: [Self] = []
    for item in Shapes.needs(node, in: tree)
    where !tree.isUnknown(item.value) && Shapes.needKind(item.value, in: tree) == .job {
      if let need = Self(item, tree) { needs.append(need) }
    }
    return needs
  }

  /// Whether `needs` names a job of another pipeline that passes its artifacts on.
  ///
  /// Source: GitLab 18.9, `app/models/ci/build_dependencies.rb` and its part of the Enterprise Edition.
  package static func takesForeignArtifacts(_ node: NodeID, _ tree: NodeTree) -> Bool {
    Shapes.needs(node, in: tree).contains { item in
      Shapes.needKind(item.value, in: tree) == .crossDependency && passesArtifacts(item.value, tree)
    }
  }

  private init?(_ item: Item, _ tree: borrowing NodeTree) {
    var node = item.value
    var origin = item.origin
    var isOptional = false
    var matrix: NodeID?
    if tree.kind(node) == .mapping {
      guard let entry = tree.entry(.job, in: node) else { return nil }
      isOptional = tree.present(.optional, in: node).map(tree.bool) ?? false
      matrix = tree.present(.parallel, in: node).flatMap { tree.present(.matrix, in: $0) }
      node = entry.value
      if entry.origin != .none { origin = entry.origin }
    }
    guard tree.isA(.string, node), !tree.isUnknown(node) else { return nil }
    name = tree.string(node)
    self.node = node
    self.origin = origin
    self.isOptional = isOptional
    passesArtifacts = Self.passesArtifacts(item.value, tree)
    self.matrix = matrix
    var texts = [name]
    if let matrix { Self.collect(matrix, tree, &texts) }
    matrixVariables = texts.flatMap { MatrixReference.all(in: $0).map(\.name) }
  }

  private static func passesArtifacts(_ item: NodeID, _ tree: borrowing NodeTree) -> Bool {
    guard tree.kind(item) == .mapping, let artifacts = tree.present(.artifacts, in: item),
      tree.kind(artifacts) == .bool
    else { return true }
    return tree.bool(artifacts)
  }

  private static func collect(_ node: NodeID, _ tree: NodeTree, _ texts: inout [String]) {
    switch tree.kind(node) {
    case .sequence: for item in tree.items(node) { collect(item.value, tree, &texts) }
    case .mapping: for entry in tree.entries(node) { collect(entry.value, tree, &texts) }
    case .string: texts.append(tree.string(node))
    default: break
    }
  }

  /// The names of the needed jobs when its name is that of a parallel job: nil for all of them.
  ///
  /// - Parameters:
  ///   - combination: The job of a matrix that needs them.
  ///   - tree: The tree that holds it.
  /// - Returns: The names.
  package func picked(by combination: MatrixCombination?, in tree: NodeTree) -> [String]? {
    guard let matrix else { return nil }
    let part = combination?.part(in: tree)
    return ParallelJob.all(of: name(for: part), matrix: matrix, tree) { text in
      part?.replacingVariables(in: text) ?? text
    }?.map(\.name)
  }

  /// The name with the matrix variables of the job that needs it.
  package func name(for combination: MatrixCombination?, in tree: NodeTree) -> String {
    name(for: combination?.part(in: tree))
  }

  private func name(for part: ParallelJob?) -> String {
    usesMatrix ? part?.replacingVariables(in: name) ?? name : name
  }
}
