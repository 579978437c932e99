/// The inputs of an evaluation.
struct Scope {
  /// The values of the variables, in the order of their declaration.
  let bindings: [Value]
  let facts: any FactSource
}

/// The state of an evaluation.
struct Evaluation {
  /// The work that one evaluation may do, apart from what its run may still do.
  ///
  /// Counted are nodes evaluated in macros, and what is compared, searched and written, by the
  /// element or by a few bytes. All of it takes about a second.
  private static let budget = 10_000_000

  /// The number of bytes that are read, searched or written in the time of one step.
  static let bytesPerStep = 16

  /// The number of plain nodes that are evaluated in the time of one step.
  static let nodesPerStep = 8

  static let exhausted = Value.error("the evaluation takes too many steps")

  /// The variables of the macros around the present place, the outermost first.
  var locals: [Value] = []
  private let budget: Int
  private var remaining: Int

  /// An evaluation.
  ///
  /// - Parameter budget: The steps that it may take.
  init(budget: Int = Self.budget) {
    self.budget = budget
    remaining = budget
  }

  /// The steps that were taken so far.
  var spent: Int { budget - remaining }

  /// Accounts for work.
  ///
  /// - Returns: Whether it is within the limits.
  mutating func spend(_ steps: Int) -> Bool {
    remaining -= min(steps, budget + 1)
    return remaining >= 0
  }

  /// Accounts for going through some bytes.
  mutating func spend(bytes: Int) -> Bool {
    spend(bytes / Self.bytesPerStep)
  }
}

/// A compiled part of an expression.
protocol Node: AnyObject, Sendable {
  func evaluate(_ scope: Scope, _ evaluation: inout Evaluation) -> Value

  /// Evaluates so far as things are known, where the value is the result and not an operand.
  ///
  /// - Parameters:
  ///   - scope: The inputs.
  ///   - evaluation: The state.
  ///   - omissions: Counts the elements that may belong to the result or may not.
  /// - Returns: The value, with what is not known inside it.
  func evaluateKnownPart(
    _ scope: Scope,
    _ evaluation: inout Evaluation,
    _ omissions: inout Omissions
  ) -> Value
}

extension Node {
  func evaluateKnownPart(
    _ scope: Scope,
    _ evaluation: inout Evaluation,
    _ omissions: inout Omissions
  ) -> Value {
    evaluate(scope, &evaluation)
  }
}

/// The elements that are left out of a result, because whether they belong to it is not known.
package struct Omissions: Sendable {
  /// Their number.
  package private(set) var count = 0
  /// The reason why it is not known; nil when nothing is left out.
  package private(set) var unknown: Unknown?

  mutating func note(_ unknown: Unknown) {
    count += 1
    self.unknown = self.unknown?.union(unknown) ?? unknown
  }
}

/// Collects the operands that have no value.
///
/// Which of them the result is depends on whether one operand alone can decide it (`ExprValue` of
/// the specification): then what is not known outweighs an error, else an error what is not known.
struct Shortfall {
  private var unknown: Unknown?
  /// The first error among them.
  private(set) var error: Value?

  /// Notes an operand without a value.
  mutating func note(_ value: Value) {
    switch value {
    case .unknown(let other): unknown = unknown?.union(other) ?? other
    case .error: if error == nil { error = value }
    default: if error == nil { error = .noSuchOverload }
    }
  }

  /// The result if all operands are needed; nil if all had values.
  var value: Value? {
    error ?? unknown.map(Value.unknown)
  }

  /// The result if one operand could have decided; nil if all had values.
  var undecided: Value? {
    unknown.map(Value.unknown) ?? error
  }

  /// The result for two operands when at least one has no value.
  static func of(_ left: Value, _ right: Value) -> Value {
    var shortfall = Shortfall()
    if !left.isKnown { shortfall.note(left) }
    if !right.isKnown { shortfall.note(right) }
    return shortfall.value ?? .noSuchOverload
  }
}
