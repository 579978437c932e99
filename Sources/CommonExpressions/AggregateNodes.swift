/// A list whose elements are not all constant.
final class ListNode: Node {
  private let elements: [any Node]

  init(_ elements: [any Node]) {
    self.elements = elements
  }

  func evaluate(_ scope: Scope, _ evaluation: inout Evaluation) -> Value {
    guard evaluation.spend(elements.count / Evaluation.nodesPerStep) else {
      return Evaluation.exhausted
    }
    var values: [Value] = []
    values.reserveCapacity(elements.count)
    var shortfall = Shortfall()
    for element in elements {
      let value = element.evaluate(scope, &evaluation)
      if value.isKnown { values.append(value) } else { shortfall.note(value) }
    }
    return shortfall.value ?? .list(values)
  }
}

/// A map.
final class MapNode: Node {
  private let entries: [(key: any Node, value: any Node)]

  init(_ entries: [(key: any Node, value: any Node)]) {
    self.entries = entries
  }

  func evaluate(_ scope: Scope, _ evaluation: inout Evaluation) -> Value {
    guard evaluation.spend(entries.count) else { return Evaluation.exhausted }
    var values: [CELMap.Entry] = []
    var shortfall = Shortfall()
    for entry in entries {
      let key = entry.key.evaluate(scope, &evaluation)
      let value = entry.value.evaluate(scope, &evaluation)
      if key.isKnown, value.isKnown {
        values.append(CELMap.Entry(key: key, value: value))
      } else {
        shortfall.note(Shortfall.of(key, value))
      }
    }
    if let value = shortfall.value { return value }
    return CELMap(values).map(Value.map) ?? .error("a map has an invalid or repeated key")
  }
}
