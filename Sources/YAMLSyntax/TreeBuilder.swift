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
  /// An alias names no anchor before it, or one of a `!reference`, which Psych does not remember.
  case unknownAlias(name: String, TextSpan, isReference: Bool)
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
  static let unfinishedLimit = 50_000
  /// GitLab's own tag.
  static let referenceTag = "!reference"

  /// A collection that is not complete.
  struct Open {
    var isMapping: Bool
    var span: TextSpan
    var style: NodeStyle
    var properties: YAMLEvent.Properties?
    /// Where its children begin in `children`.
    var firstChild: Int
  }

  /// A key, a value or an item of an open collection.
  struct Child {
    var value: NodeID
    var origin: OriginID = .none
  }

  let file: FileID
  /// The collections around the next event, the innermost one last.
  var open: [Open] = []
  /// The children of all open collections.
  var children: [Child] = []
  /// The sizes of all children together, each with its place in a list: the whole is at least as
  /// large.
  var pendingSize = 0
  var anchors: [String: NodeID] = [:]
  /// The collections that are not complete, by their anchors: their places in `open`.
  var openAnchors: [String: Int] = [:]
  /// The anchors of `!reference` lists.
  var referenceAnchors: Set<String> = []
  var unfinishedPairs = 0
  /// The entries of the mapping that is being made, and where its keys are among them.
  var entries: [Entry] = []
  var keys = KeyPlaces()
  var notices: [DocumentNotice] = []

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
    if let properties = event.properties, let anchor = properties.anchor {
      // Source: psych 5.2.3, `lib/psych/visitors/to_ruby.rb`: a list of a class of its own is never
      // registered under its anchor.
      if !isMapping, properties.tag == Self.referenceTag {
        referenceAnchors.insert(anchor)
      } else {
        openAnchors[anchor] = open.count
      }
    }
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
}

extension UInt32 {
  fileprivate func saturatingAdd(_ other: UInt32) -> UInt32 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }
}
