/// Copies values of one tree into another, with the files in which they are written.
package struct ValueCopier {
  private let source: NodeTree
  /// The tree that gets the copies.
  package private(set) var tree: NodeTree
  private var files: [FileID: FileID] = [:]
  private var copies: [NodeID: NodeID] = [:]

  /// A copier.
  ///
  /// - Parameters:
  ///   - source: The tree that has the values.
  ///   - tree: The tree that gets the copies.
  package init(from source: NodeTree, to tree: NodeTree) {
    self.source = source
    self.tree = tree
  }

  /// Copies a value, and what is in it; one that is used several times is copied once.
  ///
  /// The copy loses the way of the value: the nodes on it are not copied.
  package mutating func copy(_ id: NodeID) -> NodeID {
    if let copy = copies[id] { return copy }
    let node = source[id]
    let copy: NodeID
    switch node.kind {
    case .mapping: copy = mapping(id)
    case .sequence, .reference:
      let items = source.items(id).map { Item(value: self.copy($0.value)) }
      copy = tree.makeSequence(
        items,
        kind: node.kind,
        at: location(node),
        style: node.style,
        tag: source.tag(id)
      )
    default: copy = scalar(id)
    }
    tree.finish(copy, height: node.height, size: node.size)
    copies[id] = copy
    return copy
  }

  private mutating func mapping(_ id: NodeID) -> NodeID {
    let entries = source.entries(id).map { entry in
      let keyNode = copy(entry.keyNode)
      return Entry(key: tree.symbol(ofKey: keyNode), keyNode: keyNode, value: copy(entry.value))
    }
    return tree.makeMapping(entries, at: location(source[id]), style: source[id].style)
  }

  private mutating func scalar(_ id: NodeID) -> NodeID {
    let node = source[id]
    if node.kind == .unknown { return tree.makeUnknown(at: location(node)) }
    let text = source.string(id)
    if source.isOpenText(id) { return tree.makeOpenText(text, at: location(node)) }
    return tree.makeScalar(text, kind: node.kind, style: node.style, at: location(node))
  }

  private mutating func location(_ node: Node) -> Location {
    let file = node.location.file
    let copy = files[file] ?? tree.add(source.file(file), isRead: false)
    files[file] = copy
    return Location(file: copy, span: node.location.span)
  }
}
