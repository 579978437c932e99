import CommonExpressions

/// An expression, and its result by the specification.
///
/// The expectations are read off the language definition (`langdef`), the specification's own
/// conformance tests (`testdata`) and the documentation of the strings extension (`ext`), never off
/// our evaluator.
struct ConformanceCase: Sendable, CustomStringConvertible {
  enum Outcome: Sendable {
    case value(Value)
    /// An error when it is evaluated.
    case error
    /// Not known, for any reason.
    case unknown
    /// An error when it is compiled, at `line:column` if a place is named.
    case refused(at: String?)
  }

  /// The section of the specification.
  var section = ""
  let source: String
  let outcome: Outcome

  var description: String { "\(section): \(source)" }

  static func gives(_ source: String, _ value: Value) -> Self {
    Self(source: source, outcome: .value(value))
  }

  static func holds(_ source: String) -> Self { gives(source, .bool(true)) }

  static func isFalse(_ source: String) -> Self { gives(source, .bool(false)) }

  static func fails(_ source: String) -> Self { Self(source: source, outcome: .error) }

  static func unknown(_ source: String) -> Self { Self(source: source, outcome: .unknown) }

  static func refused(_ source: String, at place: String? = nil) -> Self {
    Self(source: source, outcome: .refused(at: place))
  }
}

/// All cases, in tables by area.
enum ConformanceTable {
  /// The cases of one section.
  static func section(_ name: String, _ cases: [ConformanceCase]) -> [ConformanceCase] {
    cases.map { example in
      var example = example
      example.section = name
      return example
    }
  }

  static func strings(_ texts: String...) -> Value { .list(texts.map(Value.string)) }

  static func ints(_ numbers: Int64...) -> Value { .list(numbers.map(Value.int)) }
}
