import YAMLSyntax

extension ChildConfiguration {
  /// The configuration of a child pipeline.
  ///
  /// - Parameters:
  ///   - child: The child pipeline.
  ///   - parent: The pipeline that starts it.
  package init(of child: ChildPipeline, in parent: Pipeline) {
    var copier = ValueCopier(from: parent.tree, to: .forPipelines())
    let include = copier.copy(child.node)
    var tree = copier.tree
    let location = tree.location(include)
    let entry = Entry(
      key: Keyword.include.symbol,
      keyNode: tree.makeScalar("include", at: location),
      value: include
    )
    content = tree.makeMapping([entry], at: location)
    self.tree = tree
  }
}
