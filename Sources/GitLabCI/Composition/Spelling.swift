/// Guesses what a misspelt name was meant to be.
package enum Spelling {
  /// Beside so many other mistakes nobody looks for a guess, and each goes through all names.
  package static let mistakeLimit = 100

  /// The candidate nearest to a name, when it is near enough to be meant: at most a third of the
  /// letters differ.
  ///
  /// - Parameters:
  ///   - name: The misspelt name.
  ///   - candidates: The names that exist.
  ///   - count: How many mistakes are known beside this one; of more than a hundred none is guessed.
  /// - Returns: The nearest, of equals the first in the alphabet; nil when none is near.
  package static func closest(
    to name: String,
    among candidates: @autoclosure () -> some Sequence<String>,
    beside count: Int = 0
  ) -> String? {
    guard count < mistakeLimit else { return nil }
    let wanted = Array(name.lowercased().unicodeScalars)
    guard wanted.count <= 128 else { return nil }
    let limit = max(1, wanted.count / 3)
    var best: (name: String, distance: Int)?
    for candidate in candidates() where candidate != name {
      let letters = Array(candidate.lowercased().unicodeScalars)
      guard abs(letters.count - wanted.count) <= limit else { continue }
      let distance = distance(wanted, letters)
      guard distance <= limit else { continue }
      if let best, (best.distance, best.name) < (distance, candidate) { continue }
      best = (candidate, distance)
    }
    return best?.name
  }

  /// How many letters must be changed, added, dropped or swapped with a neighbour.
  private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var beforeLast = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    for row in left.indices {
      var current = [row + 1]
      for column in right.indices {
        var cost = Swift.min(
          last[column] + (left[row] == right[column] ? 0 : 1),
          last[column + 1] + 1,
          current[column] + 1
        )
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          cost = Swift.min(cost, beforeLast[column - 1] + 1)
        }
        current.append(cost)
      }
      (beforeLast, last) = (last, current)
    }
    return last[right.count]
  }
}
