import YAMLSyntax

extension Shapes {
  /// The document that declares what a file takes: GitLab's `config/header`.
  static let header = EntryShape(
    [.config(.type(.hash), .keys([.spec]))],
    children: .keywords([
      (
        .spec,
        EntryShape(
          [.config(.type(.hash), .keys([.inputs, .include, .component, .description]))],
          children: .keywords([
            (.inputs, inputs), (.include, headerIncludes), (.component, component),
          ]),
          place: .spec
        )
      )
    ])
  )

  private static let component = EntryShape([
    .config(.type(.array), .strings, .allowedItems(["name", "sha", "version", "reference"]))
  ])

  /// The inputs that a job takes when it is run by hand.
  static let jobInputs = EntryShape(
    [
      .config(
        .type(.hash),
        .count(
          0...optionLimit,
          tooFew: "",
          tooMany: "has too many entries (maximum \(optionLimit))"
        )
      )
    ],
    children: .alphanumericNames(
      EntryShape(
        [
          .optional(.description, .prefixed(.alphanumeric, with: "input")),
          .optional(.regex, .prefixed(.type(.string), with: "input")),
          .optional(.type, .prefixed(.allowedValues(inputTypes), with: "input")),
          .optional(.options, .prefixed(.type(.array), with: "input")),
          .config(.custom(optionFault)),
          .config(.type(.hash), .keys([.default, .description, .options, .regex, .type])),
          .config(.custom(missingDefault)),
        ],
        className: "job input"
      )
    )
  )

  private static let inputTypes = ["array", "boolean", "number", "string"]

  private static let missingDefault: @Sendable (NodeTree, NodeID) -> Fault? = { tree, node in
    guard tree.kind(node) == .mapping, tree.present(.default, in: node) == nil else { return nil }
    var fault = Fault("must have a default value", "lacks a default")
    fault.replacesAttribute = true
    return fault
  }

  private static let inputs = EntryShape(
    [.config(.type(.hash))],
    children: .alphanumericNames(input)
  )

  /// The maximum number of options of an input.
  private static let optionLimit = 50

  private static let input = EntryShape(
    [
      .optional(.description, .prefixed(.alphanumeric, with: "input")),
      .optional(.regex, .prefixed(.type(.string), with: "input")),
      .optional(.type, .prefixed(.allowedValues(inputTypes), with: "input")),
      .optional(.options, .prefixed(.type(.array), with: "input")),
      .config(.custom(optionFault)),
      // GitLab asks for a mapping twice.
      .config(.type(.hash)),
      .config(
        .type(.hash),
        .keys([.default, .description, .options, .regex, .type, .rules])
      ),
      .config(.atMostOne([.rules, .options])),
      .config(.atMostOne([.rules, .default])),
    ],
    children: .keywords([(.rules, EntryShape([.config(.type(.array))], children: inputRules))]),
    place: .headerInput,
    className: "input"
  )

  private static let inputRules = EntryShape.Children.items(
    EntryShape([
      .config(.presence(), .type(.hash), .keys([.if, .options, .default])),
      .optional(.if, .condition),
      .optional(.options, .type(.array)),
      .config(.custom(optionFault)),
      .config(.custom(ruleFault)),
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
    return nil
  }

  /// GitLab words what is wrong with a rule as a whole without naming an attribute.
  private static let ruleFault: @Sendable (NodeTree, NodeID) -> Fault? = { tree, node in
    guard tree.kind(node) == .mapping else { return nil }
    let options = tree.present(.options, in: node)
    if let options, tree.kind(options) != .sequence { return nil }
    let items = options.map { Array(tree.items($0)) } ?? []
    guard let value = tree.value(.default, in: node) else {
      return wholeFault(
        "rule must define 'options' with at least one value and a 'default'",
        "lacks a default"
      )
    }
    let isOption = items.contains { tree.areEqual($0.value, value) }
    // Ruby's `any?` looks for an element that is neither null nor false.
    let hasOptions = items.contains {
      tree.kind($0.value) == .bool ? tree.bool($0.value) : tree.kind($0.value) != .null
    }
    if !hasOptions || isOption { return nil }
    return wholeFault(
      "default '\(tree.printed(value))' must be one of the options",
      "has a default that is not one of its options"
    )
  }

  private static func wholeFault(_ says: String, _ words: String) -> Fault {
    var fault = Fault(says, words)
    fault.replacesAttribute = true
    fault.isLast = true
    return fault
  }
}
