import YAMLSyntax

extension Shapes {
  private static let environmentNameSays =
    "can contain only letters, digits, '-', '_', '/', '$', '{', '}', '.', and spaces, "
    + "but it cannot start or end with '/'"

  static let environment: EntryShape = {
    let name = EntryShape([
      .config(
        .custom { tree, node in
          var fault: Fault?
          if tree.isBlank(node) {
            fault = Fault("can't be blank", "has no name")
            let isName = EnvironmentName.isWellFormed(tree.string(node))
            if !isName { fault?.also = [environmentNameSays] }
          } else if !EnvironmentName.isWellFormed(tree.string(node)) {
            fault = Fault(environmentNameSays, environmentNameSays)
          }
          fault?.attribute = .keyword(.name)
          return fault
        }
      )
    ])
    let actions = ["start", "stop", "prepare", "verify", "access"]
    let mapping = EntryShape(
      [
        .config(.hashOrString),
        .required(
          .name,
          .presence(),
          .type(.string, says: environmentNameSays),
          .format(says: environmentNameSays, EnvironmentName.isWellFormed)
        ),
        .config(
          .keys([.name, .url, .action, .onStop, .autoStopIn, .kubernetes, .deploymentTier])
        ),
        .optional(
          .url,
          .type(.string),
          .length(max: 255, says: "is too long (maximum is 255 characters)")
        ),
        .unlessFalsy(
          .action,
          .type(.string),
          .inclusion(actions, says: "should be start, stop, prepare, verify, or access")
        ),
        .optional(.deploymentTier, .type(.string)),
        .optional(.onStop, .type(.string)),
        .optional(.kubernetes, .type(.hash)),
        .optional(.autoStopIn, .type(.string)),
      ],
      children: .keywords([(.kubernetes, kubernetes)])
    )
    return EntryShape([.string(name), .when(mapping) { _, _ in true }], otherwise: .says(""))
  }()

  private static let kubernetes: EntryShape = {
    let isEnabled: AttributeCheck.Condition = { tree, facts in
      func has(_ keyword: Keyword) -> Bool {
        facts.value(keyword, in: tree).map { !tree.isBlank($0) } ?? false
      }
      if has(.fluxResourcePath) || has(.dashboard) { return true }
      guard let resources = facts.value(.managedResources, in: tree),
        let enabled = tree.value(.enabled, in: resources)
      else { return false }
      return tree.kind(enabled) == .bool && tree.bool(enabled)
    }
    let resources = ObjectSchema([.enabled: .boolean])
    let dashboard = ObjectSchema(
      [.namespace: .string(1...63), .fluxResourcePath: .string(1...255)],
      required: [.namespace]
    )
    return EntryShape([
      .config(
        .type(.hash),
        .presence(),
        .keys([.namespace, .agent, .fluxResourcePath, .managedResources, .dashboard])
      ),
      .optional(.namespace, .type(.string)),
      .required(
        .namespace,
        .presence(),
        when: { tree, facts in
          facts.value(.fluxResourcePath, in: tree).map { !tree.isBlank($0) } ?? false
        }
      ),
      .optional(.agent, .type(.string)),
      .required(.agent, .presence(), when: isEnabled),
      .optional(.fluxResourcePath, .type(.string)),
      .optional(.managedResources, .custom { resources.fault($1, at: "", in: $0) }),
      .unlessBlank(.dashboard, .custom { dashboard.fault($1, at: "", in: $0) }),
      .config(.custom(saidTwice)),
    ])
  }()

  /// `namespace` and `flux_resource_path` moved into `dashboard`; GitLab refuses both at once.
  private static let saidTwice: @Sendable (NodeTree, NodeID) -> Fault? = { tree, node in
    guard let dashboard = tree.present(.dashboard, in: node) else { return nil }
    for keyword in [Keyword.namespace, .fluxResourcePath] {
      guard let outer = tree.present(keyword, in: node), !tree.isBlank(outer),
        let inner = tree.present(keyword, in: dashboard), !tree.isBlank(inner)
      else { continue }
      let says = "cannot be specified when dashboard.\(keyword.text) is set"
      var fault = Fault(says, "is set in \"dashboard\" as well")
      fault.attribute = .keyword(keyword)
      return fault
    }
    return nil
  }

  static let release = EntryShape(
    [
      // GitLab looks for the description first, also in what is not a mapping.
      .config(
        .custom { tree, node in
          tree.isA(.hash, node) ? nil : GitLabCrash.fault("is not a mapping")
        },
        .keys([
          .tagName, .tagMessage, .name, .description, .ref, .releasedAt, .milestones, .assets,
        ])
      ),
      .required(.tagName, .type(.string), .presence()),
      .unlessBlank(.tagMessage, .type(.string)),
      .required(.description, .type(.string), .presence()),
      .unlessBlank(.milestones, .stringOrStrings),
      .unlessFalsy(
        .releasedAt,
        .text(.format(says: "must be a valid datetime", ISODateTime.isValid))
      ),
      .unlessFalsy(.ref, .text(.format(says: "must be a valid ref", GitTexts.isReference))),
    ],
    children: .keywords([
      (
        .assets,
        EntryShape([
          .config(.type(.hash), .keys([.links])),
          // GitLab has a shape for a link, but never compares the links with it.
          .required(.links, .hashes, .presence()),
        ])
      )
    ])
  )

  static let pages = EntryShape([
    .config(.hashOrBoolean, .keys([.pathPrefix, .expireIn, .publish])),
    .optional(.pathPrefix, .type(.string)),
    .optional(.expireIn, .duration(orNever: true, orVariable: true)),
    .optional(.publish, .type(.string)),
  ])
}
