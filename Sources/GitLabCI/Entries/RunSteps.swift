import YAMLSyntax

/// The steps of `run`, as the JSON Schema `run_steps.json` of GitLab wants them.
enum RunSteps {
  /// What is wrong with a list of steps.
  static let fault: @Sendable (NodeTree, NodeID) -> Fault? = { tree, node in
    if tree.isUnknown(node) { return nil }
    guard tree.kind(node) == .sequence else {
      return Fault("value at root is not an array", "must be a list of steps")
    }
    for (index, item) in tree.items(node).enumerated() where !tree.isUnknown(item.value) {
      guard let words = words(item.value, tree) else { continue }
      return Fault(
        "value at `/\(index)` does not match exactly one `oneOf` schema",
        words,
        at: item
      )
    }
    return nil
  }

  /// Why a value is no step.
  private static func words(_ step: NodeID, _ tree: NodeTree) -> String? {
    guard tree.kind(step) == .mapping else { return "has a step that is no mapping" }
    guard let name = tree.value(.name, in: step) else { return "has a step without a name" }
    if !tree.isUnknown(name), !isName(tree.text(name)) || !tree.isStringOrSymbol(name) {
      return "has a step whose name is not made of letters, digits and underscores"
    }
    let kinds = [Keyword.script, .step, .func].filter { tree.value($0, in: step) != nil }
    guard kinds.count == 1, let kind = kinds.first else {
      return "has a step that is not exactly one of script, step and func"
    }
    var allowed: KeywordSet = [.name, .env]
    allowed.insert(kind)
    if kind != .script { allowed.insert(.inputs) }
    if tree.entries(step).contains(where: { !allowed.contains($0.key) }) {
      return "has a step with keys that steps do not have"
    }
    if kind == .script, let script = tree.value(.script, in: step), !tree.isUnknown(script),
      !tree.isStringOrSymbol(script) || tree.text(script).isEmpty
    {
      return "has a step whose script is not a string"
    }
    return tree.value(.env, in: step).flatMap { environmentWords($0, tree) }
  }

  private static func environmentWords(_ node: NodeID, _ tree: NodeTree) -> String? {
    if tree.isUnknown(node) { return nil }
    let isRight =
      tree.kind(node) == .mapping
      && tree.entries(node).allSatisfy {
        isName(tree.bytes($0.key))
          && (tree.isUnknown($0.value) || tree.isStringOrSymbol($0.value))
      }
    return isRight ? nil : "has a step whose \"env\" is no mapping of names to strings"
  }

  private static func isName(_ text: ArraySlice<UInt8>) -> Bool {
    guard let first = text.first, !digits.contains(first) else { return false }
    return text.allSatisfy {
      $0 == UInt8(ascii: "_") || digits.contains($0)
        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20)
    }
  }

  private static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
}
