/// The number of letters of a text that must be changed, added, dropped or swapped with a neighbour
/// to make another of it; case does not matter.
///
/// Only what lies within a limit is computed: a band beside the diagonal of the table.
struct EditDistance {
  private let wanted: [UInt32]
  // Kept from one measurement to the next, for making them takes longer than most comparisons.
  private var letters: [UInt32] = []
  private var beforeLast: [Int] = []
  private var last: [Int] = []
  private var current: [Int] = []

  /// - Parameter text: The text that is compared with others.
  init(to text: String) {
    var letters: [UInt32] = []
    Self.spell(text, &letters)
    wanted = letters
  }

  /// The number of letters.
  var length: Int { wanted.count }

  /// Takes a candidate in, to be measured.
  ///
  /// - Returns: Whether its length allows a distance within the limit.
  mutating func take(_ candidate: String, limit: Int) -> Bool {
    // A letter has at most four bytes.
    guard candidate.utf8.count <= 4 * (wanted.count + limit) else { return false }
    Self.spell(candidate, &letters)
    return abs(letters.count - wanted.count) <= limit
  }

  /// The distance of the candidate that was taken in last; nil when it is beyond the limit.
  mutating func measure(limit: Int) -> Int? {
    let width = letters.count
    guard abs(width - wanted.count) <= limit else { return nil }
    let beyond = limit + 1
    last = (0...width).map { min($0, beyond) }
    beforeLast = last
    current = last
    var before = 0
    for row in wanted.indices {
      let nearest = fill(row, limit: limit, width: width)
      // A swap of two letters looks back two rows.
      if nearest > limit, before > limit { return nil }
      before = nearest
      swap(&beforeLast, &last)
      swap(&last, &current)
    }
    return last[width] <= limit ? last[width] : nil
  }

  /// Computes a row of the table; what lies outside the band counts as beyond the limit.
  ///
  /// - Returns: The smallest number in it.
  private mutating func fill(_ row: Int, limit: Int, width: Int) -> Int {
    let beyond = limit + 1
    let first = max(0, row - limit)
    let end = min(width, row + limit + 1)
    var nearest = first == 0 ? row + 1 : beyond
    current[first] = min(nearest, beyond)
    for column in first..<max(first, end) {
      let isSame = wanted[row] == letters[column]
      var cost = min(last[column] + (isSame ? 0 : 1), last[column + 1] + 1, current[column] + 1)
      if row > 0, column > 0, wanted[row] == letters[column - 1],
        wanted[row - 1] == letters[column]
      {
        cost = min(cost, beforeLast[column - 1] + 1)
      }
      current[column + 1] = min(cost, beyond)
      nearest = min(nearest, cost)
    }
    if end < width { current[end + 1] = beyond }
    return nearest
  }

  private static func spell(_ text: String, _ letters: inout [UInt32]) {
    letters.removeAll(keepingCapacity: true)
    for byte in text.utf8 {
      guard byte < 0x80 else {
        letters.removeAll(keepingCapacity: true)
        for scalar in text.lowercased().unicodeScalars { letters.append(scalar.value) }
        return
      }
      let isUpper = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
      letters.append(UInt32(isUpper ? byte | 0x20 : byte))
    }
  }
}
