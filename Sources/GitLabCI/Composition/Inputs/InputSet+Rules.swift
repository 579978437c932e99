import YAMLSyntax

/// The rules that choose an input's options and its default.
///
/// Source: GitLab 18.9, `lib/ci/inputs/{base_input,rules_evaluator}.rb`. The rules of inputs that
/// `spec:include` brings were not validated before.
extension InputSet {
  /// The first rule that holds.
  enum RuleChoice {
    case none
    case rule(NodeID)
    /// It is not known which one it is.
    case unknown
  }

  /// The rules of an input; nil when it has none.
  ///
  /// - Parameter input: The input.
  /// - Returns: A list, or a mapping, whose pairs GitLab takes for the rules.
  /// - Throws: GitLab's failure when they are neither.
  func rules(of input: DeclaredInput) throws(InputCrash) -> NodeID? {
    guard let rules = input.rules(in: tree) else { return nil }
    switch tree.kind(rules) {
    case .sequence, .mapping, .unknown: return rules
    default: throw InputCrash("has rules that are not a list", at: rules)
    }
  }

  /// The first rule that holds.
  ///
  /// - Parameter rules: The value of `rules`.
  /// - Returns: The rule.
  /// - Throws: GitLab's failure when it comes to a rule that it cannot evaluate.
  func rule(of rules: NodeID) throws(InputCrash) -> RuleChoice {
    if tree.kind(rules) == .unknown { return .unknown }
    if tree.kind(rules) == .mapping {
      guard tree.entries(rules).isEmpty else {
        throw InputCrash("has rules that are not a list", at: rules)
      }
      return .none
    }
    for item in tree.items(rules) {
      switch try holds(item.value, in: rules) {
      case nil: return .unknown
      case true?: return .rule(item.value)
      case false?: continue
      }
    }
    return .none
  }

  /// Whether a rule holds; nil when that is not known.
  private func holds(_ rule: NodeID, in rules: NodeID) throws(InputCrash) -> Bool? {
    switch tree.kind(rule) {
    case .mapping: break
    case .unknown: return nil
    case .null: throw InputCrash("has a rule that is null", at: rules)
    default: throw InputCrash("has a rule that is not a mapping", at: rule)
    }
    guard let text = tree.present(.if, in: rule), tree.isTruthy(text) else { return true }
    if tree.kind(text) == .unknown { return nil }
    guard tree.kind(text).isString else {
      throw InputCrash("has a condition that is not a string", at: text)
    }
    guard let condition = try? Condition(utf8: tree.text(text)) else { return false }
    if condition.crashesGitLab(input: conditionValue) {
      throw InputCrash("has a condition that compares what GitLab cannot compare", at: text)
    }
    return condition.holds(variable: { _ in .null }, input: conditionValue, budget: budget)
  }

  /// An input that is declared later has only the value that it is given, as it is written.
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
    case .int, .float, .symbol, .sequence, .mapping, .reference:
      let isEmpty =
        tree.kind(value).isScalar ? false : tree.items(value).isEmpty && tree.entries(value).isEmpty
      return .object(
        ConditionObject(
          identity: tree.identity(of: value),
          text: tree.printed(value),
          isEmpty: isEmpty
        )
      )
    case .string, .date, .time:
      return tree.isOpenText(value) ? .unknown : .string(tree.rubyText(value))
    }
  }
}

/// A value at which GitLab's own code fails.
struct InputCrash: Error {
  /// The fault, in words that follow the input's name.
  let words: String
  /// The value.
  let node: NodeID

  init(_ words: String, at node: NodeID) {
    self.words = words
    self.node = node
  }
}
