import YAMLSyntax

/// Where an entry is.
struct EntryLocation {
  /// Its value.
  var value: NodeID
  /// The node to point at when something is missing: its key.
  var keyNode: NodeID
  /// The way it came.
  var origin: OriginID
  /// The part that GitLab adds to the path for it.
  var part: PathPart?
  /// Its key, when it has one that is a name.
  var name: Symbol?
  /// Whether GitLab takes null for an empty mapping here.
  var isEmptyHash = false
  /// The fault of the name itself.
  var nameFault: NameFault?

  /// A part of the path in GitLab's messages.
  enum PathPart {
    case key(Symbol)
    case text(StaticString)
    /// Only printed where it is the last part.
    case last(StaticString)
  }

  init(_ entry: Entry) {
    value = entry.value
    keyNode = entry.keyNode
    origin = entry.origin
    part = .key(entry.key)
    name = entry.key
  }

  /// An element of a list.
  init(_ item: Item, part: StaticString?) {
    value = item.value
    keyNode = item.value
    origin = item.origin
    self.part = part.map(PathPart.text)
  }
}

/// The context of an entry and everything in it.
struct EntryContext {
  var subject: ConfigurationError.Target
  var role = EntryShape.Role.plain
  var job: Symbol?
  /// The secret or the ID token.
  var entry: Symbol?
  var origin = OriginID.none
  /// Whether an enclosing entry is wrong, so that GitLab never looks here.
  var isHidden = false
  /// Whether keys may come from something that could not be read.
  var isPartial = false
  /// Whether it is in a file that others include, who may fill in what is empty.
  var isFragment = false

  /// The context inside an entry.
  func entering(_ place: EntryLocation, _ role: EntryShape.Role) -> Self {
    var inner = self
    inner.role = role
    if place.origin != .none { inner.origin = place.origin }
    switch role {
    case .plain: break
    case .idTokens: inner.subject = .idToken
    case .idToken:
      inner.subject = .idToken
      inner.entry = place.name
    case .secrets: inner.subject = .secret
    case .secret:
      inner.subject = .secret
      inner.entry = place.name
    case .azureKeyVault: inner.subject = .secret
    case .otherProvider: inner.subject = .otherProvider
    }
    return inner
  }
}

/// Compares entries with their shapes, in GitLab's order, and collects what is wrong.
///
/// A mapping that many jobs share through an anchor or a template is looked at once when nothing
/// is wrong with it, and else once for each of them, so that an error is there for each job.
struct EntryWalker {
  /// A condition or a duration that is valid.
  private struct FineText: Hashable {
    var bytes: ArraySlice<UInt8>
    var rule: EntryCheck.Remembered
  }

  let tree: NodeTree
  var errors: [ConfigurationError] = []
  var path: [EntryLocation.PathPart] = []
  /// The keys that are lists, as Ruby's `join` prints them.
  private(set) var listKeys: [Symbol: String] = [:]
  /// Conditions and durations that were right.
  private var fineTexts: Set<FineText> = []
  /// For each node the shape with which nothing was wrong with it, by their numbers; 0 for none.
  private var clean: [UInt]

  /// The version of GitLab that judges; nil for the newest.
  let version: GitLabVersion?

  init(tree: NodeTree, version: GitLabVersion? = nil) {
    self.tree = tree
    self.version = version
    clean = Array(repeating: 0, count: tree.nodeCount)
  }

  /// Checks an entry and all in it.
  ///
  /// The tree is passed down: reading it from the walker would retain all of its arrays each time.
  ///
  /// - Returns: Whether nothing is wrong.
  @discardableResult
  mutating func walk(
    _ shape: EntryShape,
    _ place: EntryLocation,
    _ outer: EntryContext,
    _ tree: NodeTree
  ) -> Bool {
    let kind = tree.kind(place.value)
    if kind == .unknown || outer.isFragment && kind == .null { return true }
    if let key = place.name, tree.kind(key) == .sequence {
      listKeys[key] = tree.joined(place.keyNode)
    }
    let isShared = !kind.isScalar && !outer.isPartial
    let seen = UInt(bitPattern: ObjectIdentifier(shape))
    let number = Int(place.value.index)
    if isShared, clean[number] == seen { return true }
    let before = errors.count
    let part = shape.hidesKey ? .last(shape.className) : place.part
    if let part { path.append(part) }
    choose(shape, place, outer, tree)
    if part != nil { path.removeLast() }
    guard errors.count == before else { return errors[before...].allSatisfy(\.isNote) }
    if isShared { clean[number] = seen }
    return true
  }

  /// Decides between the shapes that a value may have.
  private mutating func choose(
    _ shape: EntryShape,
    _ place: EntryLocation,
    _ outer: EntryContext,
    _ tree: NodeTree
  ) {
    let context = outer.entering(place, shape.role)
    var shape = shape
    while !shape.variants.isEmpty {
      guard let variant = Self.variant(of: shape, for: place, tree) else {
        reportNoVariant(shape, place, context)
        return
      }
      shape = variant.shape
    }
    check(shape, place, context, tree)
  }

  private static func variant(
    of shape: EntryShape,
    for place: EntryLocation,
    _ tree: NodeTree
  ) -> EntryShape.Variant? {
    for variant in shape.variants {
      let applies =
        place.isEmptyHash ? variant.takesEmptyHash : variant.applies(tree, place.value)
      if applies { return variant }
    }
    return nil
  }

  private mutating func check(
    _ shape: EntryShape,
    _ place: EntryLocation,
    _ context: EntryContext,
    _ tree: NodeTree
  ) {
    let facts = EntryFacts(place.value, name: place.name, in: tree)
    var report = EntryFaults(shape: shape, place: place, context: context)
    if let fault = place.nameFault {
      add(fault.fault, fault.attribute, place.keyNode, &report)
    }
    for index in shape.checks.indices where !shape.checks[index].isSkipped(for: facts) {
      apply(shape.checks[index], facts, tree, &report)
    }
    if !report.errors.allSatisfy(\.isNote) {
      // GitLab makes these checks even when it never came to the children.
      for composed in shape.composed {
        if let fault = composed(tree, facts, nil) { add(fault, fault.attribute, nil, &report) }
      }
    }
    let isRight = report.errors.allSatisfy(\.isNote)
    if !report.errors.isEmpty { errors += report.errors }
    report.errors = []
    var inner = context
    inner.isHidden = context.isHidden || !isRight
    let invalid = walkChildren(shape, place, facts, inner, tree)
    guard isRight else { return }
    for composed in shape.composed {
      if let fault = composed(tree, facts, invalid) { add(fault, fault.attribute, nil, &report) }
    }
    if !report.errors.isEmpty { errors += report.errors }
  }

  private mutating func apply(
    _ check: borrowing AttributeCheck,
    _ facts: EntryFacts,
    _ tree: NodeTree,
    _ report: inout EntryFaults
  ) {
    var value: NodeID? = facts.node
    if case .keyword(let keyword) = check.attribute {
      value = facts.value(keyword, in: tree)
      if value == nil, report.context.isPartial { return }
      if check.skipped == .blank, let value, tree.isBlank(value) { return }
      if check.skipped == .falsy, let value, tree.kind(value) == .bool, !tree.bool(value) { return }
      if let value, tree.isUnknown(value) { return }
    }
    if let condition = check.condition, !condition(tree, facts) { return }
    // By index, as the loops below: returning the elements would retain each of them.
    for index in check.rules.indices {
      if case .config = check.attribute {
        if report.context.isPartial, check.rules[index].isAboutMissing(facts) { continue }
        if report.place.isEmptyHash, check.rules[index].isAboutKind { continue }
      }
      // Nearly all rules hold, and copies of no fault are large, too.
      guard
        var fault = version == nil
          ? fault(check.rules[index], value, tree)
          : fault(limited(check.rules[index], report.shape), value, tree)
      else { continue }
      if version == nil {
        fault.earlier = check.rules[index].earlierMessage(value, in: report.shape.place, tree)
      }
      if isNewerThanTable {
        guard let newer = forNewer(fault, check.rules[index], value, report, tree) else { continue }
        fault = newer
      }
      fault.subject = check.subject
      add(fault, check.attribute, value, &report)
      if case .config = check.attribute,
        check.rules[index].isAboutKind || check.rules[index].isPresence
      {
        report.isWhollyWrong = true
      }
    }
  }

  /// A rule as in the current version.
  private func limited(_ rule: EntryCheck, _ shape: EntryShape) -> EntryCheck {
    guard let version, let place = shape.place, !isNewerThanTable else { return rule }
    return rule.limited(to: version, in: place)
  }

  /// The fault of a value under a check; some answers are cached by the value's text.
  private mutating func fault(
    _ rule: borrowing EntryCheck,
    _ value: NodeID?,
    _ tree: NodeTree
  ) -> Fault? {
    guard let remembered = rule.remembered, let value, tree.kind(value).isString else {
      return rule.fault(value, in: tree)
    }
    let text = FineText(bytes: tree.text(value), rule: remembered)
    if fineTexts.contains(text) { return nil }
    if let fault = rule.fault(value, in: tree) { return fault }
    fineTexts.insert(text)
    return nil
  }

  /// Checks the children.
  ///
  /// - Returns: The keywords of those that are wrong.
  private mutating func walkChildren(
    _ shape: EntryShape,
    _ place: EntryLocation,
    _ facts: EntryFacts,
    _ context: EntryContext,
    _ tree: NodeTree
  ) -> KeywordSet {
    var invalid: KeywordSet = []
    switch shape.children {
    case .none: break
    case .keywords(let children):
      for index in children.indices where facts.filled.contains(children[index].keyword) {
        let keyword = children[index].keyword
        guard let entry = tree.entry(keyword, in: place.value) else { continue }
        if !walk(children[index].shape, EntryLocation(entry), context, tree) {
          invalid.insert(keyword)
        }
      }
    case .names(let child):
      for entry in tree.entries(place.value) {
        var inner = EntryLocation(entry)
        inner.isEmptyHash = tree.kind(entry.value) == .null
        walk(child, inner, context, tree)
      }
    case .alphanumericNames(let child):
      for entry in tree.entries(place.value) {
        var inner = EntryLocation(entry)
        inner.isEmptyHash = tree.kind(entry.value) == .null
        switch tree.kind(entry.key) {
        case .string, .symbol, .int: break
        default: inner.nameFault = .notAlphanumeric
        }
        walk(child, inner, context, tree)
      }
    case .items(let child, let part): walkItems(child, part, place, context, tree)
    }
    return invalid
  }

  private mutating func walkItems(
    _ child: EntryShape,
    _ part: StaticString?,
    _ place: EntryLocation,
    _ context: EntryContext,
    _ tree: NodeTree
  ) {
    guard tree.kind(place.value) == .sequence else {
      var only = place
      only.part = part.map(EntryLocation.PathPart.text)
      walk(child, only, context, tree)
      return
    }
    for item in tree.items(place.value) {
      switch tree.kind(item.value) {
      case .null: continue
      // GitLab flattens lists here.
      case .sequence: walkItems(child, part, EntryLocation(item, part: nil), context, tree)
      default: walk(child, EntryLocation(item, part: part), context, tree)
      }
    }
  }
}
