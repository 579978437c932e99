/// Taking files in: read ones, and those of other trees.
extension NodeTree {
  /// Takes a file in.
  ///
  /// - Parameters:
  ///   - file: The file.
  ///   - isRead: Whether its nodes follow, for which room is made.
  /// - Returns: Its number.
  mutating func add(_ file: SourceText, isRead: Bool = true) -> FileID {
    if files.isEmpty, isRead { reserve(bytes: file.bytes.count) }
    files.append(file)
    return FileID(files.count - 1)
  }

  /// Makes room for a file at once: memory that is not written to costs nothing, and growing copies
  /// the whole content again and again.
  private mutating func reserve(bytes: Int) {
    pool.reserveCapacity(bytes)
    nodes.reserveCapacity(bytes / 8)
    entries.reserveCapacity(bytes / 12)
    items.reserveCapacity(bytes / 32)
  }

  /// Takes over everything that another tree has read, as if it had been read here.
  ///
  /// - Parameters:
  ///   - other: A tree with the same well-known keys that read one file, without errors and notices.
  ///   - loaded: That file.
  /// - Returns: The file with its numbers in this tree.
  package mutating func take(_ other: NodeTree, _ loaded: LoadedFile) -> LoadedFile {
    let start = Start(
      file: files.count,
      node: nodes.count,
      entry: UInt32(entries.count),
      item: UInt32(items.count),
      byte: UInt32(pool.count)
    )
    files += other.files
    pool += other.pool
    hasOtherKeys = hasOtherKeys || other.hasOtherKeys
    hasOpenTexts = hasOpenTexts || other.hasOpenTexts
    hasReferences = hasReferences || other.hasReferences
    nodes.reserveCapacity(nodes.count + other.nodes.count)
    for node in other.nodes { nodes.append(start.moved(node)) }
    for (id, tag) in other.tags { tags[start.moved(id)] = tag }
    let keys = (0..<UInt32(other.symbols.count)).map { number in
      let key = Symbol(rawValue: number)
      return symbols.intern(other.symbols.text(key), kind: other.symbols.kind(key))
    }
    // A step's parent is made before the step.
    var ways = [OriginID.none]
    for step in other.origins.dropFirst() {
      ways.append(
        origin(step.kind, site: start.moved(step.site), parent: ways[Int(step.parent.index)])
      )
    }
    entries.reserveCapacity(entries.count + other.entries.count)
    for entry in other.entries {
      entries.append(
        Entry(
          key: keys[Int(entry.key.rawValue)],
          keyNode: start.moved(entry.keyNode),
          value: start.moved(entry.value),
          origin: ways[Int(entry.origin.index)]
        )
      )
    }
    for item in other.items {
      items.append(
        Item(value: start.moved(item.value), origin: ways[Int(item.origin.index)])
      )
    }
    var result = LoadedFile(file: FileID(start.file + Int(loaded.file.index)))
    result.header = loaded.header.map(start.moved)
    result.content = loaded.content.map(start.moved)
    result.ignoredDocuments = loaded.ignoredDocuments
    return result
  }

  /// Where the arrays of a tree ended before another one was taken over.
  private struct Start {
    let file: Int
    let node: Int
    let entry: UInt32
    let item: UInt32
    let byte: UInt32

    func moved(_ id: NodeID) -> NodeID { NodeID(node + Int(id.index)) }

    func moved(_ node: Node) -> Node {
      var result = node
      switch node.kind {
      case .mapping: result.first += entry
      case .sequence, .reference: result.first += item
      case .unknown: break
      default: result.first += byte
      }
      result.location = Location(
        file: FileID(file + Int(node.location.file.index)),
        span: node.location.span
      )
      return result
    }
  }
}
