/// Something in a file that YAML or Psych handles otherwise than it looks.
package enum DocumentNotice: Sendable {
  /// An unquoted date or time, or a tag for which Psych would need a class that GitLab does
  /// not permit; `className` is the class that Psych names.
  case forbiddenType(NodeID, className: String)
  /// A key that stands twice in one mapping; the second replaces the first.
  case duplicateKey(first: NodeID, second: NodeID)
  /// A merge key behind keys that it overwrites.
  case lateMergeKey(NodeID, overwritten: [Entry])
}

/// Why a file has no value.
package enum DocumentError: Error, Sendable {
  /// libyaml refuses the text.
  case syntax(YAMLSyntaxError)
  /// An alias names no anchor before it.
  case unknownAlias(name: String, TextSpan)
  /// The value is deeper or larger than GitLab allows; `reason` says which.
  case tooBig(TextSpan, reason: String)
}

/// Turns libyaml's events into nodes, with Psych's types, aliases and merge keys.
struct TreeBuilder {
  /// GitLab's default limits (`max_yaml_depth`, `max_yaml_size_bytes`).
  static let depthLimit = 100
  static let sizeLimit: UInt32 = 2_097_152
  /// GitLab's own tag.
  private static let referenceTag = "!reference"

  private struct Open {
    var isMapping: Bool
    var span: TextSpan
    var style: NodeStyle
    var properties: YAMLEvent.Properties?
    /// Where its children begin in `children`.
    var firstChild: Int
  }

  private struct Child {
    var value: NodeID
    var origin: OriginID = .none
  }

  private let file: FileID
  private var open: [Open] = []
  private var children: [Child] = []
  /// The sizes of all children together: the whole is at least as large.
  private var pendingSize = 0
  private var anchors: [String: NodeID] = [:]
  private var openAnchors: Set<String> = []
  /// For each symbol the mapping that last had it and the place there: finds duplicates
  /// without a hash table a mapping.
  private var lastSeen: [(stamp: UInt32, index: UInt32)] = []
  private var stamp: UInt32 = 0
  private var scratch: [Entry] = []
  private(set) var notices: [DocumentNotice] = []

  init(file: FileID) {
    self.file = file
  }

  /// The value of the first document in a part of the file; nil when there is none.
  ///
  /// - Returns: The value, and the start of a second document, which Psych never reads.
  mutating func read(
    _ range: Range<Int>,
    into tree: inout NodeTree
  ) throws(DocumentError) -> (root: NodeID?, ignored: TextPosition?) {
    var parser = LibYAMLParser(tree.file(file), range: range)
    while true {
      let event = try nextEvent(&parser, &tree)
      switch event.kind {
      case .streamStart, .documentStart: continue
      case .streamEnd: return (nil, nil)
      case .documentEnd:
        return (children.first?.value, secondDocument(&parser, &tree))
      case .scalar: add(scalar(event, &tree), tree)
      case .alias: add(try alias(event, &tree), tree)
      case .mappingStart: try begin(event, isMapping: true)
      case .sequenceStart: try begin(event, isMapping: false)
      case .mappingEnd, .sequenceEnd: try end(event, &tree)
      }
    }
  }

  /// Where a second document begins that says something; a mistake in it is no matter.
  private func secondDocument(
    _ parser: inout LibYAMLParser,
    _ tree: inout NodeTree
  ) -> TextPosition? {
    guard let start = try? nextEvent(&parser, &tree), start.kind == .documentStart,
      let content = try? nextEvent(&parser, &tree),
      content.kind != .scalar || !content.text.isEmpty
    else { return nil }
    return start.span.start
  }

  private func nextEvent(
    _ parser: inout LibYAMLParser,
    _ tree: inout NodeTree
  ) throws(DocumentError) -> YAMLEvent {
    do {
      return try parser.next(appendingTextTo: &tree.pool)
    } catch {
      throw .syntax(error)
    }
  }

  // MARK: Scalars and aliases

  private mutating func scalar(_ event: YAMLEvent, _ tree: inout NodeTree) -> Child {
    // Nearly all scalars have neither tag nor anchor.
    let properties = event.properties
    let text = tree.pool[event.text]
    var kind = event.style == .plain ? PlainScalar.kind(of: text) : .string
    if let tag = properties?.tag { kind = Self.kind(of: text, style: event.style, tag: tag) }
    let length = event.text.count
    let id = tree.add(
      Node(
        kind: kind,
        style: event.style,
        height: 0,
        first: UInt32(event.text.lowerBound),
        count: UInt32(length),
        size: kind.isString ? UInt32(clamping: max(40, length)) : 0,
        location: Location(file: file, span: event.span)
      ),
      tag: properties?.tag
    )
    switch kind {
    case .date: notices.append(.forbiddenType(id, className: "Date"))
    case .time: notices.append(.forbiddenType(id, className: "Time"))
    default: if let properties { noteForbiddenClass(of: id, properties) }
    }
    guard let properties else { return Child(value: id) }
    let value = properties.tag == Self.referenceTag ? malformedReference(id, &tree) : id
    if let anchor = properties.anchor { anchors[anchor] = value }
    return Child(value: value)
  }

  private mutating func noteForbiddenClass(of id: NodeID, _ properties: YAMLEvent.Properties) {
    if let name = properties.tag.flatMap(Self.forbiddenClass) {
      notices.append(.forbiddenType(id, className: name))
    }
  }

  /// A reference that is not written as a list: it keeps what it was given and its tag, by which
  /// it is told from a list of one.
  private func malformedReference(_ given: NodeID, _ tree: inout NodeTree) -> NodeID {
    tree.makeSequence(
      [Item(value: given)],
      kind: .reference,
      at: tree.location(given),
      tag: Self.referenceTag
    )
  }

  private static func kind(
    of text: ArraySlice<UInt8>,
    style: NodeStyle,
    tag: String
  ) -> NodeKind {
    switch tag {
    case "!", "!binary", "!str", "tag:yaml.org,2002:binary", "tag:yaml.org,2002:str":
      return .string
    case "!float", "tag:yaml.org,2002:float": return .float
    default: return style == .plain ? PlainScalar.kind(of: text) : .string
    }
  }

  /// The class that a tag makes Psych look for, when GitLab does not permit it.
  private static func forbiddenClass(_ tag: String) -> String? {
    if tag == "tag:yaml.org,2002:set" || tag == "!set" { return "Psych::Set" }
    guard tag.hasPrefix("!ruby/") else { return nil }
    let rest = tag.dropFirst("!ruby/".count)
    if rest.hasPrefix("sym") || rest.hasPrefix("string") && !rest.contains(":") { return nil }
    if let colon = rest.firstIndex(of: ":") { return String(rest[rest.index(after: colon)...]) }
    return rest.prefix(1).uppercased() + rest.dropFirst()
  }

  private mutating func alias(
    _ event: YAMLEvent,
    _ tree: inout NodeTree
  ) throws(DocumentError) -> Child {
    let name = event.properties?.anchor ?? ""
    if openAnchors.contains(name) {
      throw .tooBig(event.span, reason: "*\(name) stands inside &\(name) and never ends")
    }
    guard let target = anchors[name] else { throw .unknownAlias(name: name, event.span) }
    // The alias itself becomes a node of its own, so that it can be pointed at.
    let site = tree.add(
      Node(
        kind: .unknown,
        style: .plain,
        first: 0,
        count: 0,
        location: Location(file: file, span: event.span)
      )
    )
    return Child(value: target, origin: tree.origin(.anchor, site: site))
  }

  private mutating func add(_ child: Child, _ tree: borrowing NodeTree) {
    children.append(child)
    pendingSize += Int(tree[child.value].size)
  }

  // MARK: Collections

  private mutating func begin(
    _ event: YAMLEvent,
    isMapping: Bool
  ) throws(DocumentError) {
    if open.count >= Self.depthLimit {
      throw .tooBig(event.span, reason: "more than \(Self.depthLimit) levels deep")
    }
    if let anchor = event.properties?.anchor { openAnchors.insert(anchor) }
    open.append(
      Open(
        isMapping: isMapping,
        span: event.span,
        style: event.style,
        properties: event.properties,
        firstChild: children.count
      )
    )
  }

  private mutating func end(_ event: YAMLEvent, _ tree: inout NodeTree) throws(DocumentError) {
    guard let collection = open.popLast() else { return }
    let own = collection.firstChild..<children.count
    var height: UInt8 = 0
    var size: UInt32 = 40
    for index in own {
      let node = tree[children[index].value]
      height = max(height, node.height)
      pendingSize -= Int(node.size)
      size = size.saturatingAdd(node.size).saturatingAdd(collection.isMapping ? 12 : 8)
    }
    let span = TextSpan(
      start: collection.span.start,
      end: contentEnd(of: collection, own, event, tree)
    )
    let location = Location(file: file, span: span)
    if Int(height) >= Self.depthLimit {
      throw .tooBig(span, reason: "more than \(Self.depthLimit) levels deep through its aliases")
    }
    if size > Self.sizeLimit {
      throw .tooBig(span, reason: "more than 2 MiB in memory, its aliases written out")
    }
    let id =
      collection.isMapping
      ? mapping(own, at: location, collection, &tree)
      : sequence(own, at: location, collection, &tree)
    children.removeSubrange(own)
    tree.finish(id, height: height + 1, size: size)
    guard let properties = collection.properties else {
      add(Child(value: id), tree)
      return
    }
    let isMalformed = collection.isMapping && properties.tag == Self.referenceTag
    let value = isMalformed ? malformedReference(id, &tree) : id
    noteForbiddenClass(of: id, properties)
    if let anchor = properties.anchor {
      anchors[anchor] = value
      openAnchors.remove(anchor)
    }
    add(Child(value: value), tree)
  }

  /// Where a collection's text ends: libyaml ends a block collection only where the next thing
  /// begins, behind blank lines and comments.
  private func contentEnd(
    of collection: Open,
    _ own: Range<Int>,
    _ event: YAMLEvent,
    _ tree: NodeTree
  ) -> TextPosition {
    guard collection.style == .block else { return event.span.end }
    guard let last = own.last.map({ children[$0] }) else { return collection.span.end }
    if let site = tree.origin(last.origin)?.site { return tree.location(site).span.end }
    return max(collection.span.end, tree.location(last.value).span.end)
  }

  private func sequence(
    _ own: Range<Int>,
    at location: Location,
    _ collection: Open,
    _ tree: inout NodeTree
  ) -> NodeID {
    tree.makeSequence(
      own.lazy.map { [children] in Item(value: children[$0].value, origin: children[$0].origin) },
      kind: collection.properties?.tag == Self.referenceTag ? .reference : .sequence,
      at: location,
      style: collection.style
    )
  }

  private mutating func mapping(
    _ own: Range<Int>,
    at location: Location,
    _ collection: Open,
    _ tree: inout NodeTree
  ) -> NodeID {
    scratch.removeAll(keepingCapacity: true)
    stamp += 1
    for index in stride(from: own.lowerBound, to: own.upperBound - 1, by: 2) {
      let key = children[index].value
      let value = children[index + 1]
      if isMergeKey(key, tree), merge(value, key: key, &tree) { continue }
      let entry = Entry(
        key: symbol(ofKey: key, &tree),
        keyNode: key,
        value: value.value,
        origin: value.origin
      )
      if let place = place(of: entry.key) {
        if scratch[place].origin == .none || tree.origin(scratch[place].origin)?.kind != .mergeKey {
          notices.append(.duplicateKey(first: scratch[place].keyNode, second: key))
        }
        scratch[place] = entry
      } else {
        remember(entry.key)
        scratch.append(entry)
      }
    }
    return tree.makeMapping(scratch, at: location, style: collection.style)
  }

  // MARK: Keys

  private func isMergeKey(_ key: NodeID, _ tree: NodeTree) -> Bool {
    tree[key].count == 2 && tree.kind(key) == .string && tree.text(key).elementsEqual("<<".utf8)
      && tree.tag(key) == nil
  }

  /// Copies a merge key's entries in, over what is already there: Psych merges in place.
  ///
  /// - Returns: Whether the value can be merged; else `<<` stays an ordinary key.
  private mutating func merge(_ value: Child, key: NodeID, _ tree: inout NodeTree) -> Bool {
    var sources: [Child] = []
    switch tree.kind(value.value) {
    case .mapping: sources = [value]
    case .sequence:
      let items = tree.items(value.value)
      guard items.allSatisfy({ tree.kind($0.value) == .mapping }) else { return false }
      // Earlier members win, so they are merged last.
      sources = items.reversed().map { Child(value: $0.value, origin: $0.origin) }
    default: return false
    }
    // Of what will be refused nothing need be copied, thousands of times.
    guard pendingSize <= Self.sizeLimit else { return true }
    var overwritten: [Entry] = []
    for source in sources {
      let step = tree.origin(.mergeKey, site: tree.origin(source.origin)?.site ?? key)
      for entry in tree.entries(source.value) {
        var merged = entry
        merged.origin =
          entry.origin == .none ? step : tree.prepend(step, to: entry.origin)
        if let place = place(of: entry.key) {
          if scratch[place].origin == .none
            || tree.origin(scratch[place].origin)?.kind == .anchor
          {
            overwritten.append(scratch[place])
          }
          scratch[place] = merged
        } else {
          remember(entry.key)
          scratch.append(merged)
        }
      }
    }
    if !overwritten.isEmpty { notices.append(.lateMergeKey(key, overwritten: overwritten)) }
    return true
  }

  private func place(of key: Symbol) -> Int? {
    let index = Int(key.rawValue)
    guard index < lastSeen.count, lastSeen[index].stamp == stamp else { return nil }
    return Int(lastSeen[index].index)
  }

  private mutating func remember(_ key: Symbol) {
    let index = Int(key.rawValue)
    if index >= lastSeen.count {
      lastSeen.append(
        contentsOf: repeatElement((stamp: 0, index: 0), count: index + 64 - lastSeen.count)
      )
    }
    lastSeen[index] = (stamp, UInt32(scratch.count))
  }

  private func symbol(ofKey key: NodeID, _ tree: inout NodeTree) -> Symbol {
    let node = tree[key]
    switch node.kind {
    case .string, .date, .time, .float:
      return tree.symbols.intern(tree.text(key), kind: node.kind == .float ? .float : .string)
    case .symbol: return tree.intern(tree.rubyText(key))
    case .null, .bool, .int:
      return tree.symbols.intern(Array(tree.rubyText(key).utf8)[...], kind: node.kind)
    default:
      // A collection as a key: GitLab knows no such name. Each is a key of its own.
      return tree.symbols.intern(Array("\(key.index)".utf8)[...], kind: node.kind)
    }
  }
}

extension NodeTree {
  /// A value's way with one more step in front: the way of `origin`, then `step`.
  fileprivate mutating func prepend(_ step: OriginID, to origin: OriginID) -> OriginID {
    guard let last = self.origin(step) else { return origin }
    return self.origin(last.kind, site: last.site, parent: origin)
  }
}

extension UInt32 {
  fileprivate func saturatingAdd(_ other: UInt32) -> UInt32 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }
}
