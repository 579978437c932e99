import YAMLSyntax

extension NodeTree {
  /// Whether Ruby's `==` holds for two values: numbers are compared by value, all others only with
  /// values of their class.
  func areEqual(_ left: NodeID, _ right: NodeID) -> Bool {
    identity(of: left) == identity(of: right)
  }

  /// A text that two values share exactly when Ruby's `==` holds for them.
  func identity(of node: NodeID) -> String {
    switch kind(node) {
    case .int: return rubyText(node)
    case .float:
      let text = rubyText(node)
      return Double(text).flatMap { Int(exactly: $0) }.map { String($0) } ?? text
    case .sequence, .reference:
      return "[\(items(node).map { identity(of: $0.value) }.joined(separator: ","))]"
    case .mapping:
      let pairs = entries(node).map { "\(inspect(key: $0))=>\(identity(of: $0.value))" }
      return "{\(pairs.sorted().joined(separator: ","))}"
    default: return inspect(node)
    }
  }
}
