import Files
import TextFormats
import YAMLSyntax

/// The reason why a file's inputs or its interpolation fail.
struct InputProblem {
  /// The fault, in our words.
  var message: String
  /// The message that GitLab gives.
  var gitLabMessage: String
  /// The wrong text; nil for the include that gives the inputs.
  var node: NodeID?
  /// Whether GitLab's own code fails.
  var isCrash = false

  /// The problem of a value at which GitLab's own code fails.
  static func crash(_ reason: String, at node: NodeID) -> Self {
    Self(
      message: GitLabCrash.words(reason),
      gitLabMessage: GitLabCrash.message,
      node: node,
      isCrash: true
    )
  }
}

/// The inputs that a file declares, with the values they get.
///
/// Source: GitLab 18.9, `lib/ci/inputs/{builder,base_input}.rb`.
struct InputSet {
  var tree: NodeTree
  var problems: [InputProblem] = []
  /// GitLab's messages about the inputs, in its order, with its repetitions.
  var messages: [String] = []
  /// The values by name; nil for one that is not known.
  private(set) var values: [String: NodeID?] = [:]
  /// The values passed in, by name.
  private(set) var given: [String: Entry] = [:]
  /// Whether the file is looked at alone, so that a missing value is not known and no mistake.
  let isStandalone: Bool
  /// Whether there may be more inputs than those declared.
  let isOpen: Bool
  /// Whether GitLab's own code fails at a value.
  var isCrashed = false
  let version: GitLabVersion?
  /// The run's budget.
  let budget: Budget

  /// Gives a file's inputs their values.
  ///
  /// - Parameters:
  ///   - declarations: The value of `spec:inputs`.
  ///   - arguments: The value of `include:inputs`.
  ///   - isStandalone: Whether the file is looked at alone, so that a missing value is not known
  ///     and no mistake.
  ///   - isOpen: Whether there may be more inputs than those declared.
  ///   - version: The version of GitLab; nil for the newest.
  ///   - tree: The tree that holds them all.
  ///   - budget: The run's budget.
  init(
    _ declarations: NodeID?,
    arguments: NodeID?,
    isStandalone: Bool,
    isOpen: Bool = false,
    version: GitLabVersion? = nil,
    tree: NodeTree,
    budget: Budget
  ) {
    self.tree = tree
    self.budget = budget
    self.isStandalone = isStandalone
    self.isOpen = isOpen
    self.version = version
    for entry in arguments.map({ Array(tree.entries($0)) }) ?? [] {
      given[tree.text(entry.key)] = entry
    }
    if let declarations, tree.kind(declarations).isString { reportText(declarations) }
    var inputs: [DeclaredInput] = []
    // Inputs of a type that a newer GitLab may have.
    var newer: [String] = []
    for entry in declarations.map({ Array(tree.entries($0)) }) ?? [] {
      if let input = DeclaredInput(entry, in: tree) {
        inputs.append(input)
      } else if !GitLabFeature.covers(version) {
        newer.append(tree.text(entry.key))
      } else {
        reportUnknownType(entry)
      }
    }
    do throws(InputCrash) {
      for input in inputs { values[input.name] = try value(of: input) }
    } catch {
      report(error)
    }
    for name in newer { values[name] = .some(nil) }
    if !isOpen, !isCrashed { reportUnknown(among: inputs.map(\.name) + newer) }
  }

  /// Reports that there is a text where declarations should be.
  private mutating func reportText(_ node: NodeID) {
    let says = "Invalid input specification: expected a hash-like object, got String"
    messages.append(says)
    problems.append(
      InputProblem(
        message: "the inputs of the included file must be a mapping",
        gitLabMessage: says,
        node: node
      )
    )
  }

  private mutating func reportUnknownType(_ entry: Entry) {
    let name = tree.text(entry.key)
    let types = DeclaredInput.Kind.allCases.map(\.rawValue).joined(separator: ", ")
    let says = "unknown input specification for `\(name)` (valid types: \(types))"
    messages.append(says)
    problems.append(
      InputProblem(
        message: "the type of the input \"\(name)\" must be one of \(types)",
        gitLabMessage: says,
        node: entry.keyNode
      )
    )
  }

  /// GitLab's message about inputs that are given and not declared.
  static func unknownArguments(_ names: String) -> String {
    "unknown input arguments: \(names)"
  }

  /// GitLab names inputs that are not declared before all other mistakes.
  private mutating func reportUnknown(among names: [String]) {
    let unknown = given.filter { !names.contains($0.key) }
      .sorted { $0.value.keyNode.index < $1.value.keyNode.index }
    guard !unknown.isEmpty else { return }
    let list = unknown.map(\.key).joined(separator: ", ")
    let gitLab = Self.unknownArguments(list)
    let found = unknown.map { name, entry in
      let hint = Spelling.suggestion(for: name, among: names, beside: problems.count)
      return InputProblem(
        message: "the included file has no input \"\(name)\"\(hint)",
        gitLabMessage: gitLab,
        node: entry.keyNode
      )
    }
    problems.insert(contentsOf: found, at: 0)
    messages.insert(gitLab, at: 0)
  }

  // MARK: Values

  /// Validates an input as GitLab does, and gives it its value.
  ///
  /// - Parameter input: The input.
  /// - Returns: Its value; nil when it is not known.
  /// - Throws: The reason why GitLab's own code fails.
  private mutating func value(of input: DeclaredInput) throws(InputCrash) -> NodeID? {
    let argument = argument(of: input)
    var fallback: NodeID?
    if isRequired(input) {
      if argument == nil {
        return try missingValue(of: input)
      }
    } else {
      switch try self.fallback(of: input) {
      case .unknown where argument == nil: return nil
      case .unknown: break
      case .value(let node):
        fallback = node
        try check(node, of: input, isDefault: true)
      }
    }
    guard let argument else {
      return fallback.flatMap { coerced($0, input.kind, isDefault: true) }
    }
    if tree.kind(argument) == .unknown { return nil }
    try check(argument, of: input, isDefault: false)
    return coerced(argument, input.kind, isDefault: false)
  }

  /// The value that other inputs' rules see when one is missing; nil when it is not known.
  ///
  /// GitLab looks for a default even then, and may fail.
  private mutating func missingValue(
    of input: DeclaredInput
  ) throws(InputCrash) -> NodeID? {
    if !isStandalone {
      report(
        input,
        "the input \"\(input.name)\" has no default and is given no value",
        "required value has not been provided",
        at: nil
      )
    }
    // GitLab compares every value of a text or a number with the rules' options, so these rules
    // are always evaluated.
    if !isStandalone || input.kind == .string || input.kind == .number,
      let rules = try rules(of: input)
    {
      _ = try rule(of: rules)
    }
    guard !isStandalone else { return nil }
    let kind: NodeKind = input.kind == .string ? .string : .null
    return tree.makeScalar("", kind: kind, at: tree.location(input.keyNode))
  }

  /// The value passed to an input; with rules, an empty text counts as nothing.
  private func argument(of input: DeclaredInput) -> NodeID? {
    guard let value = given[input.name]?.value, tree.kind(value) != .null else { return nil }
    let isEmpty = tree.kind(value).isString && tree.text(value).isEmpty
    return isEmpty && input.rules(in: tree) != nil ? nil : value
  }

  private func isRequired(_ input: DeclaredInput) -> Bool {
    guard let spec = input.spec else { return true }
    if tree.entry(.default, in: spec) != nil { return false }
    guard let rules = input.rules(in: tree), tree.kind(rules) == .sequence else { return true }
    return !tree.items(rules).contains { tree.entry(.default, in: $0.value) != nil }
  }

  /// A default that GitLab chooses.
  private enum Fallback {
    case value(NodeID)
    case unknown
  }

  /// The default of an input that has one: that of the first rule that holds, or its own.
  private mutating func fallback(of input: DeclaredInput) throws(InputCrash) -> Fallback {
    guard let spec = input.spec else { return .unknown }
    var value = tree.entry(.default, in: spec)?.value
    if let rules = try rules(of: input) {
      switch try rule(of: rules) {
      case .unknown: return .unknown
      case .none: break
      case .rule(let rule): value = tree.present(.default, in: rule) ?? value
      }
    }
    return .value(value ?? tree.makeScalar("", kind: .null, at: tree.location(spec)))
  }

  // MARK: Coercion

  /// A value in the input's type: a string input takes any value as text, the others read text as
  /// JSON where it is JSON.
  mutating func coerced(
    _ node: NodeID,
    _ kind: DeclaredInput.Kind,
    isDefault: Bool
  ) -> NodeID? {
    let isText = tree.kind(node).isString || tree.kind(node) == .symbol
    guard kind != .string else {
      if tree.kind(node).isString { return node }
      let text = tree.printed(node, symbolKeys: !isDefault)
      return tree.makeScalar(text, at: tree.location(node))
    }
    guard isText else { return node }
    let text = tree.rubyText(node)
    return JSONInput.value(text, at: tree.location(node), in: &tree) ?? node
  }
}
