import TextFormats
import YAMLSyntax

/// Replaces `!reference` tags by values, after includes and `extends`.
///
/// Source: GitLab 18.9, `lib/gitlab/ci/config/yaml/tags`: the path is looked up in the
/// configuration before any reference is resolved; only the elements themselves of a list that a
/// reference names are resolved, but everything in a mapping.
struct ReferenceResolver {
  /// Calls within each other; a chain that is longer overflows Ruby's stack.
  private static let depthLimit = 2_000
  /// Values that one reference may stand for, nested ones included.
  private static let weightLimit = 100_000

  private(set) var tree: NodeTree
  private(set) var problems: [CompositionProblem] = []
  private let root: NodeID
  private let isOpen: Bool
  private let incompleteJobs: Set<Symbol>
  private var resolved: [NodeID: NodeID] = [:]
  /// The expansions of references to sequences: thousands may name the same one.
  private var contents: [NodeID: NodeID] = [:]
  private var weights: [NodeID: Int] = [:]
  private var open: Set<NodeID> = []
  private var depth = 0
  private var job: Symbol?

  /// - Parameters:
  ///   - root: The top level, with every `extends` merged.
  ///   - tree: The tree that holds it.
  ///   - isOpen: Whether keys of the top level may come from what was not read.
  ///   - incompleteJobs: Jobs that are not completely known.
  init(root: NodeID, tree: NodeTree, isOpen: Bool, incompleteJobs: Set<Symbol>) {
    self.root = root
    self.tree = tree
    self.isOpen = isOpen
    self.incompleteJobs = incompleteJobs
  }

  /// The top level without references.
  mutating func resolve() -> NodeID {
    let entries = Array(tree.entries(root)).map { entry in
      job = entry.key
      return self.entry(entry)
    }
    return tree.makeMapping(entries, at: tree.location(root))
  }

  // MARK: Values

  private mutating func entry(_ entry: Entry) -> Entry {
    var result = entry
    result.value = value(entry.value)
    if tree.kind(entry.value) == .reference {
      let step = tree.origin(.reference, site: entry.value)
      result.origin = tree.origin(step, then: entry.origin)
    }
    return result
  }

  private mutating func item(_ item: Item) -> Item {
    let entry = entry(
      Entry(key: Keyword.default.symbol, keyNode: root, value: item.value, origin: item.origin)
    )
    return Item(value: entry.value, origin: entry.origin)
  }

  /// A value with everything in it resolved.
  private mutating func value(_ node: NodeID) -> NodeID {
    if let known = resolved[node] { return known }
    let kind = tree.kind(node)
    guard kind == .mapping || kind == .sequence || kind == .reference else { return node }
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.depthLimit else {
      report("the references nest too deep", gitLab: "stack level too deep", at: node)
      return tree.makeUnknown(at: tree.location(node))
    }
    let result: NodeID
    switch kind {
    case .mapping: result = mapping(node)
    case .sequence: result = sequence(node)
    default: result = reference(node)
    }
    resolved[node] = result
    return result
  }

  private mutating func mapping(_ node: NodeID) -> NodeID {
    let old = Array(tree.entries(node))
    let new = old.map { entry($0) }
    weigh(node, new.map(\.value))
    guard zip(old, new).contains(where: { $0.value != $1.value }) else { return node }
    let result = tree.makeMapping(new, at: tree.location(node), style: tree[node].style)
    weights[result] = weights[node]
    return result
  }

  private mutating func sequence(_ node: NodeID) -> NodeID {
    let old = Array(tree.items(node))
    return sequence(node, old, old.map { item($0) })
  }

  private mutating func sequence(_ node: NodeID, _ old: [Item], _ new: [Item]) -> NodeID {
    weigh(node, new.map(\.value))
    guard zip(old, new).contains(where: { $0.value != $1.value }) else { return node }
    let result = tree.makeSequence(new, at: tree.location(node), style: tree[node].style)
    weights[result] = weights[node]
    return result
  }

  /// Counts what a collection holds, what it holds through references included.
  private mutating func weigh(_ node: NodeID, _ children: [NodeID]) {
    weights[node] = children.reduce(1) { min($0 + (weights[$1] ?? 1), Self.weightLimit + 1) }
  }

  // MARK: References

  private mutating func reference(_ node: NodeID) -> NodeID {
    let unknown = tree.makeUnknown(at: tree.location(node))
    guard let path = path(node) else {
      let shown = tree.inspect(node)
      report(
        "!reference takes a list of strings: a job or other top-level key, then keys in it",
        gitLab: "!reference \(shown) is not valid",
        at: node
      )
      return unknown
    }
    guard open.insert(node).inserted else {
      report(
        "the reference leads back to itself",
        gitLab: "!reference \(tree.inspect(node)) is part of a circular chain",
        at: node
      )
      return unknown
    }
    defer { open.remove(node) }
    switch find(path) {
    case .unknown: return unknown
    case .missing(let words):
      report(
        words,
        gitLab: "!reference \(tree.inspect(node)) could not be found",
        at: node
      )
      return unknown
    case .found(let target):
      let result = content(target)
      guard weights[result] ?? 1 <= Self.weightLimit else {
        report(
          "the reference expands to more than \(Self.weightLimit) values",
          gitLab: "stack level too deep",
          at: node
        )
        return unknown
      }
      return result
    }
  }

  /// The expansion of a reference to a value.
  private mutating func content(_ target: NodeID) -> NodeID {
    guard tree.kind(target) == .sequence else { return value(target) }
    if let known = contents[target] { return known }
    let old = Array(tree.items(target))
    let new = old.map { tree.kind($0.value) == .reference ? item($0) : $0 }
    let result = sequence(target, old, new)
    contents[target] = result
    return result
  }

  private func path(_ node: NodeID) -> [NodeID]? {
    let items = tree.items(node).map(\.value)
    guard tree.tag(node) == nil, !items.isEmpty,
      items.allSatisfy({ tree.kind($0).isString })
    else { return nil }
    return items
  }

  private enum Target {
    case found(NodeID)
    case missing(String)
    case unknown
  }

  private func find(_ path: [NodeID]) -> Target {
    var node = root
    for (index, item) in path.enumerated() {
      let name = tree.string(item)
      switch tree.kind(node) {
      case .mapping: break
      case .unknown: return .unknown
      default: return .missing("\"\(tree.string(path[index - 1]))\" holds no keys")
      }
      guard let symbol = tree.symbol(name), let value = tree.value(symbol, in: node) else {
        if isOpen || index > 0 && isIncomplete(path[0]) {
          return .unknown
        }
        return .missing(missing(name, path, index, node))
      }
      node = value
    }
    switch tree.kind(node) {
    case .unknown: return .unknown
    case .null: return .missing("the value that the reference names is null")
    case .bool where !tree.bool(node):
      return .missing("GitLab treats a reference to false as missing")
    default: return .found(node)
    }
  }

  private func isIncomplete(_ name: NodeID) -> Bool {
    tree.symbol(tree.string(name)).map(incompleteJobs.contains) ?? false
  }

  private func missing(_ name: String, _ path: [NodeID], _ index: Int, _ node: NodeID) -> String {
    let hint = Spelling.suggestion(
      for: name,
      among: tree.entries(node).map { tree.text($0.key) },
      beside: problems.count
    )
    if index == 0 { return "nothing at the top level is called \"\(name)\"\(hint)" }
    return "\"\(tree.string(path[index - 1]))\" has no key \"\(name)\"\(hint)"
  }

  private mutating func report(_ message: String, gitLab: String, at node: NodeID) {
    problems.append(
      CompositionProblem(.reference, message, gitLab: gitLab, at: node, job: job)
    )
  }
}
