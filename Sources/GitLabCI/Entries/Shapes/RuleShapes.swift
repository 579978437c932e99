import YAMLSyntax

extension Shapes {
  static let jobRules = rules(
    when: ["on_success", "on_failure", "always", "never", "manual", "delayed"],
    keys: [
      .if, .changes, .exists, .when, .startIn, .allowFailure, .variables, .needs, .interruptible,
    ]
  )
  static let workflow = EntryShape(
    [
      .config(.type(.hash), .keys([.rules, .name, .autoCancel])),
      .optional(
        .name,
        .length(max: 255, says: "is too long (maximum is 255 characters)"),
        .custom { tree, node in
          tree.isA(.string, node) ? nil : GitLabCrash.fault("is not a string")
        }
      ),
    ],
    children: .keywords([
      (
        .rules,
        rules(
          when: ["always", "never"],
          keys: [
            .if, .changes, .exists, .when, .startIn, .allowFailure, .variables, .needs,
            .autoCancel,
          ]
        )
      ),
      (.autoCancel, autoCancel),
    ])
  )
  static let includeRules = EntryShape(
    [
      .config(
        .presence(),
        .type(.array),
        .custom { tree, node in
          let hasNull = tree.items(node).contains { tree.kind($0.value) == .null }
          return hasNull ? GitLabCrash.fault("has a rule that is null") : nil
        }
      )
    ],
    children: .items(
      EntryShape(
        [
          .config(.type(.hash), .presence(), .keys([.if, .exists, .when, .changes])),
          .optional(.if, .condition),
          .optional(.when, .allowedValues(["never", "always"])),
        ],
        children: .keywords([(.changes, changes), (.exists, exists(limit: .max))])
      ),
      path: "rule"
    )
  )

  private static func rules(when words: [String], keys: KeywordSet) -> EntryShape {
    let isDelayed: AttributeCheck.Condition = { tree, facts in
      facts.value(.when, in: tree).map { tree.string($0) == "delayed" } ?? false
    }
    let rule = EntryShape(
      [
        .config(.type(.hash), .presence()),
        .config(
          .noKeys([.startIn], says: "contains disallowed keys", ignoresNull: false),
          when: { !isDelayed($0, $1) }
        ),
        .required(
          .startIn,
          .presence(),
          .duration(limit: ChronicDuration.week),
          when: isDelayed
        ),
        .optional(.if, .condition),
        .optional(.allowFailure, .boolean),
        .optional(.interruptible, .boolean),
        .optional(.when, .allowedValues(words)),
        .config(.keys(keys)),
      ],
      children: .keywords([
        (.changes, changes), (.exists, exists(limit: 50)), (.variables, plainVariables),
        (.needs, ruleNeeds), (.autoCancel, autoCancel),
      ])
    )
    return EntryShape(
      [.config(.presence(), .type(.array))],
      children: .items(rule, path: "rule")
    )
  }

  private static let autoCancel: EntryShape = {
    func words(_ words: [String]) -> EntryCheck {
      .inclusion(words, says: "must be one of: \(words.joined(separator: ", "))")
    }
    return EntryShape([
      .config(.type(.hash), .keys([.onNewCommit, .onJobFailure])),
      .optional(
        .onNewCommit,
        .type(.string),
        words(["conservative", "interruptible", "none"])
      ),
      .optional(.onJobFailure, .type(.string), words(["none", "all"])),
    ])
  }()

  private static let regexpLength = EntryCheck.length(
    max: 255,
    says: "is too long (maximum is 255 characters)"
  )

  private static let tooManyPaths = "has too many entries (maximum 50)"

  private static let changes = EntryShape(
    [
      .array(EntryShape([.config(.strings, .count(0...50, tooFew: "", tooMany: tooManyPaths))])),
      .hash(
        EntryShape(
          [
            .config(.keys([.paths, .compareTo, .regexp]), .oneOf([.paths, .regexp])),
            .required(
              .paths,
              .strings,
              .count(0...50, tooFew: "", tooMany: tooManyPaths),
              when: { _, facts in !facts.keys.contains(.regexp) }
            ),
            .optional(.regexp, .type(.string), regexpLength),
            .optional(.compareTo, .type(.string)),
          ],
          place: .changes
        )
      ),
    ],
    otherwise: .says("should be an array or a hash")
  )

  private static func exists(limit: Int) -> EntryShape {
    let list = EntryShape([
      .config(.strings, .count(0...limit, tooFew: "", tooMany: tooManyPaths))
    ])
    let mapping = EntryShape(
      [
        .config(.keys([.paths, .project, .ref, .regexp]), .oneOf([.paths, .regexp])),
        .config(.requiredKeys([.project]), when: { _, facts in facts.filled.contains(.ref) }),
        .optional(.paths, .strings, .count(0...50, tooFew: "", tooMany: tooManyPaths)),
        .optional(.project, .type(.string)),
        .optional(.ref, .type(.string)),
        .optional(.regexp, .type(.string), regexpLength),
      ],
      place: .exists
    )
    return EntryShape(
      [
        .array(list), .string(EntryShape([])),
        // GitLab looks at what is blank as at a list without paths.
        .when(EntryShape([])) { $0.isBlank($1) }, .hash(mapping),
      ],
      otherwise: .says("should be a string, an array of strings, or a hash")
    )
  }

  // MARK: only and except

  static let policy = EntryShape(
    [
      .array(EntryShape([.config(.stringsOrPatterns)])),
      .hash(
        EntryShape([
          .config(.presence(), .keys([.refs, .kubernetes, .variables, .changes])),
          .optional(.variables, .custom(wrongCondition)),
          .optional(.refs, .stringsOrPatterns),
          .optional(.kubernetes, .allowedValues(["active"])),
          .optional(.variables, .strings),
          .optional(.changes, .strings),
        ])
      ),
    ],
    otherwise: .says("has to be either an array of conditions or a hash")
  )

  private static let wrongCondition: @Sendable (NodeTree, NodeID) -> Fault? = { tree, node in
    let items = tree.items(node)
    if let wrong = items.first(where: { !tree.isA(.string, $0.value) }) {
      var fault = GitLabCrash.fault("has a condition that is not a string")
      fault.place = Fault.Place(node: wrong.value, origin: wrong.origin)
      return fault
    }
    var first: Fault?
    for item in items {
      guard !tree.isUnknown(item.value),
        let fault = EntryCheck.conditionFault(item.value, tree)
      else { continue }
      if first == nil {
        first = fault
        first?.words = "has a condition that \(fault.words)"
        first?.place = Fault.Place(node: item.value, origin: item.origin)
      } else {
        first?.also.append(fault.gitLab)
      }
    }
    return first
  }
}
