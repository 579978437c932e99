/// Guesses what a misspelt name was meant to be.
package enum Spelling {
  /// After this number of mistakes a suggestion is no longer useful, and each one reads all names.
  package static let mistakeLimit = 100
  /// Names that are longer are not guessed.
  private static let lengthLimit = 128
  /// Pairs of letters that one guess may compare: enough for thousands of names.
  private static let workLimit = 1_000_000

  /// The candidate nearest to a name, when it is near enough to be meant: at most a third of the
  /// letters differ.
  ///
  /// - Parameters:
  ///   - name: The misspelt name.
  ///   - candidates: The names that exist.
  ///   - count: The number of mistakes that are known beside this one; beyond a hundred none gets a
  ///     suggestion.
  /// - Returns: The nearest, of equals the first in the alphabet; nil when none is near, or when
  ///   there are too many to compare.
  package static func closest(
    to name: String,
    among candidates: @autoclosure () -> some Sequence<String>,
    beside count: Int = 0
  ) -> String? {
    guard count < mistakeLimit else { return nil }
    var distance = EditDistance(to: name)
    guard distance.length <= lengthLimit else { return nil }
    let limit = max(1, distance.length / 3)
    var work = 0
    var best: (name: String, distance: Int)?
    for candidate in candidates() where candidate != name {
      guard distance.take(candidate, limit: limit) else { continue }
      work += distance.length * (2 * limit + 1)
      guard work <= workLimit else { return nil }
      guard let distance = distance.measure(limit: best?.distance ?? limit) else { continue }
      if let best, (best.distance, best.name) < (distance, candidate) { continue }
      best = (candidate, distance)
    }
    return best?.name
  }

  /// The end of a message about an unknown name: the candidate nearest to it; empty when none is near.
  ///
  /// - Parameters:
  ///   - name: The misspelt name.
  ///   - candidates: The names that exist.
  ///   - count: The number of mistakes that are known beside this one.
  ///   - isQuoted: Whether the candidate is in quotation marks, as the message has the name.
  /// - Returns: The question.
  package static func suggestion(
    for name: String,
    among candidates: @autoclosure () -> some Sequence<String>,
    beside count: Int = 0,
    isQuoted: Bool = true
  ) -> String {
    suggestion(closest(to: name, among: candidates(), beside: count), isQuoted: isQuoted)
  }

  /// The end of a message about a wrong text: what was probably meant; empty when that is unknown.
  ///
  /// - Parameters:
  ///   - meant: The text that was probably meant.
  ///   - isQuoted: Whether it is in quotation marks, as the message has the text.
  /// - Returns: The question.
  package static func suggestion(_ meant: String?, isQuoted: Bool = true) -> String {
    guard let meant else { return "" }
    return isQuoted ? "; did you mean \"\(meant)\"?" : "; did you mean \(meant)?"
  }

  /// The end of a message about an unknown name: the nearest known one, or all when they are few.
  package static func hint(for name: String, among names: [String]) -> String {
    if let closest = closest(to: name, among: names) { return suggestion(closest) }
    guard !names.isEmpty, names.count <= 12 else { return "" }
    return "; expected \(names.count == 1 ? "" : "one of ")\(names.joined(separator: ", "))"
  }
}
