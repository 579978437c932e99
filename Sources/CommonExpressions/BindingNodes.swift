/// `cel.bind(variable, value, body)`: a value that is computed once (bindings extension).
final class BindNode: Node {
  private let value: any Node
  private let body: any Node

  init(_ value: any Node, _ body: any Node) {
    self.value = value
    self.body = body
  }

  func evaluate(_ scope: Scope, _ evaluation: inout Evaluation) -> Value {
    // Not known or failed counts only if the body needs it.
    evaluation.locals.append(value.evaluate(scope, &evaluation))
    defer { evaluation.locals.removeLast() }
    return body.evaluate(scope, &evaluation)
  }

  func evaluateKnownPart(
    _ scope: Scope,
    _ evaluation: inout Evaluation,
    _ omissions: inout Omissions
  ) -> Value {
    evaluation.locals.append(value.evaluate(scope, &evaluation))
    defer { evaluation.locals.removeLast() }
    return body.evaluateKnownPart(scope, &evaluation, &omissions)
  }
}

/// `value.optMap(variable, body)` and `optFlatMap`.
final class OptionalMapNode: Node {
  private let value: any Node
  private let body: any Node
  /// Whether the body is an optional value itself.
  private let isFlat: Bool

  init(_ value: any Node, _ body: any Node, isFlat: Bool) {
    self.value = value
    self.body = body
    self.isFlat = isFlat
  }

  func evaluate(_ scope: Scope, _ evaluation: inout Evaluation) -> Value {
    switch value.evaluate(scope, &evaluation) {
    case .optional(nil): return .optional(nil)
    case .optional(let value?):
      evaluation.locals.append(value)
      defer { evaluation.locals.removeLast() }
      let result = body.evaluate(scope, &evaluation)
      guard result.isKnown else { return result }
      if !isFlat { return .optional(result) }
      guard case .optional = result else { return .noSuchOverload }
      return result
    case let value: return Shortfall.of(value, value)
    }
  }
}

/// `known(value)`: whether a value is known, with all its parts.
///
/// The specification has unknown values and no way to ask for them; without one, an expression
/// over many runs has no value as soon as one of them is not decided.
final class KnownNode: Node {
  private let operand: any Node

  init(_ operand: any Node) {
    self.operand = operand
  }

  func evaluate(_ scope: Scope, _ evaluation: inout Evaluation) -> Value {
    let value = operand.evaluate(scope, &evaluation)
    if case .error = value { return value }
    guard evaluation.spend(weighing: value) else { return Evaluation.exhausted }
    return .bool(value.isKnownThroughout)
  }
}

extension Value {
  fileprivate var isKnownThroughout: Bool {
    switch self {
    case .list(let values): values.allSatisfy(\.isKnownThroughout)
    case .map(let map): map.entries.allSatisfy(\.value.isKnownThroughout)
    case .optional(let value): value?.isKnownThroughout ?? true
    default: isKnown
    }
  }
}
