/// Runs a macro over a list or the keys of a map (language definition: Macros).
struct ComprehensionLoop: Sendable {
  let macro: Expression.Comprehension.Macro
  let range: Thunk
  let condition: Thunk?
  let transform: Thunk?

  func run(_ frame: inout Frame) -> Value {
    let elements: [Value]
    switch range(&frame) {
    case .list(let list): elements = list
    case .map(let map): elements = map.entries.map(\.key)
    case let outcome: return outcome.isValue ? .error("no such overload") : outcome
    }
    frame.locals.append(.null)
    defer { frame.locals.removeLast() }
    switch macro {
    case .all: return quantified(elements, &frame, deciding: false)
    case .exists: return quantified(elements, &frame, deciding: true)
    case .existsOne: return existsOne(elements, &frame)
    case .map, .filter: return collected(elements, &frame)
    }
  }

  private func bind(_ element: Value, _ frame: inout Frame) -> Bool {
    frame.stepsLeft -= 1
    frame.locals[frame.locals.count - 1] = element
    return frame.stepsLeft > 0
  }

  private static let exhausted = Value.error("the evaluation takes too many steps")

  /// `all` and `exists` decide at the first element that does; what is not known or an error
  /// counts only when none does.
  private func quantified(
    _ elements: [Value], _ frame: inout Frame, deciding: Bool
  ) -> Value {
    var pending: Value?
    for element in elements {
      guard bind(element, &frame) else { return Self.exhausted }
      let value = condition?(&frame) ?? .null
      switch value {
      case .bool(deciding): return value
      case .bool: break
      default:
        let outcome = value.isValue ? .error("no such overload") : value
        pending = pending.map { ExpressionCompiler.outcome([$0, outcome]) ?? outcome } ?? outcome
      }
    }
    return pending ?? .bool(!deciding)
  }

  /// Unlike `all` and `exists`, one undecided element leaves the answer undecided.
  private func existsOne(_ elements: [Value], _ frame: inout Frame) -> Value {
    var count = 0
    var pending: [Value] = []
    for element in elements {
      guard bind(element, &frame) else { return Self.exhausted }
      switch condition?(&frame) ?? .null {
      case .bool(true): count += 1
      case .bool(false): break
      case let value: pending.append(value.isValue ? .error("no such overload") : value)
      }
    }
    return ExpressionCompiler.outcome(pending) ?? .bool(count == 1)
  }

  private func collected(_ elements: [Value], _ frame: inout Frame) -> Value {
    var result: [Value] = []
    var pending: [Value] = []
    for element in elements {
      guard bind(element, &frame) else { return Self.exhausted }
      switch condition?(&frame) ?? .bool(true) {
      case .bool(true):
        let value = transform?(&frame) ?? element
        if value.isValue { result.append(value) } else { pending.append(value) }
      case .bool(false): break
      case let value: pending.append(value.isValue ? .error("no such overload") : value)
      }
    }
    return ExpressionCompiler.outcome(pending) ?? .list(result)
  }
}
