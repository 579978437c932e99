import YAMLSyntax

/// The order of keys after GitLab has copied the configuration: ActiveSupport's `deep_dup` moves
/// keys that are neither strings nor symbols after the others.
///
/// For ID tokens the order decides which of them serves a secret that names none.
struct KeyOrder {
  private(set) var tree: NodeTree
  private var known: [NodeID: NodeID] = [:]

  init(tree: NodeTree) {
    self.tree = tree
  }

  /// A value with the keys of all mappings in it in that order.
  mutating func ordered(_ node: NodeID) -> NodeID {
    if let known = known[node] { return known }
    let result: NodeID
    switch tree.kind(node) {
    case .mapping: result = mapping(node)
    case .sequence: result = sequence(node)
    default: return node
    }
    known[node] = result
    return result
  }

  private mutating func mapping(_ node: NodeID) -> NodeID {
    let old = Array(tree.entries(node))
    let new = old.map { entry in
      var entry = entry
      entry.value = ordered(entry.value)
      return entry
    }
    let texts = new.filter { tree.kind($0.key) == .string }
    let others = new.filter { tree.kind($0.key) != .string }
    for entry in others { _ = tree.intern(tree.text(entry.key)) }
    let isSame = zip(old, texts + others).allSatisfy { $0.key == $1.key && $0.value == $1.value }
    if isSame { return node }
    return tree.makeMapping(texts + others, at: tree.location(node), style: tree[node].style)
  }

  private mutating func sequence(_ node: NodeID) -> NodeID {
    let old = Array(tree.items(node))
    let new = old.map { Item(value: ordered($0.value), origin: $0.origin) }
    if zip(old, new).allSatisfy({ $0.value == $1.value }) { return node }
    return tree.makeSequence(new, at: tree.location(node), style: tree[node].style)
  }
}
