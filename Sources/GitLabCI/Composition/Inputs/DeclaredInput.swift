import YAMLSyntax

/// An input that a file declares.
struct DeclaredInput {
  /// The types that an input can have, in the order in which GitLab lists them.
  enum Kind: String, CaseIterable {
    case array
    case boolean
    case number
    case string
  }

  var name: String
  var keyNode: NodeID
  /// The mapping that declares it; nil for a bare name.
  var spec: NodeID?
  var kind: Kind

  /// The input of an entry of `spec:inputs`; nil when its type is none that GitLab knows.
  init?(_ entry: Entry, in tree: NodeTree) {
    name = tree.text(entry.key)
    keyNode = entry.keyNode
    kind = .string
    guard tree.kind(entry.value) != .null else { return }
    guard tree.kind(entry.value) == .mapping else { return nil }
    spec = entry.value
    guard let type = tree.value(.type, in: entry.value) else { return }
    guard tree.kind(type).isString, let known = Kind(rawValue: tree.string(type)) else {
      return nil
    }
    kind = known
  }

  /// The rules that choose its options and its default.
  func rules(in tree: NodeTree) -> NodeID? {
    spec.flatMap { tree.present(.rules, in: $0) }
  }
}
