/// A macro that goes through a list or the keys of a map (language definition: Macros).
final class ComprehensionNode: Node {
  private let macro: Expression.Comprehension.Macro
  private let range: any Node
  private let condition: (any Node)?
  private let transform: (any Node)?
  /// The work of one round, in nodes.
  private let weight: Int

  init(
    _ macro: Expression.Comprehension.Macro,
    range: any Node,
    condition: (any Node)?,
    transform: (any Node)?,
    weight: Int
  ) {
    self.macro = macro
    self.range = range
    self.condition = condition
    self.transform = transform
    self.weight = weight
  }

  func evaluate(_ scope: Scope, _ evaluation: inout Evaluation) -> Value {
    let elements: [Value]
    switch range.evaluate(scope, &evaluation) {
    case .list(let values): elements = values
    case .map(let map): elements = map.entries.map(\.key)
    case let value: return Shortfall.of(value, value)
    }
    evaluation.locals.append(.null)
    defer { evaluation.locals.removeLast() }
    switch macro {
    case .all: return search(elements, for: false, scope, &evaluation)
    case .exists: return search(elements, for: true, scope, &evaluation)
    case .existsOne: return count(elements, scope, &evaluation)
    case .map, .filter: return collect(elements, scope, &evaluation)
    }
  }

  /// Binds the variable and evaluates the condition; nil when the work gets too much.
  private func holds(
    _ element: Value,
    _ scope: Scope,
    _ evaluation: inout Evaluation
  ) -> Value? {
    guard evaluation.spend(weight) else { return nil }
    evaluation.locals[evaluation.locals.count - 1] = element
    return condition?.evaluate(scope, &evaluation) ?? .bool(true)
  }

  /// Looks for an element that decides: `all` for one that is false, `exists` for one that is true.
  ///
  /// When there is one, the others do not matter, failed or not known as they may be.
  private func search(
    _ elements: [Value],
    for sought: Bool,
    _ scope: Scope,
    _ evaluation: inout Evaluation
  ) -> Value {
    var shortfall = Shortfall()
    for element in elements {
      guard let value = holds(element, scope, &evaluation) else { return Evaluation.exhausted }
      guard case .bool(let isTrue) = value else {
        shortfall.note(value)
        continue
      }
      if isTrue == sought { return .bool(sought) }
    }
    return shortfall.undecided ?? .bool(!sought)
  }

  private func count(
    _ elements: [Value],
    _ scope: Scope,
    _ evaluation: inout Evaluation
  ) -> Value {
    var shortfall = Shortfall()
    var count = 0
    for element in elements {
      guard let value = holds(element, scope, &evaluation) else { return Evaluation.exhausted }
      if case .bool(let isTrue) = value {
        count += isTrue ? 1 : 0
      } else {
        shortfall.note(value)
      }
    }
    return shortfall.value ?? .bool(count == 1)
  }

  private func collect(
    _ elements: [Value],
    _ scope: Scope,
    _ evaluation: inout Evaluation
  ) -> Value {
    var shortfall = Shortfall()
    var result: [Value] = []
    for element in elements {
      guard let value = holds(element, scope, &evaluation) else { return Evaluation.exhausted }
      guard case .bool(let isTrue) = value else {
        shortfall.note(value)
        continue
      }
      guard isTrue else { continue }
      let collected = transform?.evaluate(scope, &evaluation) ?? element
      // An element that is not known may be kept; what is made of it may not be left out.
      if transform == nil || collected.isKnown {
        result.append(collected)
      } else {
        shortfall.note(collected)
      }
    }
    return shortfall.value ?? .list(result)
  }
}
