package import YAMLSyntax

/// A value with its provenance: where it is written, and how it came to be used here.
package struct Sourced: Hashable, Sendable {
  /// The value in the pipeline's tree.
  package let node: NodeID
  /// The way it came, as far as its own entry shows; its container may have come further.
  package let origin: OriginID

  /// A value from its node and way.
  package init(_ node: NodeID, origin: OriginID = .none) {
    self.node = node
    self.origin = origin
  }

  /// An element of a list.
  package init(_ item: Item) {
    node = item.value
    origin = item.origin
  }

  /// The value of an entry.
  package init(_ entry: Entry) {
    node = entry.value
    origin = entry.origin
  }
}

/// The name and the value of an entry whose key is a name: a job, a token, a secret, a variable.
package struct Named: Hashable, Sendable {
  /// The name, for comparing.
  package let symbol: Symbol
  /// The name as written.
  package let keyNode: NodeID
  /// The referenced name.
  package let value: Sourced

  /// The name and value of an entry.
  package init(_ entry: Entry) {
    symbol = entry.key
    keyNode = entry.keyNode
    value = Sourced(entry)
  }
}
