/// An expression as a tree.
struct Expression {
  indirect enum Kind {
    case literal(Value)
    case identifier(String)
    /// `.name`: never the variable of a macro (language definition: Name Resolution).
    case rootIdentifier(String)
    case select(Expression, field: String)
    /// `operand.?field`: an optional value.
    case optionalSelect(Expression, field: String)
    /// `has(operand.field)`.
    case has(Expression, field: String)
    /// An operator, or a function with its arguments.
    case call(String, [Expression])
    /// A function that is written after its first argument.
    case method(Expression, String, [Expression])
    case list([Element])
    case map([(key: Expression, value: Element)])
    /// Both flat, so that a long chain does not become a deep tree.
    case and([Expression])
    case or([Expression])
    case conditional(Expression, Expression, Expression)
    case comprehension(Comprehension)
    /// `cel.bind(variable, value, body)`.
    case bind(Binding)
    /// `value.optMap(variable, body)`, or `optFlatMap` if the body is an optional value itself.
    case optionalMap(Binding, isFlat: Bool)

    /// Whether it is a certain name.
    func isIdentifier(_ name: String) -> Bool {
      if case .identifier(name) = self { true } else { false }
    }
  }

  /// An element of a list, or the value of an entry of a map.
  struct Element {
    var expression: Expression
    /// Whether a `?` before it makes it optional: it is left out when it has no value.
    var isOptional: Bool
  }

  /// A name for a value in one expression.
  struct Binding {
    var variable: String
    var value: Expression
    var body: Expression
  }

  /// A macro that goes through a list or the keys of a map (language definition: Macros).
  struct Comprehension {
    enum Macro {
      case all
      case exists
      case existsOne
      case map
      case filter
      /// `map` with two variables.
      case transformList
      case transformMap
    }

    var macro: Macro
    var range: Expression
    /// One for the element of a list or the key of a map, or two: index or key, and value.
    var variables: [String]
    /// The predicate; `map` and the transformations need none.
    var condition: Expression?
    /// The expression that `map` and the transformations apply to each element.
    var transform: Expression?
  }

  var kind: Kind
  /// Its offset in UTF-8 code units from 0; for an operation, that of the operator.
  var offset: Int
  /// The depth of the tree below it.
  var depth: Int
}
