/// Something in a file that YAML or Psych handles otherwise than it looks.
package enum DocumentNotice: Sendable {
  /// An unquoted date or time, or a tag for which Psych would need a class that GitLab does
  /// not permit; `className` is the class that Psych names.
  case forbiddenType(NodeID, className: String)
  /// A duplicate key in a mapping; the second replaces the first.
  case duplicateKey(first: NodeID, second: NodeID)
  /// A merge key after keys that it overwrites.
  case lateMergeKey(NodeID, overwritten: [Entry])
}

/// The reason why a file has no value.
package enum DocumentError: Error, Sendable {
  /// libyaml refuses the text.
  case syntax(YAMLSyntaxError)
  /// An alias names no anchor before it.
  case unknownAlias(name: String, TextSpan)
  /// The value is deeper or larger than GitLab allows; `reason` names it.
  case tooBig(TextSpan, reason: String)
  /// A document of a pipeline's file is not a mapping.
  case notMapping(TextSpan)
}

/// Turns libyaml's events into nodes, with Psych's types, aliases and merge keys.
struct TreeBuilder {
  /// GitLab's default limits (`max_yaml_depth`, `max_yaml_size_bytes`).
  static let depthLimit = 100
  static let sizeLimit: UInt32 = 2_097_152
  /// The size of all children after which a text is not read on: twice as much as GitLab allows, so
  /// that the one collection that is too big is found in nearly every text, as when all of it is read.
  private static let readLimit = 2 * Int(sizeLimit)
  /// The bytes that an element takes in a list beside its value.
  private static let placeSize = 8
  /// The keys that merging mappings into parts of themselves may copy: each takes 40 bytes in Ruby.
  private static let unfinishedLimit = 50_000
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
  /// The sizes of all children together, each with its place in a list: the whole is at least as
  /// large.
  private var pendingSize = 0
  private var anchors: [String: NodeID] = [:]
  /// The collections that are not complete, by their anchors: their places in `open`.
  private var openAnchors: [String: Int] = [:]
  private var unfinishedPairs = 0
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
    keepsMark: Bool = false,
    into tree: inout NodeTree
  ) throws(DocumentError) -> (root: NodeID?, ignored: TextPosition?) {
    try refuseDirectives(range, of: tree.file(file))
    var parser = EventReader(tree.file(file), range: range, keepsMark: keepsMark)
    do throws(DocumentError) {
      return try read(&parser, &tree)
    } catch {
      switch error {
      // The rest of what is too big takes libyaml minutes when it is too deep.
      case .syntax, .tooBig: throw error
      default: break
      }
      // Psych parses the whole document before it makes anything of it.
      try parseRest(&parser, &tree)
      throw error
    }
  }

  /// libyaml compares each `%TAG` with all before, so thousands of them take minutes.
  private static let directiveLimit = 1_000

  private func refuseDirectives(
    _ range: Range<Int>,
    of source: SourceText
  ) throws(DocumentError) {
    // Each takes a line of several bytes.
    guard range.count > 4 * Self.directiveLimit else { return }
    var count = 0
    for line in 1...source.lineStartCount {
      let start = source.start(ofLine: line)
      guard range.contains(start), source.bytes[start] == UInt8(ascii: "%") else { continue }
      count += 1
      guard count > Self.directiveLimit else { continue }
      let place = TextPosition(line: line, column: 1)
      throw .tooBig(
        TextSpan(start: place, end: place),
        reason: "more than \(Self.directiveLimit) directives"
      )
    }
  }

  private mutating func read(
    _ parser: inout EventReader,
    _ tree: inout NodeTree
  ) throws(DocumentError) -> (root: NodeID?, ignored: TextPosition?) {
    while true {
      let event = try nextEvent(&parser, &tree)
      switch event.kind {
      case .streamStart, .documentStart: continue
      case .streamEnd: return (nil, nil)
      case .documentEnd:
        return (children.first?.value, secondDocument(&parser, &tree))
      case .scalar: try add(scalar(event, &tree), tree)
      case .alias: try add(try alias(event, &tree), tree)
      case .mappingStart: try begin(event, isMapping: true)
      case .sequenceStart: try begin(event, isMapping: false)
      case .mappingEnd, .sequenceEnd: try end(event, &tree)
      }
    }
  }

  private func parseRest(
    _ parser: inout EventReader,
    _ tree: inout NodeTree
  ) throws(DocumentError) {
    while true {
      switch try nextEvent(&parser, &tree).kind {
      case .documentEnd, .streamEnd: return
      default: continue
      }
    }
  }

  /// Where a second document begins that is not empty; mistakes in it do not matter.
  private func secondDocument(
    _ parser: inout EventReader,
    _ tree: inout NodeTree
  ) -> TextPosition? {
    if parser.countsMark {
      // After a byte order mark the first key alone is indented, so that the second ends the
      // document without a separator.
      do throws(DocumentError) {
        let event = try nextEvent(&parser, &tree)
        return event.kind == .documentStart ? event.span.start : nil
      } catch {
        guard case .syntax(let error) = error else { return nil }
        return error.position
      }
    }
    guard let start = try? nextEvent(&parser, &tree), start.kind == .documentStart,
      let content = try? nextEvent(&parser, &tree),
      content.kind != .scalar || !content.text.isEmpty
    else { return nil }
    return start.span.start
  }

  private func nextEvent(
    _ parser: inout EventReader,
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
    var text = event.text
    var kind = event.isQuoted ? .string : PlainScalar.kind(of: tree.pool[text])
    if let tag = properties?.tag {
      kind = PsychTag.kind(of: tree.pool[text], tag: tag)
      text = Self.text(text, tag: tag, kind: kind, &tree)
    }
    let length = text.count
    let id = tree.add(
      Node(
        kind: kind,
        style: event.style,
        height: 0,
        first: UInt32(text.lowerBound),
        count: UInt32(length),
        size: kind.isString ? UInt32(clamping: max(40, length)) : 0,
        location: Location(file: file, span: event.span)
      ),
      tag: properties?.tag
    )
    switch kind {
    case .date: notices.append(.forbiddenType(id, className: "Date"))
    case .time: notices.append(.forbiddenType(id, className: "Time"))
    default:
      let name = properties?.tag.flatMap { tag in
        PsychTag.forbiddenClass(ofScalar: tag, text: tree.string(id))
      }
      if let name { notices.append(.forbiddenType(id, className: name)) }
    }
    guard let properties else { return Child(value: id) }
    let value = properties.tag == Self.referenceTag ? malformedReference(id, &tree) : id
    if let anchor = properties.anchor {
      anchors[anchor] = value
      openAnchors[anchor] = nil
    }
    return Child(value: value)
  }

  /// The text that a tag makes of a scalar's: decoded, or with the colon of a symbol.
  private static func text(
    _ text: Range<Int>,
    tag: String,
    kind: NodeKind,
    _ tree: inout NodeTree
  ) -> Range<Int> {
    let start = tree.pool.count
    if PsychTag.isBinary(tag) {
      let decoded = PsychTag.decoded(tree.pool[text])
      tree.pool += decoded
    } else if kind == .symbol, tag.hasPrefix("!ruby/") {
      let name = Array(tree.pool[text])
      tree.pool.append(UInt8(ascii: ":"))
      tree.pool += name
    } else {
      return text
    }
    return start..<tree.pool.count
  }

  /// A reference that is not written as a list: it keeps what it was given and its tag, which
  /// distinguishes it from a list of one.
  private func malformedReference(_ given: NodeID, _ tree: inout NodeTree) -> NodeID {
    tree.makeSequence(
      [Item(value: given)],
      kind: .reference,
      at: tree.location(given),
      tag: Self.referenceTag
    )
  }

  private mutating func alias(
    _ event: YAMLEvent,
    _ tree: inout NodeTree
  ) throws(DocumentError) -> Child {
    let name = event.properties?.anchor ?? ""
    var target = anchors[name]
    if let place = openAnchors[name] {
      guard open[place].isMapping, isMerged(tree) else {
        throw .tooBig(event.span, reason: "*\(name) is inside &\(name), without end")
      }
      target = try unfinished(place, event.span, &tree)
    }
    guard let target else { throw .unknownAlias(name: name, event.span) }
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

  /// Whether the next value is what a merge key merges, alone or in a list.
  private func isMerged(_ tree: NodeTree) -> Bool {
    guard var place = open.indices.last else { return false }
    var end = children.count
    if !open[place].isMapping, place > 0 {
      end = open[place].firstChild
      place -= 1
    }
    let isValue = open[place].isMapping && (end - open[place].firstChild) % 2 == 1
    return isValue && isMergeKey(children[end - 1].value, tree)
  }

  /// The part of an open mapping that is read so far; a mapping that is merged into itself stays as it
  /// is, so that nothing is enough.
  private mutating func unfinished(
    _ place: Int,
    _ span: TextSpan,
    _ tree: inout NodeTree
  ) throws(DocumentError) -> NodeID {
    let collection = open[place]
    if place == open.indices.last {
      return tree.makeMapping([], at: Location(file: file, span: span))
    }
    let end = place + 1 < open.count ? open[place + 1].firstChild : children.count
    let pairs = (end - collection.firstChild) / 2 * 2
    unfinishedPairs += pairs / 2
    guard unfinishedPairs <= Self.unfinishedLimit else {
      throw .tooBig(span, reason: "more than 2 MiB in memory, its aliases written out")
    }
    let location = Location(file: file, span: collection.span)
    let own = collection.firstChild..<collection.firstChild + pairs
    let known = notices.count
    let mapping = mapping(own, at: location, collection, &tree)
    notices.removeSubrange(known...)
    return mapping
  }

  private mutating func add(
    _ child: Child,
    _ tree: borrowing NodeTree
  ) throws(DocumentError) {
    children.append(child)
    pendingSize += Int(tree[child.value].size) + Self.placeSize
    guard pendingSize > Self.readLimit, let span = oversized(tree) else { return }
    throw .tooBig(span, reason: "more than 2 MiB in memory, its aliases written out")
  }

  /// The innermost open collection that is too big already, whatever follows: the rest of a text of
  /// megabytes is not read.
  private func oversized(_ tree: borrowing NodeTree) -> TextSpan? {
    var size = 0
    var end = children.count
    for collection in open.reversed() {
      for child in children[collection.firstChild..<end] {
        size += Int(tree[child.value].size) + Self.placeSize
      }
      if size > Self.sizeLimit { return collection.span }
      end = collection.firstChild
    }
    return nil
  }

  // MARK: Collections

  private mutating func begin(
    _ event: YAMLEvent,
    isMapping: Bool
  ) throws(DocumentError) {
    if open.count >= Self.depthLimit {
      throw .tooBig(event.span, reason: "more than \(Self.depthLimit) levels deep")
    }
    if let anchor = event.properties?.anchor { openAnchors[anchor] = open.count }
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
      pendingSize -= Int(node.size) + Self.placeSize
      size = size.saturatingAdd(node.size)
        .saturatingAdd(collection.isMapping ? 12 : UInt32(Self.placeSize))
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
    let result = collection.properties?.tag.flatMap { retyped(id, tag: $0, &tree) } ?? id
    children.removeSubrange(own)
    tree.finish(result, height: height + 1, size: size)
    guard let properties = collection.properties else {
      try add(Child(value: result), tree)
      return
    }
    let isMalformed = collection.isMapping && properties.tag == Self.referenceTag
    let value = isMalformed ? malformedReference(result, &tree) : result
    let name = properties.tag.flatMap { tag in
      collection.isMapping
        ? PsychTag.forbiddenClass(ofMapping: tag) : PsychTag.forbiddenClass(ofSequence: tag)
    }
    if let name { notices.append(.forbiddenType(id, className: name)) }
    // An anchor of the same name inside has taken its place.
    if let anchor = properties.anchor, openAnchors[anchor] == open.count {
      anchors[anchor] = value
      openAnchors[anchor] = nil
    }
    try add(Child(value: value), tree)
  }

  /// The value that a tag makes of a collection; nil when it stays what it is.
  private mutating func retyped(_ id: NodeID, tag: String, _ tree: inout NodeTree) -> NodeID? {
    if PsychTag.hasElements(tag) {
      let elements = tree.entries(id).first { tree.text($0.key) == "elements" }
      let entries = elements.map { Array(tree.entries($0.value)) } ?? []
      return tree.makeMapping(entries, at: tree.location(id), style: tree[id].style)
    }
    guard PsychTag.isOrderedMap(tag), tree.kind(id) == .sequence else { return nil }
    let entries = tree.items(id).compactMap { tree.entries($0.value).first }
    return tree.makeMapping(entries, at: tree.location(id), style: tree[id].style)
  }

  /// Where a collection's text ends: libyaml ends a block collection only where the next thing
  /// begins, after blank lines and comments.
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
        key: tree.symbol(ofKey: key),
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
}

extension NodeTree {
  /// A value's way with one more step before it: the way of `origin`, then `step`.
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
