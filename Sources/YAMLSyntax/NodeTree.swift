/// All values of one pipeline: the nodes of every file that was read, and the mappings that
/// composing them made.
///
/// Values are numbers into arrays, so that sharing a value (an anchor, a template that five
/// hundred jobs extend) costs nothing, and so that a whole pipeline is one `Sendable` value.
package struct NodeTree: Sendable {
  /// The files that were read, in the order of reading.
  package private(set) var files: [SourceText] = []
  private var nodes: [Node] = []
  private var entries: [Entry] = []
  private var items: [Item] = []
  private var origins: [Origin]
  private var originNumbers: [Origin: OriginID] = [:]
  var pool: [UInt8] = []
  var symbols: SymbolTable
  private var tags: [NodeID: String] = [:]
  /// Whether any mapping has a key that Ruby does not take for a text.
  package internal(set) var hasOtherKeys = false
  private var hasOpenTexts = false
  /// Whether any value is written with `!reference`.
  package internal(set) var hasReferences = false

  /// An empty tree.
  ///
  /// - Parameter wellKnown: Keys whose symbols are their places in this list.
  package init(wellKnown: [StaticString] = []) {
    symbols = SymbolTable(wellKnown: wellKnown)
    let nothing = NodeID(0)
    origins = [Origin(kind: .anchor, site: nothing, parent: .none)]
  }

  /// The placeholder for a tree that was taken away to be changed; copying it costs nothing.
  package static let empty = Self()

  // MARK: Reading

  /// A node.
  package subscript(id: NodeID) -> Node {
    nodes[Int(id.index)]
  }

  /// The kind of a node's value.
  package func kind(_ id: NodeID) -> NodeKind {
    nodes[Int(id.index)].kind
  }

  /// Where a node is written.
  package func location(_ id: NodeID) -> Location {
    nodes[Int(id.index)].location
  }

  /// The node of a number, when there is one.
  package func node(_ number: Int) -> NodeID? {
    nodes.indices.contains(number) ? NodeID(number) : nil
  }

  /// The number of nodes.
  package var nodeCount: Int { nodes.count }

  /// The number of keys in all mappings.
  package var entryCount: Int { entries.count }

  /// A file.
  package func file(_ id: FileID) -> SourceText {
    files[Int(id.index)]
  }

  /// The text of a scalar, as libyaml read it; empty for collections.
  package func text(_ id: NodeID) -> ArraySlice<UInt8> {
    let node = nodes[Int(id.index)]
    guard node.kind.isScalar else { return [] }
    return pool[Int(node.first)..<Int(node.first) + Int(node.count)]
  }

  /// Whether any scalar may hold a text: a quick way to see that none does.
  package func mentions(_ text: String) -> Bool {
    ByteSearch.contains(Array(text.utf8), in: pool[...])
  }

  /// Whether any scalar may hold one of several words.
  package func mentions(_ words: WordSearch) -> Bool {
    words.finds(in: pool[...])
  }

  /// The text of a scalar: the content of a string, the written text of another scalar.
  package func string(_ id: NodeID) -> String {
    String(decoding: text(id), as: UTF8.self)
  }

  /// The text that Ruby's `to_s` gives for a scalar: numbers in decimal, null as the empty text.
  package func rubyText(_ id: NodeID) -> String {
    switch kind(id) {
    case .null: return ""
    case .bool: return bool(id) ? "true" : "false"
    case .int: return IntegerText.decimal(of: text(id))
    case .float: return FloatText.ruby(text(id))
    case .symbol: return symbolText(id)
    default: return string(id)
    }
  }

  /// The value of a boolean: `yes`, `true` and `on` in any case are true.
  package func bool(_ id: NodeID) -> Bool {
    let text = text(id)
    guard let first = text.first else { return false }
    let second = text.dropFirst().first ?? 0
    switch first | 0x20 {
    case UInt8(ascii: "y"), UInt8(ascii: "t"): return true
    case UInt8(ascii: "o"): return second | 0x20 == UInt8(ascii: "n")
    default: return false
    }
  }

  /// The value of an integer, when it fits.
  package func int(_ id: NodeID) -> Int? {
    kind(id) == .int ? Int(IntegerText.decimal(of: text(id))) : nil
  }

  /// The tag that a node was written with, when it has one that means something.
  package func tag(_ id: NodeID) -> String? {
    tags[id]
  }

  /// The entries of a mapping, in order; empty for other nodes.
  package func entries(_ id: NodeID) -> ArraySlice<Entry> {
    let node = nodes[Int(id.index)]
    guard node.kind == .mapping else { return [] }
    return entries[Int(node.first)..<Int(node.first) + Int(node.count)]
  }

  /// The elements of a sequence or of a `!reference`; empty for other nodes.
  package func items(_ id: NodeID) -> ArraySlice<Item> {
    let node = nodes[Int(id.index)]
    guard node.kind == .sequence || node.kind == .reference else { return [] }
    return items[Int(node.first)..<Int(node.first) + Int(node.count)]
  }

  /// The elements of a list, nested lists spliced in; empty for any other value.
  package func flattened(_ list: NodeID) -> ArraySlice<Item> {
    let items = items(list)
    guard items.contains(where: { kind($0.value) == .sequence }) else { return items }
    return items.flatMap { kind($0.value) == .sequence ? flattened($0.value) : [$0] }[...]
  }

  /// The entry of a mapping that has a key.
  package func entry(_ key: Symbol, in id: NodeID) -> Entry? {
    let node = nodes[Int(id.index)]
    guard node.kind == .mapping else { return nil }
    var index = Int(node.first)
    let end = index + Int(node.count)
    while index < end {
      if entries[index].key == key { return entries[index] }
      index += 1
    }
    return nil
  }

  /// The value of a mapping's key.
  package func value(_ key: Symbol, in id: NodeID) -> NodeID? {
    entry(key, in: id)?.value
  }

  /// The symbol of a string key, when some mapping may have it.
  package func symbol(_ text: String) -> Symbol? {
    symbols.find(Array(text.utf8)[...])
  }

  /// The symbol of the string key that a scalar names, when some mapping may have it.
  package func symbol(named scalar: NodeID) -> Symbol? {
    symbols.find(text(scalar))
  }

  /// The text of a key.
  package func text(_ symbol: Symbol) -> String {
    String(decoding: symbols.text(symbol), as: UTF8.self)
  }

  /// The bytes of a key's text.
  package func bytes(_ symbol: Symbol) -> ArraySlice<UInt8> {
    symbols.text(symbol)
  }

  /// The kind of a key: `.string` for nearly all of them.
  package func kind(_ symbol: Symbol) -> NodeKind {
    symbols.kind(symbol)
  }

  /// The number of different keys; their symbols are numbered from 0.
  package var symbolCount: Int { symbols.count }

  /// The last step of the way that an origin represents, or nil for `.none`.
  package func origin(_ id: OriginID) -> Origin? {
    id == .none ? nil : origins[Int(id.index)]
  }

  /// All steps of the way, the last one first.
  package func steps(_ id: OriginID) -> [Origin] {
    var steps: [Origin] = []
    var next = id
    while let origin = origin(next) {
      steps.append(origin)
      next = origin.parent
    }
    return steps
  }

  // MARK: Making

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

  /// Whether parts of a text are known only in a run.
  package func isOpenText(_ id: NodeID) -> Bool {
    hasOpenTexts && tags[id] == Self.openTextTag
  }

  private static let openTextTag = "$"

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

  private func symbolText(_ id: NodeID) -> String {
    var text = text(id).dropFirst()
    if text.count >= 2, let quote = text.first, text.last == quote,
      quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
    {
      text = text.dropFirst().dropLast()
    }
    return String(decoding: text, as: UTF8.self)
  }
}

// MARK: Files of other trees

extension NodeTree {
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
