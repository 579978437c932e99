/// Scalars, and aliases of what is complete or not.
extension TreeBuilder {
  /// The node of a scalar.
  mutating func scalar(_ event: YAMLEvent, _ tree: inout NodeTree) -> Child {
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
  func malformedReference(_ given: NodeID, _ tree: inout NodeTree) -> NodeID {
    tree.makeSequence(
      [Item(value: given)],
      kind: .reference,
      at: tree.location(given),
      tag: Self.referenceTag
    )
  }

  /// The value that an alias repeats, and where the alias is.
  mutating func alias(
    _ event: YAMLEvent,
    _ tree: inout NodeTree
  ) throws(DocumentError) -> Child {
    let name = event.properties?.anchor ?? ""
    var target = anchors[name]
    if let place = openAnchors[name] {
      guard open[place].isMapping, isMerged(tree) else {
        throw .tooBig(
          event.span,
          reason: "the anchor &\(name) contains its own alias *\(name), so its value never ends"
        )
      }
      target = try unfinished(place, event.span, &tree)
    }
    guard let target else {
      let isReference = referenceAnchors.contains(name)
      throw .unknownAlias(name: name, event.span, isReference: isReference)
    }
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
}
