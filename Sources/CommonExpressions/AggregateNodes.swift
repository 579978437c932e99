/// A list whose elements are not all constant.
final class ListNode: Node {
  /// An element, and whether it is left out when it has no value.
  typealias Element = (node: any Node, isOptional: Bool)

  private let elements: [Element]

  init(_ elements: [Element]) {
    self.elements = elements
  }

  func evaluate(_ scope: Scope, _ evaluation: inout Evaluation) -> Value {
    var shortfall = Shortfall()
    let values = values(&evaluation, noting: &shortfall) { node, evaluation in
      node.evaluate(scope, &evaluation)
    }
    return values.map { shortfall.value ?? .list($0) } ?? Evaluation.exhausted
  }

  func evaluateKnownPart(
    _ scope: Scope,
    _ evaluation: inout Evaluation,
    _ omissions: inout Omissions
  ) -> Value {
    var shortfall = Shortfall()
    let values = values(&evaluation, noting: &shortfall) { node, evaluation in
      node.evaluateKnownPart(scope, &evaluation, &omissions)
    }
    return values.map { shortfall.error ?? .list($0) } ?? Evaluation.exhausted
  }

  /// The elements with those that are not known, which are noted too; nil when the work gets too
  /// much.
  private func values(
    _ evaluation: inout Evaluation,
    noting shortfall: inout Shortfall,
    _ evaluate: (any Node, inout Evaluation) -> Value
  ) -> [Value]? {
    guard evaluation.spend(elements.count / Evaluation.nodesPerStep) else { return nil }
    var values: [Value] = []
    values.reserveCapacity(elements.count)
    for element in elements {
      let value = evaluate(element.node, &evaluation)
      guard let present = element.isOptional ? value.unwrapped : value else { continue }
      if !present.isKnown { shortfall.note(present) }
      values.append(present)
    }
    return values
  }
}

/// A map.
final class MapNode: Node {
  /// An entry, and whether it is left out when it has no value.
  typealias Entry = (key: any Node, value: any Node, isOptional: Bool)

  private let entries: [Entry]

  init(_ entries: [Entry]) {
    self.entries = entries
  }

  func evaluate(_ scope: Scope, _ evaluation: inout Evaluation) -> Value {
    var shortfall = Shortfall()
    let result = map(scope, &evaluation, noting: &shortfall) { node, evaluation in
      node.evaluate(scope, &evaluation)
    }
    return shortfall.value ?? result
  }

  func evaluateKnownPart(
    _ scope: Scope,
    _ evaluation: inout Evaluation,
    _ omissions: inout Omissions
  ) -> Value {
    var shortfall = Shortfall()
    let result = map(scope, &evaluation, noting: &shortfall) { node, evaluation in
      node.evaluateKnownPart(scope, &evaluation, &omissions)
    }
    return shortfall.error ?? result
  }

  /// The map with the values that are not known, which are noted too.
  private func map(
    _ scope: Scope,
    _ evaluation: inout Evaluation,
    noting shortfall: inout Shortfall,
    _ evaluate: (any Node, inout Evaluation) -> Value
  ) -> Value {
    guard evaluation.spend(entries.count) else { return Evaluation.exhausted }
    var values: [CELMap.Entry] = []
    var unknownKey: Value?
    for entry in entries {
      let key = entry.key.evaluate(scope, &evaluation)
      guard evaluation.spend(lookingUp: key) else { return Evaluation.exhausted }
      let value = evaluate(entry.value, &evaluation)
      guard let present = entry.isOptional ? value.unwrapped : value else { continue }
      if !present.isKnown { shortfall.note(present) }
      if key.isKnown {
        values.append(CELMap.Entry(key: key, value: present))
      } else {
        shortfall.note(key)
        unknownKey = key
      }
    }
    if let unknownKey { return unknownKey }
    return CELMap(values).map(Value.map) ?? .error("a map has an invalid or repeated key")
  }
}

extension Value {
  /// The value inside an optional one; nil when there is none.
  fileprivate var unwrapped: Value? {
    switch self {
    case .optional(let value): value
    case .unknown, .error: self
    default: .noSuchOverload
    }
  }
}
