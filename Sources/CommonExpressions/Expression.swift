/// An expression as a tree.
struct Expression {
  indirect enum Kind {
    case literal(Value)
    case identifier(String)
    /// `.name`: never the variable of a macro (language definition: Name Resolution).
    case rootIdentifier(String)
    case select(Expression, field: String)
    /// `has(operand.field)`.
    case has(Expression, field: String)
    /// An operator, or a function with its arguments.
    case call(String, [Expression])
    /// A function that is written after its first argument.
    case method(Expression, String, [Expression])
    case list([Expression])
    case map([(key: Expression, value: Expression)])
    /// Both flat, so that a long chain is no deep tree.
    case and([Expression])
    case or([Expression])
    case conditional(Expression, Expression, Expression)
    case comprehension(Comprehension)

    /// Whether it is a certain name.
    func isIdentifier(_ name: String) -> Bool {
      if case .identifier(name) = self { true } else { false }
    }
  }

  /// A macro that goes through a list or the keys of a map (language definition: Macros).
  struct Comprehension {
    enum Macro {
      case all
      case exists
      case existsOne
      case map
      case filter
    }

    var macro: Macro
    var range: Expression
    var variable: String
    /// Where the variable is named.
    var variableOffset: Int
    /// The predicate; of `map` with two arguments there is none.
    var condition: Expression?
    /// The expression that `map` applies to each element.
    var transform: Expression?
  }

  var kind: Kind
  /// Where it stands, in UTF-8 code units from 0: of an operator the operator itself.
  var offset: Int
  /// How deep the tree below it is.
  var depth: Int
}
