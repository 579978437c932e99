import RegularExpressions
import YAMLSyntax

/// GitLab's checks of an input's value: its type, its options, its pattern.
///
/// Source: GitLab 18.9, `lib/ci/inputs/*_input.rb`.
extension InputSet {
  mutating func check(
    _ node: NodeID,
    of input: DeclaredInput,
    isDefault: Bool
  ) throws(InputCrash) {
    guard tree.kind(node) != .unknown,
      let value = coerced(node, input.kind, isDefault: isDefault),
      tree.kind(value) != .unknown, !tree.isOpenText(value)
    else { return }
    let which = isDefault ? "default" : "provided"
    let kind = tree.kind(value)
    switch input.kind {
    case .string: break
    case .number where kind != .int && kind != .float:
      wrongType(input, which, "a number", at: node)
    case .boolean where kind != .bool: wrongType(input, which, "a boolean", at: node)
    case .array where kind != .sequence: wrongType(input, which, "an array", at: node)
    default: break
    }
    try checkOptions(value, of: input, isDefault: isDefault, at: node)
    try checkPattern(value, of: input, which, at: node)
  }

  mutating func wrongType(
    _ input: DeclaredInput,
    _ which: String,
    _ what: String,
    at node: NodeID
  ) {
    report(
      input,
      "the \(which) value of the input \"\(input.name)\" is not \(what)",
      "\(which) value is not \(what)",
      at: node
    )
  }

  mutating func checkOptions(
    _ value: NodeID,
    of input: DeclaredInput,
    isDefault: Bool,
    at node: NodeID
  ) throws(InputCrash) {
    guard let spec = input.spec else { return }
    let own = tree.present(.options, in: spec)
    let takesLists =
      input.kind == .array && GitLabFeature.isKnown("array", in: .inputOptions, to: version)
    guard input.kind == .string || input.kind == .number || takesLists else {
      if let own { reportOptions(of: input, own) }
      return
    }
    var options = own
    if let rules = try rules(of: input) {
      switch try rule(of: rules) {
      case .unknown: return
      case .none: break
      case .rule(let rule): options = tree.present(.options, in: rule) ?? own
      }
    }
    if input.kind == .array {
      if let options { checkList(value, options, of: input, at: node) }
      return
    }
    guard let options, tree.kind(value) != .null else { return }
    guard tree.kind(options) == .sequence || tree.kind(options) == .mapping else {
      throw InputCrash("has options that are not a list", at: options)
    }
    guard !tree.items(options).contains(where: { isEqual(value, $0.value, input.kind) }) else {
      return
    }
    let text = tree.printed(value, symbolKeys: !isDefault)
    let list =
      input.kind == .number ? "the list of the allowed options" : "the list of allowed options"
    report(
      input,
      "\"\(text)\" is not one of the options of the input \"\(input.name)\"",
      "`\(text)` cannot be used because it is not in \(list)",
      at: node
    )
  }

  /// Options of an input that is neither a text nor a number.
  mutating func reportOptions(of input: DeclaredInput, _ options: NodeID) {
    report(
      input,
      "an input of the type \(input.kind.rawValue) has no options",
      "Options can only be used with string and number inputs",
      at: options
    )
  }

  /// A list whose elements must all be options.
  mutating func checkList(
    _ value: NodeID,
    _ options: NodeID,
    of input: DeclaredInput,
    at node: NodeID
  ) {
    let invalid = tree.items(value).filter { item in
      !tree.items(options).contains { tree.areEqual($0.value, item.value) }
    }.map { tree.printed($0.value) }
    guard !invalid.isEmpty else { return }
    let names = invalid.joined(separator: ", ")
    report(
      input,
      "\"\(names)\" is not among the options of the input \"\(input.name)\"",
      "\(names) cannot be used because it is not in the list of allowed options",
      at: node
    )
  }

  /// Whether an option is a value: texts are compared as texts, numbers as numbers.
  func isEqual(_ value: NodeID, _ option: NodeID, _ kind: DeclaredInput.Kind) -> Bool {
    // The hashes of a specification have strings for keys.
    if kind == .string {
      return tree.printed(option, symbolKeys: false) == tree.rubyText(value)
    }
    return tree.areEqual(option, value) && tree.rubyText(value) != "NaN"
  }

  mutating func checkPattern(
    _ value: NodeID,
    of input: DeclaredInput,
    _ which: String,
    at node: NodeID
  ) throws(InputCrash) {
    guard let regex = input.spec.flatMap({ tree.entry(.regex, in: $0) }) else { return }
    guard input.kind == .string else {
      report(
        input,
        "only string inputs have a pattern, and \"\(input.name)\" is not a string",
        "RegEx validation can only be used with string inputs",
        at: regex.keyNode
      )
      return
    }
    if tree.kind(regex.value) == .unknown { return }
    guard tree.kind(regex.value).isString else {
      let what = tree.kind(regex.value) == .null ? "null" : "not a string"
      throw InputCrash("has a pattern that is \(what)", at: regex.keyNode)
    }
    guard let pattern = try? Pattern(tree.rubyText(regex.value)) else {
      report(
        input,
        "the pattern of the input \"\(input.name)\" is not valid",
        "invalid regular expression",
        at: regex.value
      )
      return
    }
    guard pattern.matches(tree.rubyText(value), within: budget) == false else { return }
    report(
      input,
      "the \(which) value of the input \"\(input.name)\" does not match its pattern",
      "\(which) value does not match required RegEx pattern",
      at: node
    )
  }

  /// Reports that GitLab's own code fails: it then gives no other answer.
  mutating func report(_ crash: InputCrash) {
    isCrashed = true
    messages = [GitLabCrash.message]
    problems.append(.crash("an input \(crash.words)", at: crash.node))
  }

  /// Reports a mistake; without a node it is where the inputs are given.
  mutating func report(
    _ input: DeclaredInput,
    _ message: String,
    _ gitLab: String,
    at node: NodeID?
  ) {
    let text = "`\(input.name)` input: \(gitLab)"
    messages.append(text)
    guard !problems.contains(where: { $0.gitLabMessage == text }) else { return }
    problems.append(InputProblem(message: message, gitLabMessage: text, node: node))
  }
}
