import YAMLSyntax

/// ActiveSupport's `deep_merge` over the tree: mappings are merged at any depth, everything else
/// is replaced, an explicit null included.
struct DeepMerge {
  /// Above this many entries a mapping is searched through a table.
  private static let tableThreshold = 16

  /// The entries of `under` with those of `over` merged onto them.
  ///
  /// Below the top level, what came from `under` gets the last step of its way: an entry of a
  /// template's `secrets` came through the same `extends` as the whole mapping.
  static func entries(
    _ under: some Collection<Entry>,
    under over: some Collection<Entry>,
    in tree: inout NodeTree
  ) -> [Entry] {
    var result = Array(under)
    result.reserveCapacity(under.count + over.count)
    let underCount = result.count
    var table: [Symbol: Int] = [:]
    if underCount > tableThreshold {
      table.reserveCapacity(underCount)
      for index in 0..<underCount { table[result[index].key] = index }
    }
    for entry in over {
      let place =
        underCount > tableThreshold
        ? table[entry.key] : result[..<underCount].firstIndex { $0.key == entry.key }
      if let place {
        result[place] = merged(result[place], entry, in: &tree)
      } else {
        result.append(entry)
      }
    }
    return result
  }

  private static func merged(_ under: Entry, _ over: Entry, in tree: inout NodeTree) -> Entry {
    guard tree.kind(under.value) == .mapping, tree.kind(over.value) == .mapping,
      under.value != over.value
    else { return over }
    let step = Step(origin: under.origin)
    let marked = tree.entries(under.value).map { step.mark($0, in: &tree) }
    let entries = entries(marked, under: Array(tree.entries(over.value)), in: &tree)
    var result = over
    result.value = tree.makeMapping(entries, at: tree.location(over.value))
    return result
  }

  /// A step that brought a mapping's entries to where they are merged.
  struct Step {
    /// A way that already ends in the step, for entries that are written where they are used.
    var origin: OriginID

    /// An entry that came this way.
    func mark(_ entry: Entry, in tree: inout NodeTree) -> Entry {
      guard let last = tree.origin(origin) else { return entry }
      var entry = entry
      entry.origin =
        entry.origin == .none
        ? origin : tree.origin(last.kind, site: last.site, parent: entry.origin)
      return entry
    }
  }
}
