/// Making values, keys and the steps on which values came.
extension NodeTree {
  /// Makes the symbol of a key; what is not a text is a key of its own kind, by the text that Ruby
  /// prints for it.
  package mutating func symbol(ofKey key: NodeID) -> Symbol {
    let kind = kind(key)
    switch kind {
    case .string, .date, .time: return symbols.intern(text(key), kind: .string)
    case .symbol: return intern(rubyText(key))
    default:
      hasOtherKeys = true
      let text = printed(key, symbolKeys: false)
      return symbols.intern(Array(text.utf8)[...], kind: kind)
    }
  }

  /// Makes the symbol of a string key.
  package mutating func intern(_ text: String) -> Symbol {
    symbols.intern(Array(text.utf8)[...], kind: .string)
  }

  mutating func add(_ node: Node, tag: String? = nil) -> NodeID {
    nodes.append(node)
    let id = NodeID(nodes.count - 1)
    if let tag { tags[id] = tag }
    return id
  }

  /// Makes a scalar of a text that is not in any file, such as one half of a short form.
  package mutating func makeScalar(
    _ text: String,
    kind: NodeKind = .string,
    style: NodeStyle = .plain,
    at location: Location
  ) -> NodeID {
    let first = pool.count
    pool.append(contentsOf: text.utf8)
    return add(
      Node(
        kind: kind,
        style: style,
        first: UInt32(first),
        count: UInt32(pool.count - first),
        location: location
      )
    )
  }

  /// Makes a text in which variables may still be replaced that are known only in a run.
  package mutating func makeOpenText(_ text: String, at location: Location) -> NodeID {
    let id = makeScalar(text, at: location)
    tags[id] = Self.openTextTag
    hasOpenTexts = true
    return id
  }

  /// Makes a mapping of entries, at the place of another value.
  package mutating func makeMapping(
    _ newEntries: some Collection<Entry>,
    at location: Location,
    style: NodeStyle = .block
  ) -> NodeID {
    let first = entries.count
    entries.append(contentsOf: newEntries)
    return add(
      Node(
        kind: .mapping,
        style: style,
        first: UInt32(first),
        count: UInt32(newEntries.count),
        location: location
      )
    )
  }

  /// Makes a sequence of elements, at the place of another value.
  package mutating func makeSequence(
    _ newItems: some Collection<Item>,
    kind: NodeKind = .sequence,
    at location: Location,
    style: NodeStyle = .block,
    tag: String? = nil
  ) -> NodeID {
    if kind == .reference { hasReferences = true }
    let first = items.count
    items.append(contentsOf: newItems)
    return add(
      Node(
        kind: kind,
        style: style,
        first: UInt32(first),
        count: UInt32(newItems.count),
        location: location
      ),
      tag: tag
    )
  }

  /// Makes a value that is known to exist but not what it is.
  package mutating func makeUnknown(at location: Location) -> NodeID {
    add(Node(kind: .unknown, style: .plain, first: 0, count: 0, location: location))
  }

  /// Sets what a finished collection needs.
  mutating func finish(_ id: NodeID, height: UInt8, size: UInt32) {
    nodes[Int(id.index)].height = height
    nodes[Int(id.index)].size = size
  }

  /// One more step on the way of a value.
  package mutating func origin(
    _ kind: OriginKind,
    site: NodeID,
    parent: OriginID = .none
  ) -> OriginID {
    let origin = Origin(kind: kind, site: site, parent: parent)
    if let known = originNumbers[origin] { return known }
    let id = OriginID(index: UInt32(origins.count))
    origins.append(origin)
    originNumbers[origin] = id
    return id
  }

  /// A way that continues: the steps of one way, then those of another.
  package mutating func origin(_ first: OriginID, then later: OriginID) -> OriginID {
    steps(later).reversed().reduce(first) { way, step in
      origin(step.kind, site: step.site, parent: way)
    }
  }
}
