/// An expression as a tree, with the place where each part begins.
struct Expression {
  indirect enum Kind {
    case literal(Value)
    case identifier(String)
    case select(Expression, field: String)
    case has(Expression, field: String)
    case index(Expression, Expression)
    case call(String, [Expression])
    case method(Expression, String, [Expression])
    case list([Expression])
    case map([(key: Expression, value: Expression)])
    case and(Expression, Expression)
    case or(Expression, Expression)
    case conditional(Expression, Expression, Expression)
    case comprehension(Comprehension)
  }

  /// The macros that go through a list or the keys of a map.
  struct Comprehension {
    enum Macro: String {
      case all
      case exists
      case existsOne = "exists_one"
      case map
      case filter
    }

    var macro: Macro
    var range: Expression
    var variable: String
    /// A condition; of `map` with three arguments the first.
    var condition: Expression?
    /// What `map` makes of each element.
    var transform: Expression?
  }

  var kind: Kind
  var offset: Int
}
