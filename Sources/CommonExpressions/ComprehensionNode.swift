/// A macro that goes through a list or a map (language definition: Macros; the two-variable
/// macros are those of the comprehensions extension).
final class ComprehensionNode: Node {
  private let macro: Expression.Comprehension.Macro
  private let range: any Node
  /// One, or two: index or key, and value.
  private let variableCount: Int
  private let condition: (any Node)?
  private let transform: (any Node)?
  /// The work of one round, in nodes.
  private let weight: Int

  init(
    _ macro: Expression.Comprehension.Macro,
    range: any Node,
    variableCount: Int,
    condition: (any Node)?,
    transform: (any Node)?,
    weight: Int
  ) {
    self.macro = macro
    self.range = range
    self.variableCount = variableCount
    self.condition = condition
    self.transform = transform
    self.weight = weight
  }

  func evaluate(_ scope: Scope, _ evaluation: inout Evaluation) -> Value {
    let range = range.evaluate(scope, &evaluation)
    guard let elements = Elements(range) else { return Shortfall.of(range, range) }
    for _ in 0..<variableCount { evaluation.locals.append(.null) }
    defer { evaluation.locals.removeLast(variableCount) }
    switch macro {
    case .all: return search(elements, for: false, scope, &evaluation)
    case .exists: return search(elements, for: true, scope, &evaluation)
    case .existsOne: return count(elements, scope, &evaluation)
    case .map, .filter, .transformList, .transformMap:
      var collector = Collector()
      guard collect(elements, scope, &evaluation, &collector) else { return Evaluation.exhausted }
      return collector.shortfall.value ?? collector.result(macro)
    }
  }

  func evaluateKnownPart(
    _ scope: Scope,
    _ evaluation: inout Evaluation,
    _ omissions: inout Omissions
  ) -> Value {
    switch macro {
    case .all, .exists, .existsOne: return evaluate(scope, &evaluation)
    case .map, .filter, .transformList, .transformMap: break
    }
    let range = range.evaluateKnownPart(scope, &evaluation, &omissions)
    guard let elements = Elements(range) else { return Shortfall.of(range, range) }
    for _ in 0..<variableCount { evaluation.locals.append(.null) }
    defer { evaluation.locals.removeLast(variableCount) }
    var collector = Collector(omissions: omissions)
    guard collect(elements, scope, &evaluation, &collector) else { return Evaluation.exhausted }
    omissions = collector.omissions ?? omissions
    return collector.shortfall.error ?? collector.result(macro)
  }

  /// Binds the variables and evaluates the condition; nil when the work gets too much.
  private func holds(
    _ elements: Elements,
    _ index: Int,
    _ scope: Scope,
    _ evaluation: inout Evaluation
  ) -> Value? {
    guard evaluation.spend(weight) else { return nil }
    let last = evaluation.locals.count - 1
    if variableCount == 2 {
      evaluation.locals[last - 1] = elements.key(index)
      evaluation.locals[last] = elements.value(index)
    } else {
      evaluation.locals[last] = elements.first(index)
    }
    return condition?.evaluate(scope, &evaluation) ?? .bool(true)
  }

  /// Looks for an element that decides: `all` for one that is false, `exists` for one that is true.
  ///
  /// When there is one, the others do not matter, failed or not known as they may be.
  private func search(
    _ elements: Elements,
    for sought: Bool,
    _ scope: Scope,
    _ evaluation: inout Evaluation
  ) -> Value {
    var shortfall = Shortfall()
    for index in 0..<elements.count {
      guard let value = holds(elements, index, scope, &evaluation) else {
        return Evaluation.exhausted
      }
      guard case .bool(let isTrue) = value else {
        shortfall.note(value)
        continue
      }
      if isTrue == sought { return .bool(sought) }
    }
    return shortfall.undecided ?? .bool(!sought)
  }

  private func count(
    _ elements: Elements,
    _ scope: Scope,
    _ evaluation: inout Evaluation
  ) -> Value {
    var shortfall = Shortfall()
    var count = 0
    for index in 0..<elements.count {
      guard let value = holds(elements, index, scope, &evaluation) else {
        return Evaluation.exhausted
      }
      if case .bool(let isTrue) = value {
        count += isTrue ? 1 : 0
      } else {
        shortfall.note(value)
      }
    }
    return shortfall.value ?? .bool(count == 1)
  }

  /// Collects what becomes of the elements for which the condition holds.
  ///
  /// - Returns: Whether the work stayed within the limits.
  private func collect(
    _ elements: Elements,
    _ scope: Scope,
    _ evaluation: inout Evaluation,
    _ collector: inout Collector
  ) -> Bool {
    for index in 0..<elements.count {
      guard let value = holds(elements, index, scope, &evaluation) else { return false }
      guard case .bool(let isTrue) = value else {
        collector.skip(value)
        continue
      }
      guard isTrue else { continue }
      guard let transform else {
        // An element that is not known may be kept.
        collector.append(elements.first(index), key: nil)
        continue
      }
      let collected = transformed(transform, scope, &evaluation, &collector)
      // The result for an element may not be left out.
      if !collected.isKnown { collector.shortfall.note(collected) }
      let key = macro == .transformMap ? elements.key(index) : nil
      if let key, !evaluation.spend(lookingUp: key) { return false }
      collector.append(collected, key: key)
    }
    return true
  }

  private func transformed(
    _ transform: any Node,
    _ scope: Scope,
    _ evaluation: inout Evaluation,
    _ collector: inout Collector
  ) -> Value {
    guard var omissions = collector.omissions else {
      return transform.evaluate(scope, &evaluation)
    }
    defer { collector.omissions = omissions }
    return transform.evaluateKnownPart(scope, &evaluation, &omissions)
  }
}

/// The elements that a macro visits.
private struct Elements {
  private enum Kind {
    case list([Value])
    case map([CELMap.Entry])
  }

  private let kind: Kind
  let count: Int

  /// The elements of a list or the entries of a map; nil for another value.
  init?(_ range: Value) {
    switch range {
    case .list(let values):
      kind = .list(values)
      count = values.count
    case .map(let map):
      kind = .map(map.entries)
      count = map.entries.count
    default: return nil
    }
  }

  /// The value of a single variable: the element of a list, or the key of a map.
  func first(_ index: Int) -> Value {
    switch kind {
    case .list(let values): values[index]
    case .map(let entries): entries[index].key
    }
  }

  func key(_ index: Int) -> Value {
    switch kind {
    case .list: .int(Int64(index))
    case .map(let entries): entries[index].key
    }
  }

  func value(_ index: Int) -> Value {
    switch kind {
    case .list(let values): values[index]
    case .map(let entries): entries[index].value
    }
  }
}

/// Collects the result of `map`, `filter` and the transformations.
private struct Collector {
  private var values: [Value] = []
  /// The key of each value; of `transformMap` only.
  private var keys: [Value] = []
  /// The unknown or failed values.
  var shortfall = Shortfall()
  /// The elements that are left out; nil where none may be.
  var omissions: Omissions?

  init(omissions: Omissions? = nil) {
    self.omissions = omissions
  }

  /// Notes an element for which the condition has no value.
  mutating func skip(_ condition: Value) {
    if case .unknown(let unknown) = condition, omissions != nil {
      omissions?.note(unknown)
    } else {
      shortfall.note(condition)
    }
  }

  mutating func append(_ value: Value, key: Value?) {
    values.append(value)
    if let key { keys.append(key) }
  }

  func result(_ macro: Expression.Comprehension.Macro) -> Value {
    guard macro == .transformMap else { return .list(values) }
    let entries = zip(keys, values).map { CELMap.Entry(key: $0, value: $1) }
    return CELMap(entries).map(Value.map) ?? .error("a map has an invalid or repeated key")
  }
}
