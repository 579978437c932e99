import RegularExpressions
import TextFormats
import YAMLSyntax

/// Why a file's inputs or its interpolation fail.
struct InputProblem {
  /// What is wrong, in our words.
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
  private enum Kind: String {
    case string
    case number
    case boolean
    case array
  }

  private struct Input {
    var name: String
    var keyNode: NodeID
    /// The mapping that declares it; nil for a bare name.
    var spec: NodeID?
    var kind: Kind
  }

  var tree: NodeTree
  private(set) var problems: [InputProblem] = []
  /// The values by name; nil for one that is not known.
  private(set) var values: [String: NodeID?] = [:]

  /// Gives a file's inputs their values.
  ///
  /// - Parameters:
  ///   - declarations: The value of `spec:inputs`.
  ///   - arguments: The value of `include:inputs`.
  ///   - isStandalone: Whether the file is looked at alone, so that a missing value is not known
  ///     and no mistake.
  ///   - tree: The tree that holds them all.
  init(_ declarations: NodeID?, arguments: NodeID?, isStandalone: Bool, tree: NodeTree) {
    self.tree = tree
    var inputs: [Input] = []
    for entry in declarations.map({ Array(tree.entries($0)) }) ?? [] {
      let spec = tree.kind(entry.value) == .mapping ? entry.value : nil
      let type = spec.flatMap { tree.present(.type, in: $0) }.map(tree.string)
      inputs.append(
        Input(
          name: tree.text(entry.key),
          keyNode: entry.keyNode,
          spec: spec,
          kind: type.flatMap(Kind.init) ?? .string
        )
      )
    }
    var given: [String: Entry] = [:]
    for entry in arguments.map({ Array(tree.entries($0)) }) ?? [] {
      given[tree.text(entry.key)] = entry
    }
    for input in inputs {
      let argument = given[input.name].flatMap { tree.kind($0.value) == .null ? nil : $0.value }
      values[input.name] = value(of: input, argument, isStandalone: isStandalone)
    }
    reportUnknown(given, among: inputs.map(\.name))
  }

  private mutating func reportUnknown(_ given: [String: Entry], among names: [String]) {
    let unknown = given.filter { !names.contains($0.key) }.sorted { $0.key < $1.key }
    guard !unknown.isEmpty else { return }
    let list = unknown.map(\.key).joined(separator: ", ")
    let gitLab = "unknown input arguments: \(list)"
    for (name, entry) in unknown {
      let meant = Spelling.closest(to: name, among: names, beside: problems.count)
      let hint = meant.map { "; did you mean \"\($0)\"?" } ?? ""
      problems.append(
        InputProblem(
          message: "the included file has no input \"\(name)\"\(hint)",
          gitLabMessage: gitLab,
          node: entry.keyNode
        )
      )
    }
  }

  // MARK: Values

  private mutating func value(
    of input: Input,
    _ argument: NodeID?,
    isStandalone: Bool
  ) -> NodeID? {
    let fallback = fallback(of: input)
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
    if case .value(let node) = fallback { check(node, of: input, isDefault: true) }
    guard let argument else {
      guard case .value(let node) = fallback else { return nil }
      return coerced(node, input.kind)
    }
    if tree.kind(argument) == .unknown { return nil }
    check(argument, of: input, isDefault: false)
    return coerced(argument, input.kind)
  }

  private enum Fallback {
    case none
    case value(NodeID)
    case unknown
  }

  /// The default, or that of the first rule that holds.
  private func fallback(of input: Input) -> Fallback {
    guard let spec = input.spec else { return .none }
    guard let rules = tree.present(.rules, in: spec) else {
      return tree.entry(.default, in: spec).map { .value($0.value) } ?? .none
    }
    let hasDefault = tree.items(rules).contains { rule in
      tree.entry(.default, in: rule.value) != nil || tree.entry(.if, in: rule.value) == nil
    }
    guard hasDefault else { return .none }
    guard let rule = rule(of: rules) else { return .unknown }
    return rule.flatMap { tree.entry(.default, in: $0) }.map { .value($0.value) } ?? .unknown
  }

  /// The first rule that holds: nil inside when none does, nil outside when it is not known.
  private func rule(of rules: NodeID) -> NodeID?? {
    for item in tree.items(rules) {
      guard let condition = tree.present(.if, in: item.value) else { return .some(item.value) }
      guard let condition = try? Condition(utf8: tree.text(condition)) else { continue }
      let known = condition.holds(variable: { _ in .unknown }, input: conditionValue)
      guard let holds = known else { return nil }
      if holds { return .some(item.value) }
    }
    return .some(nil)
  }

  private func conditionValue(_ name: String) -> ConditionValue {
    guard let known = values[name], let node = known else { return .unknown }
    switch tree.kind(node) {
    case .null: return .null
    case .bool: return .boolean(tree.bool(node))
    default: return .string(tree.rubyText(node))
    }
  }

  /// A value in the input's type: a string input takes any value as text, the others read text.
  private mutating func coerced(_ node: NodeID, _ kind: Kind) -> NodeID? {
    let isText = tree.kind(node).isString || tree.kind(node) == .symbol
    guard kind != .string else {
      if tree.kind(node).isString { return node }
      let text = tree.kind(node).isScalar ? tree.rubyText(node) : RubyText.inspect(node, in: tree)
      return tree.makeScalar(text, at: tree.location(node))
    }
    guard isText else { return node }
    let text = tree.rubyText(node)
    if text == "true" || text == "false" {
      return tree.makeScalar(text, kind: .bool, at: tree.location(node))
    }
    if JSONNumber.isNumber(text) {
      let isWhole = text.utf8.allSatisfy { $0 != UInt8(ascii: ".") && $0 | 0x20 != 0x65 }
      return tree.makeScalar(text, kind: isWhole ? .int : .float, at: tree.location(node))
    }
    // A list in JSON: which one it is makes no difference to anything that is checked.
    return text.hasPrefix("[") ? nil : node
  }

  // MARK: Checks

  private mutating func check(_ node: NodeID, of input: Input, isDefault: Bool) {
    guard tree.kind(node) != .unknown, let value = coerced(node, input.kind) else { return }
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
    checkOptions(value, of: input, at: node)
    checkPattern(value, of: input, which, at: node)
  }

  private mutating func wrongType(
    _ input: Input,
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

  private mutating func checkOptions(_ value: NodeID, of input: Input, at node: NodeID) {
    guard let spec = input.spec else { return }
    var options = tree.present(.options, in: spec)
    if let rules = tree.present(.rules, in: spec) {
      guard let rule = rule(of: rules) else { return }
      options = rule.flatMap { tree.present(.options, in: $0) } ?? options
    }
    guard let options else { return }
    guard input.kind == .string || input.kind == .number else {
      report(
        input,
        "only string and number inputs have options, and \"\(input.name)\" is neither",
        "Options can only be used with string and number inputs",
        at: options
      )
      return
    }
    guard tree.kind(value) != .null else { return }
    let text = tree.rubyText(value)
    guard !tree.items(options).contains(where: { tree.rubyText($0.value) == text }) else { return }
    let list =
      input.kind == .number ? "the list of the allowed options" : "the list of allowed options"
    report(
      input,
      "\"\(text)\" is none of the options of the input \"\(input.name)\"",
      "`\(text)` cannot be used because it is not in \(list)",
      at: node
    )
  }

  private mutating func checkPattern(
    _ value: NodeID,
    of input: Input,
    _ which: String,
    at node: NodeID
  ) {
    guard let regex = input.spec.flatMap({ tree.entry(.regex, in: $0) }) else { return }
    guard input.kind == .string else {
      report(
        input,
        "only string inputs have a pattern, and \"\(input.name)\" is none",
        "RegEx validation can only be used with string inputs",
        at: regex.keyNode
      )
      return
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
    guard !pattern.matches(tree.rubyText(value)) else { return }
    report(
      input,
      "the \(which) value of the input \"\(input.name)\" does not match its pattern",
      "\(which) value does not match required RegEx pattern",
      at: node
    )
  }

  /// Reports a mistake; without a node it stands where the inputs are given.
  private mutating func report(
    _ input: Input,
    _ message: String,
    _ gitLab: String,
    at node: NodeID?
  ) {
    let text = "`\(input.name)` input: \(gitLab)"
    guard !problems.contains(where: { $0.gitLabMessage == text }) else { return }
    problems.append(InputProblem(message: message, gitLabMessage: text, node: node))
  }
}

/// Numbers as JSON writes them.
enum JSONNumber {
  /// Whether a text is one.
  static func isNumber(_ text: String) -> Bool {
    pattern?.wholeMatch(text) ?? false
  }

  private static let pattern = try? Pattern("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?")
}
