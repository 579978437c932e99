import YAMLSyntax

extension Shapes {
  static let jobNeeds = needs([.job, .crossDependency])
  static let bridgeNeeds = needs([.job, .bridge])
  static let ruleNeeds = needs([.job])

  /// The kind of dependency that an element of `needs` declares.
  enum NeedKind: String, Sendable {
    case job
    /// A job of another pipeline or project.
    case crossDependency = "cross_dependency"
    /// The status of another project's pipeline.
    case bridge
  }

  /// The kind of dependency that an element of `needs` declares; nil if GitLab does not know it.
  static func needKind(_ node: NodeID, in tree: NodeTree) -> NeedKind? {
    if tree.isA(.string, node) { return .job }
    guard tree.kind(node) == .mapping else { return nil }
    let has = { (keyword: Keyword) in tree.value(keyword, in: node) != nil }
    switch (has(.job), has(.pipeline), has(.project), has(.ref)) {
    case (true, false, false, false): return .job
    case (true, true, false, _): return .crossDependency
    case (false, _, false, _): return .bridge
    default: return has(.project) || has(.ref) ? .crossDependency : nil
    }
  }

  /// The elements of `needs`, lists in it flattened.
  static func needs(_ node: NodeID, in tree: NodeTree) -> ArraySlice<Item> {
    tree.kind(node) == .sequence ? tree.flattened(node) : [Item(value: node)]
  }

  private static func needs(_ allowed: Set<NeedKind>) -> EntryShape {
    EntryShape(
      [.config(.hashOrArray, .custom(wrongNeeds))],
      children: .items(need, path: "need"),
      composed: [
        { tree, facts, invalid in
          guard invalid != nil else { return nil }
          return refusedKind(facts.node, tree, allowed)
        },
        { tree, facts, invalid in
          guard invalid != nil else { return nil }
          return tooMany(facts.node, tree)
        },
      ]
    )
  }

  private static let wrongNeeds: @Sendable (NodeTree, NodeID) -> Fault? = { tree, node in
    if tree.kind(node) == .mapping, tree.entries(node).isEmpty {
      return Fault("can not be an empty hash", "is an empty mapping")
    }
    let elements =
      tree.kind(node) == .sequence ? Array(tree.items(node)) : [Item(value: node)]
    for item in elements {
      guard let parallel = tree.value(.parallel, in: item.value) else { continue }
      let kind = tree.kind(parallel)
      guard kind == .int || kind == .float else { continue }
      return Fault(
        "cannot use \"parallel: <number>\".",
        "cannot use a number for \"parallel\"",
        at: Item(value: parallel)
      )
    }
    return nil
  }

  private static func refusedKind(
    _ node: NodeID,
    _ tree: NodeTree,
    _ allowed: Set<NeedKind>
  ) -> Fault? {
    var refused: [NeedKind] = []
    var first: Item?
    for item in needs(node, in: tree) {
      guard !tree.isUnknown(item.value), let kind = needKind(item.value, in: tree),
        !allowed.contains(kind), !refused.contains(kind)
      else { continue }
      refused.append(kind)
      first = first ?? item
    }
    guard let first else { return nil }
    let names = refused.map(\.rawValue).joined(separator: ", ")
    let words =
      refused.contains(.bridge)
      ? "cannot wait for another project's pipeline here; name a job"
      : "cannot take jobs of other pipelines here"
    return Fault("uses invalid types: \(names)", words, at: first)
  }

  private static func tooMany(_ node: NodeID, _ tree: NodeTree) -> Fault? {
    let cross = needs(node, in: tree).filter { needKind($0.value, in: tree) == .crossDependency }
    for keyword in [Keyword.pipeline, .project] {
      let some = cross.filter { tree.present(keyword, in: $0.value) != nil }
      guard some.count > 5 else { continue }
      let other = keyword == .pipeline ? "pipelines" : "projects"
      return Fault(
        "must be less than or equal to 5",
        "needs more than 5 jobs of other \(other)",
        at: some[5]
      )
    }
    return nil
  }

  private static let need: EntryShape = {
    func keys(_ keys: KeywordSet) -> AttributeCheck { .config(.presence(), .keys(keys)) }
    let text: EntryCheck = .type(.string)
    let job = EntryShape(
      [
        .config(.type(.hash)), keys([.job, .artifacts, .optional, .parallel]),
        .required(.job, text, .presence()), .optional(.artifacts, .boolean),
        .optional(.optional, .boolean),
      ],
      children: .keywords([(.parallel, parallel)])
    )
    let pipeline = EntryShape(
      [
        keys([.pipeline, .job, .artifacts, .optional]), .required(.pipeline, text, .presence()),
        .required(.job, text, .presence()), .optional(.artifacts, .boolean),
        .optional(.optional, .boolean),
      ],
      place: .crossPipelineNeed
    )
    let bridge = EntryShape([keys([.pipeline]), .required(.pipeline, text, .presence())])
    let project = EntryShape([
      keys([.project, .ref, .job, .artifacts]), .required(.project, text, .presence()),
      .required(.ref, text, .presence()), .required(.job, text, .presence()),
      .optional(.artifacts, .boolean),
    ])
    func variant(_ shape: EntryShape, _ kind: NeedKind) -> EntryShape.Variant {
      .when(shape) { $0.kind($1) == .mapping && needKind($1, in: $0) == kind }
    }
    return EntryShape(
      [
        .string(EntryShape([.config(.presence())])), variant(job, .job),
        .when(pipeline) {
          needKind($1, in: $0) == .crossDependency && $0.value(.pipeline, in: $1) != nil
            && $0.value(.project, in: $1) == nil && $0.value(.job, in: $1) != nil
        },
        variant(bridge, .bridge), variant(project, .crossDependency),
      ],
      otherwise: .says("has an unsupported type")
    )
  }()

  // MARK: Parallel jobs

  static let parallel = parallelShape(allowsNumber: true)
  static let bridgeParallel = parallelShape(allowsNumber: false)

  /// The most jobs that one may become.
  static let parallelLimit = 200

  private static func parallelShape(allowsNumber: Bool) -> EntryShape {
    let number: AttributeCheck =
      if allowsNumber {
        .config(.integer(1...parallelLimit))
      } else {
        .config(
          .integer(1...parallelLimit),
          .custom { _, _ in
            Fault(
              "cannot use \"parallel: <number>\".",
              "cannot be a number in a trigger job; use \"matrix\""
            )
          }
        )
      }
    return EntryShape(
      [
        .kinds([.int, .float], EntryShape([number])),
        .hash(
          EntryShape(
            [.config(.type(.hash), .keys([.matrix]), .requiredKeys([.matrix]))],
            children: .keywords([(.matrix, matrix)])
          )
        ),
      ],
      otherwise: .says("should be an integer or a hash")
    )
  }

  private static let matrix = EntryShape(
    [.config(.hashes)],
    children: .items(
      EntryShape([
        .config(
          .custom(wrongMatrixVariables),
          .count(1...Int.max, tooFew: "requires at least 1 items", tooMany: "")
        )
      ]),
      path: "variables"
    ),
    composed: [
      { tree, facts, invalid in
        guard invalid != nil, matrixSize(facts.node, in: tree) > parallelLimit else { return nil }
        return Fault(
          "generates too many jobs (maximum is \(parallelLimit))",
          "makes more than \(parallelLimit) jobs"
        )
      }
    ]
  )

  private static func matrixSize(_ node: NodeID, in tree: NodeTree) -> Int {
    var sum = 0
    for item in tree.items(node) where tree.kind(item.value) == .mapping {
      var product = 1
      for entry in tree.entries(item.value) {
        let count =
          switch tree.kind(entry.value) {
          case .sequence: tree.items(entry.value).count
          case .mapping: tree.entries(entry.value).count
          case .null: 0
          default: 1
          }
        product = min(product * count, 1_000_000)
      }
      sum += product
    }
    return sum
  }

  private static let wrongMatrixVariables: @Sendable (NodeTree, NodeID) -> Fault? = {
    tree,
    node in
    func isWord(_ node: NodeID) -> Bool {
      tree.isStringOrSymbol(node) || tree.isA(.integer, node)
    }
    for entry in tree.entries(node) {
      let key = tree.kind(entry.key)
      var wrong: Item?
      if !(key.isString || key == .symbol || key == .int) {
        wrong = Item(value: entry.keyNode)
      } else if tree.kind(entry.value) == .sequence {
        wrong = tree.items(entry.value).first { !isWord($0.value) }
      } else if !isWord(entry.value) {
        wrong = Item(value: entry.value)
      }
      guard let wrong else { continue }
      let name = tree.text(entry.key)
      return Fault(
        "should be a hash of key value pairs, value can be an array",
        "gives \"\(name)\" a value that is neither a string, a whole number nor a list of them",
        at: tree.kind(wrong.value) == .null ? Item(value: entry.keyNode) : wrong
      )
    }
    return nil
  }
}
