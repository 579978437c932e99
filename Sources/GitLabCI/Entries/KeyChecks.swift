import YAMLSyntax

extension EntryCheck {
  /// The maximum number of keys that a message names.
  private static let namedKeys = 50

  /// The fault of a mapping's keys; other values have no keys.
  func keyFault(_ value: NodeID?, _ tree: NodeTree) -> Fault? {
    switch self {
    case .keys(let allowed):
      return Self.unknownKeys(value, tree, allowed, says: "contains unknown keys: ")
    case .invalidDataKeys(let allowed):
      return Self.unknownKeys(value, tree, allowed, says: "uses invalid data keys: ")
    case .noKeys(let refused, let says, let ignoresNull):
      return Self.refusedKeys(value, tree, refused, says, ignoresNull: ignoresNull)
    case .requiredKeys(let required): return Self.missingKeys(value, tree, required)
    case .oneOf(let keys): return Self.notExactlyOne(value, tree, keys)
    case .atMostOne(let keys): return Self.severalOf(value, tree, keys)
    default: return nil
    }
  }

  private static func entries(_ value: NodeID?, _ tree: NodeTree) -> ArraySlice<Entry> {
    // No closure: one that holds the tree retains all of its arrays.
    guard let value else { return [] }
    return tree.entries(value)
  }

  private static func unknownKeys(
    _ value: NodeID?,
    _ tree: NodeTree,
    _ allowed: KeywordSet,
    says: String
  ) -> Fault? {
    guard entries(value, tree).contains(where: { !allowed.contains($0.key) }) else { return nil }
    let unknown = entries(value, tree).filter { !allowed.contains($0.key) }
    let names = unknown.map { tree.text($0.key) }
    // The error of each key has this message.
    var list = names.prefix(namedKeys).joined(separator: ", ")
    if names.count > namedKeys { list += ", ..." }
    var fault = Fault.sentence(says + list, "")
    fault.keys = unknown
    // A misspelt key is missing under its right name.
    for (count, name) in names.enumerated() {
      if let keyword = allowed.meant(by: name, beside: count) { fault.missing.insert(keyword) }
    }
    return fault
  }

  private static func refusedKeys(
    _ value: NodeID?,
    _ tree: NodeTree,
    _ refused: KeywordSet,
    _ says: String,
    ignoresNull: Bool
  ) -> Fault? {
    let wrong = entries(value, tree).filter {
      refused.contains($0.key) && !(ignoresNull && tree.kind($0.value) == .null)
    }
    guard !wrong.isEmpty else { return nil }
    let names = wrong.map { tree.text($0.key) }.joined(separator: ", ")
    var fault = Fault.sentence("\(says): \(names)", "")
    fault.keys = wrong
    return fault
  }

  private static func missingKeys(
    _ value: NodeID?,
    _ tree: NodeTree,
    _ required: [Keyword]
  ) -> Fault? {
    let missing = required.filter { keyword in
      value.flatMap { tree.value(keyword, in: $0) } == nil
    }
    guard !missing.isEmpty else { return nil }
    let names = missing.map(\.text.description).joined(separator: ", ")
    var fault = Fault("missing required keys: \(names)", "lacks \(names)")
    for keyword in missing { fault.missing.insert(keyword) }
    return fault
  }

  private static func notExactlyOne(
    _ value: NodeID?,
    _ tree: NodeTree,
    _ keys: [Keyword]
  ) -> Fault? {
    let present = entries(value, tree).filter { entry in
      keys.contains { $0.symbol == entry.key }
    }
    guard present.count != 1 else { return nil }
    var set: KeywordSet = []
    for keyword in keys { set.insert(keyword) }
    let names = keys.map(\.text.description).joined(separator: ", ")
    let says = "must use exactly one of these keys: \(names)"
    guard present.count > 1 else {
      var fault = Fault(says, "lacks one of \(names)")
      fault.missing = set
      return fault
    }
    let found = present.map { "\"\(tree.text($0.key))\"" }.joined(separator: " and ")
    var fault = Fault(says, "has \(found), and only one of them can be used")
    fault.isAboutEntry = true
    return fault
  }

  private static func severalOf(
    _ value: NodeID?,
    _ tree: NodeTree,
    _ keys: KeywordSet
  ) -> Fault? {
    guard entries(value, tree).count(where: { keys.contains($0.key) }) > 1 else { return nil }
    let present = entries(value, tree).filter { keys.contains($0.key) }
    guard let last = present.last else { return nil }
    let names = present.map { tree.text($0.key) }
    var fault = Fault(
      "these keys cannot be used together: \(names.joined(separator: ", "))",
      "has \(names.map { "\"\($0)\"" }.joined(separator: " and ")), which exclude each other"
    )
    fault.place = Fault.Place(node: last.keyNode, origin: last.origin)
    return fault
  }
}
