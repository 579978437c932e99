/// Finds the name that was meant.
enum NameSuggestion {
  /// The end of a message about an unknown name: the nearest known one, or all when they are few.
  static func hint(for name: String, among names: [String]) -> String {
    if let closest = closest(to: name, among: names) { return "; did you mean \"\(closest)\"?" }
    guard !names.isEmpty, names.count <= 12 else { return "" }
    return "; expected \(names.count == 1 ? "" : "one of ")\(names.joined(separator: ", "))"
  }

  /// The name that differs in the fewest letters, at most in a third of them.
  private static func closest(to name: String, among names: [String]) -> String? {
    let letters = Array(name.utf8)
    var best: (name: String, distance: Int)?
    // A name of hostile length is like no other.
    guard letters.count <= 64 else { return nil }
    for candidate in names {
      let distance = distance(letters, Array(candidate.utf8))
      guard distance <= max(1, letters.count / 3), distance < best?.distance ?? .max else {
        continue
      }
      best = (candidate, distance)
    }
    return best?.name
  }

  /// The number of letters to insert, remove, change or swap with their neighbour.
  private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...right.count)
    for row in left.indices {
      var current = [row + 1]
      for column in right.indices {
        var cost = previous[column] + (left[row] == right[column] ? 0 : 1)
        cost = min(cost, previous[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          cost = min(cost, beforePrevious[column - 1] + 1)
        }
        current.append(cost)
      }
      beforePrevious = previous
      previous = current
    }
    return previous[right.count]
  }
}
