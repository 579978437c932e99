package import Files
import RegularExpressions

/// A value while a condition is evaluated.
package enum ConditionValue: Sendable {
  case null
  case boolean(Bool)
  case string(String)
  case pattern(RubyPattern)
  /// A value that only an input can have.
  case object(ConditionObject)
  /// A text that is there and not blank, the same for the same name, known only in a run; and
  /// texts that it is not, `$NAME` for the text of that name.
  case named(String, isNot: [String])
  /// One of some texts that are not blank; which one is known only in a run.
  case oneOf([String])
  /// Something or nothing: not known.
  case unknown
}

/// A number, a list or a mapping: it is equal only to its like.
package struct ConditionObject: Sendable {
  /// A text that two of them share exactly when they are equal.
  let identity: String
  /// The text that a pattern is compared with.
  let text: String
  /// Whether it is a list or a mapping with nothing in it, which counts as false.
  let isEmpty: Bool
}

extension Condition {
  /// Whether the condition holds; nil when that is not known.
  ///
  /// Source: GitLab 18.9, `lib/gitlab/ci/pipeline/expression/{statement,lexeme}`.
  ///
  /// - Parameters:
  ///   - variable: The value of a variable; `.null` when it is not defined.
  ///   - input: The value of an input; only the rules of inputs see inputs.
  ///   - budget: The run's budget for patterns; beyond it nothing matches.
  /// - Returns: GitLab's `truthful?`: the result is neither nil, nor false, nor a blank text.
  package func holds(
    variable: @escaping (String) -> ConditionValue,
    input: @escaping (String) -> ConditionValue = { _ in .null },
    budget: Budget = Budget()
  ) -> Bool? {
    let evaluator = Evaluator(variable: variable, input: input, budget: budget)
    switch evaluator.value(root) {
    case .null: return false
    case .boolean(let value): return value
    case .string(let text): return !text.unicodeScalars.allSatisfy { $0.properties.isWhitespace }
    case .object(let object): return !object.isEmpty
    case .pattern, .named, .oneOf: return true
    case .unknown: return nil
    }
  }

  /// The value of a part when no variable has a value.
  func valueWithoutVariables(
    of term: Term,
    input: @escaping (String) -> ConditionValue
  ) -> ConditionValue {
    Evaluator(variable: { _ in .null }, input: input, budget: Budget()).value(term)
  }

  private struct Evaluator {
    let variable: (String) -> ConditionValue
    let input: (String) -> ConditionValue
    let budget: Budget

    func value(_ term: Term) -> ConditionValue {
      switch term {
      case .value(let value, _): return self.value(value)
      case .operation(.and, let left, let right, _): return and(value(left), value(right))
      case .operation(.or, let left, let right, _): return or(value(left), value(right))
      case .operation(let comparison, let left, let right, _):
        return compare(comparison, value(left), value(right))
      }
    }

    private func value(_ value: Value) -> ConditionValue {
      switch value {
      case .variable(let name): charged(variable(name))
      case .input(let name): input(name)
      case .string(let text): .string(text)
      case .pattern(let pattern): .pattern(pattern)
      case .boolean(let value): .boolean(value)
      case .null: .null
      }
    }

    /// The value of a variable; each of its bytes is read by the look-up, and again here.
    private func charged(_ value: ConditionValue) -> ConditionValue {
      if case .string(let text) = value { budget.spend(1 + text.utf8.count / 2, on: .patternSteps) }
      return value
    }

    /// Ruby's `&&` gives one of its operands.
    private func and(_ left: ConditionValue, _ right: ConditionValue) -> ConditionValue {
      switch left {
      case .null, .boolean(false): left
      // A false right side makes the whole false, regardless of the left side.
      case .unknown: isFalse(right) ? .boolean(false) : .unknown
      default: right
      }
    }

    private func or(_ left: ConditionValue, _ right: ConditionValue) -> ConditionValue {
      switch left {
      case .null, .boolean(false): right
      case .unknown: .unknown
      default: left
      }
    }

    private func isFalse(_ value: ConditionValue) -> Bool {
      switch value {
      case .null, .boolean(false): true
      default: false
      }
    }

    private func compare(
      _ comparison: Operator,
      _ left: ConditionValue,
      _ right: ConditionValue
    ) -> ConditionValue {
      switch comparison {
      case .equals: equal(left, right).map(ConditionValue.boolean) ?? .unknown
      case .notEquals: equal(left, right).map { .boolean(!$0) } ?? .unknown
      case .matches: matches(left, right).map(ConditionValue.boolean) ?? .unknown
      default: matches(left, right).map { .boolean(!$0) } ?? .unknown
      }
    }

    /// A boolean and a text are compared as text.
    private func equal(_ left: ConditionValue, _ right: ConditionValue) -> Bool? {
      switch (left, right) {
      case (.unknown, _), (_, .unknown): nil
      case (.null, .null): true
      case (.null, _), (_, .null): false
      case (.object(let left), .object(let right)): left.identity == right.identity
      case (.object, _), (_, .object): false
      case (.named(let left, let lefts), .named(let right, let rights)):
        left == right
          ? true : lefts.contains("$\(right)") || rights.contains("$\(left)") ? false : nil
      case (.oneOf(let texts), let value), (let value, .oneOf(let texts)):
        isUnsettled(value) || texts.contains(text(value)) ? nil : false
      case (.named(_, let others), let value), (let value, .named(_, let others)):
        others.contains(text(value)) || text(value).isEmpty ? false : nil
      default: text(left) == text(right)
      }
    }

    private func isUnsettled(_ value: ConditionValue) -> Bool {
      switch value {
      case .named, .oneOf, .unknown: true
      default: false
      }
    }

    private func text(_ value: ConditionValue) -> String {
      switch value {
      case .null, .unknown, .named, .oneOf: ""
      case .boolean(let value): value ? "true" : "false"
      case .string(let text): text
      case .pattern(let pattern): "/\(pattern.source)/"
      case .object(let object): object.text
      }
    }

    private func matches(_ left: ConditionValue, _ right: ConditionValue) -> Bool? {
      switch (left, right) {
      case (_, .null), (_, .boolean(false)): return false
      // A branch cannot be a pattern, because its name does not begin with a slash.
      case (.named("CI_DEFAULT_BRANCH", _), .named("CI_DEFAULT_BRANCH", _)): return true
      case (.unknown, _), (_, .unknown), (.named, _), (_, .named): return nil
      case (.oneOf, _), (_, .oneOf): return nil
      case (_, .pattern(let pattern)):
        return pattern.pattern.matches(text(left), within: budget)
      default:
        let expression = text(right)
        if let pattern = try? RubyPattern(Array(expression.utf8)[...]) {
          budget.spend(pattern.pattern.compilationWork, on: .patternSteps)
          return pattern.pattern.matches(text(left), within: budget)
        }
        // Ruby's `scan` looks for the left side in the right one, not the other way round.
        let needle = text(left)
        return needle.isEmpty || expression.contains(needle)
      }
    }
  }
}
