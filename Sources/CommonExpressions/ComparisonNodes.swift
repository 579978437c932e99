/// `==` and `!=`.
final class EqualityNode: Node {
  private let left: any Node
  private let right: any Node
  private let isNegated: Bool

  init(_ left: any Node, _ right: any Node, isNegated: Bool) {
    self.left = left
    self.right = right
    self.isNegated = isNegated
  }

  func evaluate(_ scope: Scope, _ evaluation: inout Evaluation) -> Value {
    let left = left.evaluate(scope, &evaluation)
    let right = right.evaluate(scope, &evaluation)
    guard left.isKnown, right.isKnown else { return Shortfall.of(left, right) }
    guard evaluation.spend(comparing: left, right) else { return Evaluation.exhausted }
    var doubt = Shortfall()
    guard left.isEqual(to: right, noting: &doubt) else { return .bool(isNegated) }
    return doubt.value ?? .bool(!isNegated)
  }
}

/// `==` and `!=` with a string that is written in the expression.
final class StringEqualityNode: Node {
  private let operand: any Node
  private let text: String
  private let isASCII: Bool
  private let isNegated: Bool

  init(_ operand: any Node, _ text: String, isNegated: Bool) {
    self.operand = operand
    self.text = text
    self.isNegated = isNegated
    isASCII = text.utf8.allSatisfy { $0 < 0x80 }
  }

  func evaluate(_ scope: Scope, _ evaluation: inout Evaluation) -> Value {
    switch operand.evaluate(scope, &evaluation) {
    case .string(let other):
      guard text.utf8.count == other.utf8.count else { return .bool(isNegated) }
      // A text that is canonically equal to ASCII and has the same length is the same ASCII, so
      // Swift's fast comparison can be used.
      let isEqual = isASCII ? text == other : text.hasSameScalars(as: other)
      return .bool(isEqual != isNegated)
    case .unknown(let unknown): return .unknown(unknown)
    case .error(let error): return .error(error)
    default: return .bool(isNegated)
    }
  }
}

/// `<`, `<=`, `>` and `>=`.
final class OrderNode: Node {
  /// The relation, with its result for each order.
  enum Relation: String {
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="

    func holds(_ order: Value.Order) -> Bool {
      switch self {
      case .less: order == .less
      case .lessOrEqual: order == .less || order == .equal
      case .greater: order == .greater
      case .greaterOrEqual: order == .greater || order == .equal
      }
    }
  }

  private let relation: Relation
  private let left: any Node
  private let right: any Node

  init(_ relation: Relation, _ left: any Node, _ right: any Node) {
    self.relation = relation
    self.left = left
    self.right = right
  }

  func evaluate(_ scope: Scope, _ evaluation: inout Evaluation) -> Value {
    let left = left.evaluate(scope, &evaluation)
    let right = right.evaluate(scope, &evaluation)
    guard left.isKnown, right.isKnown else { return Shortfall.of(left, right) }
    guard evaluation.spend(comparing: left, right) else { return Evaluation.exhausted }
    guard let order = left.order(right) else { return .noSuchOverload }
    return .bool(relation.holds(order))
  }
}

/// `in`: an element of a list, or a key of a map.
final class InNode: Node {
  private let element: any Node
  private let container: any Node

  init(_ element: any Node, _ container: any Node) {
    self.element = element
    self.container = container
  }

  func evaluate(_ scope: Scope, _ evaluation: inout Evaluation) -> Value {
    let element = element.evaluate(scope, &evaluation)
    let container = container.evaluate(scope, &evaluation)
    guard element.isKnown, container.isKnown else { return Shortfall.of(element, container) }
    switch container {
    case .map(let map):
      guard evaluation.spend(lookingUp: element) else { return Evaluation.exhausted }
      return .bool(map.value(of: element) != nil)
    case .list(let elements):
      var shortfall = Shortfall()
      guard evaluation.spend(elements.count) else { return Evaluation.exhausted }
      for other in elements {
        guard other.isKnown else {
          shortfall.note(other)
          continue
        }
        guard evaluation.spend(comparing: element, other) else { return Evaluation.exhausted }
        var doubt = Shortfall()
        guard element.isEqual(to: other, noting: &doubt) else { continue }
        guard let value = doubt.value else { return .bool(true) }
        shortfall.note(value)
      }
      return shortfall.value ?? .bool(false)
    default: return .noSuchOverload
    }
  }
}

extension Evaluation {
  /// Accounts for the comparison of two values.
  mutating func spend(comparing left: Value, _ right: Value) -> Bool {
    switch (left, right) {
    case (.string(let left), .string(let right)):
      spend(bytes: min(left.utf8.count, right.utf8.count))
    case (.bytes(let left), .bytes(let right)): spend(bytes: min(left.count, right.count))
    case (.list(let left), .list(let right)):
      left.count != right.count || spend(weighing: .list(left))
    case (.map, .map), (.optional, .optional): spend(weighing: left)
    default: true
    }
  }

  /// Accounts for looking a key up in a map, or putting it into one.
  mutating func spend(lookingUp key: Value) -> Bool {
    if case .string(let text) = key { spend(bytes: text.utf8.count) } else { true }
  }

  /// Spends what looking at each part of a value takes.
  ///
  /// Parts that a value shares count as often as it has them, so this ends with the steps.
  mutating func spend(weighing value: Value) -> Bool {
    switch value {
    case .string(let text): return spend(1 + text.utf8.count / Self.bytesPerStep)
    case .bytes(let bytes): return spend(1 + bytes.count / Self.bytesPerStep)
    case .list(let elements):
      guard spend(1) else { return false }
      for element in elements where !spend(weighing: element) { return false }
      return true
    case .map(let map):
      guard spend(1) else { return false }
      for entry in map.entries where !(spend(2) && spend(weighing: entry.value)) { return false }
      return true
    case .optional(let value?): return spend(1) && spend(weighing: value)
    default: return spend(1)
    }
  }
}

extension Value {
  /// Whether a value has no more parts than a number, shared ones counted as often as it has them.
  package func isSmaller(than parts: Int) -> Bool {
    var evaluation = Evaluation(budget: parts)
    return evaluation.spend(weighing: self)
  }
}
