/// What an expression sees while it is evaluated.
struct Frame {
  /// How many steps of macros an evaluation may take, nested ones counted: a bound for what a
  /// rule file of a hostile branch can cost.
  static let stepLimit = 1_000_000
  /// How long strings and lists may become.
  static let sizeLimit = 1_000_000

  /// The values of the declared variables, in order.
  let bindings: [Value]
  /// The values of the macros' variables, the innermost last.
  var locals: [Value] = []
  /// Answers what is asked about objects.
  let facts: any FactSource
  /// How many steps are left.
  var stepsLeft = Frame.stepLimit
}

/// A compiled expression.
typealias Thunk = @Sendable (inout Frame) -> Value
