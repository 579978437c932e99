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
}

/// The inputs that a file declares, with the values they get.
///
/// Source: GitLab 18.9, `lib/ci/inputs`.
struct InputSet {
  var tree: NodeTree
  var problems: [InputProblem] = []
  /// GitLab's messages about the inputs, in its order, with its repetitions.
  var messages: [String] = []
  /// The values by name; nil for one that is not known.
  private(set) var values: [String: NodeID?] = [:]
  /// The values passed in, by name.
  private var given: [String: Entry] = [:]
  /// Whether the file is looked at alone, so that a missing value is not known and no mistake.
  private let isStandalone: Bool
  /// Whether there may be more inputs than those declared.
  private let isOpen: Bool
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
    for input in inputs { values[input.name] = value(of: input) }
    for name in newer { values[name] = .some(nil) }
    if !isOpen { reportUnknown(among: inputs.map(\.name) + newer) }
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

  /// GitLab names inputs that are not declared before all other mistakes.
  private mutating func reportUnknown(among names: [String]) {
    let unknown = given.filter { !names.contains($0.key) }
      .sorted { $0.value.keyNode.index < $1.value.keyNode.index }
    guard !unknown.isEmpty else { return }
    let list = unknown.map(\.key).joined(separator: ", ")
    let gitLab = "unknown input arguments: \(list)"
    let found = unknown.map { name, entry in
      let meant = Spelling.closest(to: name, among: names, beside: problems.count)
      let hint = meant.map { "; did you mean \"\($0)\"?" } ?? ""
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

  private mutating func value(of input: DeclaredInput) -> NodeID? {
    let argument = argument(of: input)
    guard let fallback = fallback(of: input) else {
      // Which default applies is not known.
      if let argument { check(argument, of: input, isDefault: false) }
      return argument.flatMap { coerced($0, input.kind, isDefault: false) }
    }
    if argument == nil, case .none = fallback {
      if !isStandalone {
        report(
          input,
          "the input \"\(input.name)\" has no default and is given no value",
          "required value has not been provided",
          at: nil
        )
      }
      return nil
    }
    if case .some(let node) = fallback { check(node, of: input, isDefault: true) }
    guard let argument else {
      return fallback.flatMap { coerced($0, input.kind, isDefault: true) }
    }
    if tree.kind(argument) == .unknown { return nil }
    check(argument, of: input, isDefault: false)
    return coerced(argument, input.kind, isDefault: false)
  }

  /// The value passed to an input; with rules, an empty text counts as nothing.
  private func argument(of input: DeclaredInput) -> NodeID? {
    guard let value = given[input.name]?.value, tree.kind(value) != .null else { return nil }
    let isEmpty = tree.kind(value).isString && tree.text(value).isEmpty
    return isEmpty && input.rules(in: tree) != nil ? nil : value
  }

  /// The default, or that of the first rule that holds: nil inside when there is none, nil outside
  /// when it is not known.
  private mutating func fallback(of input: DeclaredInput) -> NodeID?? {
    guard let spec = input.spec else { return .some(nil) }
    let own = tree.entry(.default, in: spec)?.value
    guard let rules = input.rules(in: tree) else { return .some(own) }
    let hasDefault = tree.items(rules).contains { tree.entry(.default, in: $0.value) != nil }
    guard hasDefault || own != nil else { return .some(nil) }
    guard let rule = rule(of: rules) else { return nil }
    let value = rule.flatMap { tree.present(.default, in: $0) } ?? own
    return .some(value ?? tree.makeScalar("", kind: .null, at: tree.location(spec)))
  }

  /// The first rule that holds: nil inside when none does, nil outside when it is not known.
  func rule(of rules: NodeID) -> NodeID?? {
    for item in tree.items(rules) {
      guard let text = tree.present(.if, in: item.value) else { return .some(item.value) }
      guard let condition = try? Condition(utf8: tree.text(text)) else { continue }
      let known = condition.holds(
        variable: { _ in .null },
        input: conditionValue,
        budget: budget
      )
      guard let holds = known else { return nil }
      if holds { return .some(item.value) }
    }
    return .some(nil)
  }

  /// An input that is declared later has only the value that it is given.
  private func conditionValue(_ name: String) -> ConditionValue {
    let value: NodeID?
    if let known = values[name] {
      value = known
    } else if let given = given[name]?.value {
      value = given
    } else {
      return isStandalone || isOpen ? .unknown : .null
    }
    guard let value else { return .unknown }
    switch tree.kind(value) {
    case .null: return .null
    case .bool: return .boolean(tree.bool(value))
    case .unknown: return .unknown
    default: return .string(tree.rubyText(value))
    }
  }

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
