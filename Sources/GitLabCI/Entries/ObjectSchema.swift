import YAMLSyntax

/// The little of JSON Schema that GitLab uses to check parts of a configuration; its messages are
/// those of the `json_schemer` gem.
struct ObjectSchema: Sendable {
  indirect enum Value: Sendable {
    case string(ClosedRange<Int>)
    case stringOrInteger(ClosedRange<Int>)
    case boolean
    case object(ObjectSchema)
  }

  let properties: [Keyword: Value]
  let required: [Keyword]

  init(_ properties: [Keyword: Value], required: [Keyword] = []) {
    self.properties = properties
    self.required = required
  }

  /// The fault of a mapping.
  func fault(_ node: NodeID, at path: String, in tree: NodeTree) -> Fault? {
    if tree.isUnknown(node) { return nil }
    let place = path.isEmpty ? "root" : "`\(path)`"
    guard tree.kind(node) == .mapping else {
      return Fault("value at \(place) is not an object", "must be a mapping")
    }
    let missing = required.filter { tree.value($0, in: node) == nil }
    if !missing.isEmpty {
      let names = missing.map(\.text.description).joined(separator: ", ")
      let says = "object at \(place) is missing required properties: \(names)"
      return Fault(says, "lacks \(names)")
    }
    for entry in tree.entries(node) {
      let name = tree.text(entry.key)
      let item = Item(value: entry.keyNode, origin: entry.origin)
      guard let value = Keyword(entry.key).flatMap({ properties[$0] }) else {
        let says = "object property at `\(path)/\(name)` is a disallowed additional property"
        return Fault(says, "has no key \"\(name)\"", at: item)
      }
      if let fault = value.fault(entry.value, at: "\(path)/\(name)", in: tree) { return fault }
    }
    return nil
  }
}

extension ObjectSchema.Value {
  /// The fault of a value.
  func fault(_ node: NodeID, at path: String, in tree: NodeTree) -> Fault? {
    if tree.isUnknown(node) { return nil }
    let item = Item(value: node)
    switch self {
    case .object(let schema): return schema.fault(node, at: path, in: tree)
    case .boolean:
      if tree.kind(node) == .bool { return nil }
      return Fault("value at `\(path)` is not a boolean", "must be true or false", at: item)
    case .stringOrInteger(let range):
      if tree.kind(node) == .int { return nil }
      guard tree.isStringOrSymbol(node) else {
        let says = "value at `\(path)` is not one of the types: [\"string\", \"integer\"]"
        return Fault(says, "must be a string or a whole number", at: item)
      }
      return lengthFault(node, range, path, tree)
    case .string(let range): return lengthFault(node, range, path, tree)
    }
  }

  private func lengthFault(
    _ node: NodeID,
    _ range: ClosedRange<Int>,
    _ path: String,
    _ tree: NodeTree
  ) -> Fault? {
    let item = Item(value: node)
    guard tree.isStringOrSymbol(node) else {
      return Fault("value at `\(path)` is not a string", "must be a string", at: item)
    }
    let count = tree.rubyText(node).unicodeScalars.count
    if count < range.lowerBound {
      let says = "string length at `\(path)` is less than: \(range.lowerBound)"
      return Fault(says, "must not be empty", at: item)
    }
    guard count > range.upperBound else { return nil }
    let says = "string length at `\(path)` is greater than: \(range.upperBound)"
    return Fault(says, "has more than \(range.upperBound) characters", at: item)
  }
}
