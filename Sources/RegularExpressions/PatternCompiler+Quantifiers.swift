/// Quantifiers.
extension PatternCompiler {
  /// The number of repetitions of a quantifier.
  struct Counts {
    var minimum: Int
    /// Nil for any number.
    var maximum: Int?
    var isLazy = false
  }

  /// Reads a quantifier; nil when a brace stands for itself.
  mutating func quantifier() throws(PatternError) -> (counts: Counts, offset: Int)? {
    let offset = index
    var counts: Counts
    switch peek {
    case "{"?:
      guard let read = try braces() else { return nil }
      counts = read
    case "*"?:
      counts = Counts(minimum: 0, maximum: nil)
      index += 1
    case "+"?:
      counts = Counts(minimum: 1, maximum: nil)
      index += 1
    default:
      counts = Counts(minimum: 0, maximum: 1)
      index += 1
    }
    let isQuestioned = take("?")
    counts.isLazy = options.contains(.ungreedy) != isQuestioned
    return (counts, offset)
  }

  mutating func braces() throws(PatternError) -> Counts? {
    let offset = index
    index += 1
    guard let minimum = decimal() else {
      index = offset
      return nil
    }
    var maximum: Int? = minimum
    if take(",") { maximum = decimal() }
    guard take("}") else {
      index = offset
      return nil
    }
    guard minimum <= Self.countLimit, maximum ?? 0 <= Self.countLimit else {
      throw PatternError(offset: offset, message: "a repetition counts to at most 1000")
    }
    if let maximum, maximum < minimum {
      throw PatternError(offset: offset, message: "the smaller count comes first in a repetition")
    }
    return Counts(minimum: minimum, maximum: maximum)
  }
}
