import YAMLSyntax

extension Shapes {
  static let trigger: EntryShape = {
    let strategy: AttributeCheck = .optional(
      .strategy,
      .type(.string),
      .inclusion(["depend", "mirror"], says: "should be depend or mirror")
    )
    let project = EntryShape(
      [
        .config(
          .type(.hash),
          .presence(),
          .keys([.project, .branch, .strategy, .forward, .inputs])
        ),
        .optional(.inputs, .type(.hash)),
        .required(.project, .type(.string), .presence()),
        .optional(.branch, .type(.string)),
        strategy,
      ],
      children: .keywords([(.forward, forward)])
    )
    let child = EntryShape(
      [
        .config(.type(.hash), .presence(), .keys([.strategy, .include, .forward])),
        strategy,
      ],
      children: .keywords([(.include, includes(limit: 3)), (.forward, forward)])
    )
    return EntryShape(
      [
        .string(EntryShape([.config(.presence())])),
        .when(child) { $0.kind($1) == .mapping && $0.value(.include, in: $1) != nil },
        .hash(project),
      ],
      otherwise: .says("has to be either a string or a hash")
    )
  }()

  private static let forward = EntryShape([
    .config(.keys([.yamlVariables, .pipelineVariables])),
    .optional(.yamlVariables, .boolean),
    .optional(.pipelineVariables, .boolean),
  ])

  /// A list of includes, of a child pipeline, or at the top level where none was followed.
  static func includes(limit: Int?) -> EntryShape {
    EntryShape(
      [
        .config(
          .arrayOrString,
          .custom { tree, node in
            guard let limit, tree.kind(node) == .sequence, tree.items(node).count > limit
            else { return nil }
            return Fault(
              "is too long (maximum is \(limit))",
              "has more than \(limit) files"
            )
          }
        )
      ],
      children: .items(include, path: "include")
    )
  }

  /// The includes of a header, which bring inputs only.
  static let headerIncludes = EntryShape(
    [.config(.arrayOrString)],
    children: .items(
      EntryShape(
        [
          .config(
            .hashOrString,
            .custom(incompleteInclude),
            .custom(IncludeCache.fault),
            .keys([.local, .file, .remote, .project, .ref, .integrity, .cache])
          )
        ],
        place: .include
      ),
      path: "include"
    )
  )

  private static let include = EntryShape(
    [
      .config(
        .hashOrString,
        .custom(incompleteInclude),
        .custom(IncludeCache.fault),
        .keys([
          .local, .file, .remote, .project, .ref, .integrity, .cache, .template, .artifact,
          .inputs, .job, .rules, .component,
        ]),
        .custom(artifactWithoutJob)
      ),
      .optional(.rules, .hashes),
    ],
    children: .keywords([(.rules, includeRules)]),
    place: .include
  )

  private static let incompleteInclude: @Sendable (NodeTree, NodeID) -> Fault? = { tree, node in
    func isBlank(_ keyword: Keyword) -> Bool {
      tree.value(keyword, in: node).map(tree.isBlank) ?? true
    }
    if isTruthy(.project, node, tree), isBlank(.file) {
      return Fault(
        "must specify the file where to fetch the config from",
        "names a project but no file"
      )
    }
    guard let integrity = tree.present(.integrity, in: node), tree.isTruthy(integrity)
    else { return nil }
    let wrong = wrongIntegrity(integrity, tree)
    guard isBlank(.remote) else { return wrong }
    var fault = Fault(
      "integrity can only be specified for remote includes",
      "has \"integrity\", which only remote includes can have",
      at: Item(value: integrity)
    )
    fault.also = [wrong].compactMap { $0?.gitLab }
    return fault
  }

  private static func isTruthy(_ keyword: Keyword, _ node: NodeID, _ tree: NodeTree) -> Bool {
    tree.present(keyword, in: node).map(tree.isTruthy) ?? false
  }

  private static func wrongIntegrity(_ integrity: NodeID, _ tree: NodeTree) -> Fault? {
    let text = tree.string(integrity)
    guard tree.isA(.string, integrity), text.hasPrefix("sha256-") else {
      return Fault(
        "integrity hash must start with 'sha256-'",
        "has an \"integrity\" that does not start with sha256-",
        at: Item(value: integrity)
      )
    }
    let hash = text.utf8.dropFirst(7)
    let isBase64 =
      hash.count % 4 == 0
      && hash.allSatisfy {
        (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
          || $0 == 0x2B || $0 == 0x2F || $0 == 0x3D
      }
    return isBase64
      ? nil
      : Fault(
        "integrity hash must be base64 encoded",
        "has an \"integrity\" that is not encoded in Base64",
        at: Item(value: integrity)
      )
  }

  private static let artifactWithoutJob: @Sendable (NodeTree, NodeID) -> Fault? = { tree, node in
    guard isTruthy(.artifact, node, tree),
      tree.value(.job, in: node).map(tree.isBlank) ?? true
    else { return nil }
    return Fault(
      "must specify the job where to fetch the artifact from",
      "names an artifact but not the job that makes it"
    )
  }
}
