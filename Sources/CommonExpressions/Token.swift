/// A word of the language, with its place.
struct Token {
  enum Kind: Equatable {
    case identifier
    /// A name in backticks, which may hold other characters than letters, digits and `_`.
    case quotedName
    /// A word that has its own meaning: `true`, `false`, `null`, `in`.
    case keyword
    case int
    case uint
    case double
    case string
    case symbol(Symbol)
    case end
  }

  /// Operators and punctuation; the raw value is what they look like.
  enum Symbol: String {
    case and = "&&"
    case or = "||"
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case plus = "+"
    case minus = "-"
    case times = "*"
    case divide = "/"
    case modulo = "%"
    case not = "!"
    case question = "?"
    case colon = ":"
    case dot = "."
    case comma = ","
    case leftParenthesis = "("
    case rightParenthesis = ")"
    case leftBracket = "["
    case rightBracket = "]"
    case leftBrace = "{"
    case rightBrace = "}"
  }

  var kind: Kind
  /// Where it is, in UTF-8 code units.
  var range: Range<Int>
}
