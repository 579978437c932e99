/// All values of one pipeline: the nodes of every file that was read, and the mappings that
/// composing them made.
///
/// Values are numbers into arrays, so that sharing a value (an anchor, a template that five
/// hundred jobs extend) costs nothing, and so that a whole pipeline is one `Sendable` value.
package struct NodeTree: Sendable {
  /// The files that were read, in the order of reading.
  package internal(set) var files: [SourceText] = []
  var nodes: [Node] = []
  var entries: [Entry] = []
  var items: [Item] = []
  var origins: [Origin]
  var originNumbers: [Origin: OriginID] = [:]
  var pool: [UInt8] = []
  var symbols: SymbolTable
  var tags: [NodeID: String] = [:]
  /// Whether any mapping has a key that Ruby does not take for a text.
  package internal(set) var hasOtherKeys = false
  var hasOpenTexts = false
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

  /// Whether parts of a text are known only in a run.
  package func isOpenText(_ id: NodeID) -> Bool {
    hasOpenTexts && tags[id] == Self.openTextTag
  }

  /// The tag of such a text.
  static let openTextTag = "$"

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
