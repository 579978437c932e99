import YAMLSyntax

extension Shapes {
  /// The document that declares what a file takes: GitLab's `config/header`.
  static let header = EntryShape(
    [.config(.type(.hash), .keys([.spec]))],
    children: .keywords([
      (
        .spec,
        EntryShape(
          [.config(.type(.hash), .keys([.inputs, .include, .component]))],
          children: .keywords([(.inputs, inputs), (.component, component)])
        )
      )
    ])
  )

  private static let component = EntryShape([
    .config(.strings, .allowedItems(["name", "sha", "version", "reference"]))
  ])

  private static let inputs = EntryShape([.config(.type(.hash))], children: .names(input))

  /// How many options an input may list.
  private static let optionLimit = 50

  private static let input = EntryShape(
    [
      .config(
        .type(.hash),
        .keys([.default, .description, .options, .regex, .type, .rules])
      ),
      .optional(.description, .prefixed(.alphanumeric, with: "input")),
      .optional(.regex, .prefixed(.type(.string), with: "input")),
      .optional(
        .type,
        .prefixed(.allowedValues(["array", "boolean", "number", "string"]), with: "input")
      ),
      .optional(.options, .prefixed(.type(.array), with: "input")),
      .config(.custom(optionFault)),
      .config(.atMostOne([.rules, .options])),
      .config(.atMostOne([.rules, .default])),
    ],
    children: .keywords([(.rules, EntryShape([.config(.type(.array))], children: inputRules))])
  )

  private static let inputRules = EntryShape.Children.items(
    EntryShape([
      .config(.presence(), .type(.hash), .keys([.if, .options, .default])),
      .optional(.if, .type(.string)),
      .optional(.options, .type(.array)),
      .config(.custom(optionFault)),
    ]),
    path: "rule"
  )

  private static let optionFault: @Sendable (NodeTree, NodeID) -> Fault? = { tree, node in
    guard let options = tree.present(.options, in: node), tree.kind(options) == .sequence else {
      return nil
    }
    let items = tree.items(options)
    if items.count > optionLimit {
      return Fault(
        "cannot define more than \(optionLimit) options",
        "has more than \(optionLimit) options"
      )
    }
    guard items.contains(where: { tree.kind($0.value) == .null }) else { return nil }
    return Fault("options array cannot contain null values", "has an option that is null")
  }
}
