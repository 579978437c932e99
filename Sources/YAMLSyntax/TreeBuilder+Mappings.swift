/// Mappings: duplicate keys, and merge keys as Psych merges them.
extension TreeBuilder {
  /// The mapping of the children in a range: keys and values in turn.
  mutating func mapping(
    _ own: Range<Int>,
    at location: Location,
    _ collection: Open,
    _ tree: inout NodeTree
  ) -> NodeID {
    entries.removeAll(keepingCapacity: true)
    keys.beginMapping()
    for index in stride(from: own.lowerBound, to: own.upperBound - 1, by: 2) {
      let key = children[index].value
      let value = children[index + 1]
      if isMergeKey(key, tree), merge(value, key: key, &tree) { continue }
      let entry = Entry(
        key: tree.symbol(ofKey: key),
        keyNode: key,
        value: value.value,
        origin: value.origin
      )
      if let place = keys.place(of: entry.key) {
        if entries[place].origin == .none || tree.origin(entries[place].origin)?.kind != .mergeKey {
          notices.append(.duplicateKey(first: entries[place].keyNode, second: key))
        }
        entries[place] = entry
      } else {
        keys.remember(entry.key, at: entries.count)
        entries.append(entry)
      }
    }
    return tree.makeMapping(entries, at: location, style: collection.style)
  }

  /// Whether a key is `<<`, and has no tag that makes it another text.
  func isMergeKey(_ key: NodeID, _ tree: NodeTree) -> Bool {
    tree[key].count == 2 && tree.kind(key) == .string && tree.text(key).elementsEqual("<<".utf8)
      && PsychTag.allowsMerge(tree.tag(key))
  }

  /// Copies a merge key's entries in, over what is already there: Psych merges in place.
  ///
  /// - Returns: Whether the value can be merged; else `<<` stays an ordinary key.
  private mutating func merge(_ value: Child, key: NodeID, _ tree: inout NodeTree) -> Bool {
    var sources: [Child] = []
    switch tree.kind(value.value) {
    case .mapping: sources = [value]
    // A list must be written where it is used.
    case .sequence where value.origin == .none:
      let items = tree.items(value.value)
      guard items.allSatisfy({ tree.kind($0.value) == .mapping }) else { return false }
      // Earlier members win, so they are merged last.
      sources = items.reversed().map { Child(value: $0.value, origin: $0.origin) }
    default: return false
    }
    // Text that will be refused need not be copied thousands of times.
    guard pendingSize <= Self.sizeLimit else { return true }
    var overwritten: [Entry] = []
    for source in sources {
      let step = tree.origin(.mergeKey, site: tree.origin(source.origin)?.site ?? key)
      for entry in tree.entries(source.value) {
        var merged = entry
        merged.origin =
          entry.origin == .none ? step : tree.prepend(step, to: entry.origin)
        if let place = keys.place(of: entry.key) {
          if entries[place].origin == .none
            || tree.origin(entries[place].origin)?.kind == .anchor
          {
            overwritten.append(entries[place])
          }
          entries[place] = merged
        } else {
          keys.remember(entry.key, at: entries.count)
          entries.append(merged)
        }
      }
    }
    if !overwritten.isEmpty { notices.append(.lateMergeKey(key, overwritten: overwritten)) }
    return true
  }
}

extension NodeTree {
  /// A value's way with one more step before it: the way of `origin`, then `step`.
  fileprivate mutating func prepend(_ step: OriginID, to origin: OriginID) -> OriginID {
    guard let last = self.origin(step) else { return origin }
    return self.origin(last.kind, site: last.site, parent: origin)
  }
}

/// Where the keys of one mapping are: finds duplicates without a hash table for each.
struct KeyPlaces {
  /// For each symbol the last mapping that has it, by its number, and the place there.
  private var places: [(mapping: UInt32, place: UInt32)] = []
  private var mapping: UInt32 = 0

  /// Begins the next mapping, which has no key yet.
  mutating func beginMapping() {
    mapping += 1
  }

  /// The place of a key in the mapping; nil when it does not have it.
  func place(of key: Symbol) -> Int? {
    let index = Int(key.rawValue)
    guard index < places.count, places[index].mapping == mapping else { return nil }
    return Int(places[index].place)
  }

  /// Remembers the place of a key in the mapping.
  mutating func remember(_ key: Symbol, at place: Int) {
    let index = Int(key.rawValue)
    if index >= places.count {
      places.append(
        contentsOf: repeatElement((mapping: 0, place: 0), count: index + 64 - places.count)
      )
    }
    places[index] = (mapping, UInt32(place))
  }
}
