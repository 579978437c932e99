/// Patterns in which `*` matches any run of characters, slashes included: protected refs,
/// environment scopes and claims matching expressions.
package enum Glob {
  /// Whether a pattern matches a whole text.
  ///
  /// - Parameters:
  ///   - pattern: The pattern; `*` is any run of characters, an empty one included.
  ///   - text: The text, compared letter for letter.
  ///   - hasSingle: Whether `?` stands for one character.
  /// - Returns: Whether it matches; takes time in the order of the product of the lengths.
  package static func matches(_ pattern: String, _ text: String, hasSingle: Bool = false) -> Bool {
    let pattern = Array(pattern.unicodeScalars)
    let text = Array(text.unicodeScalars)
    var (p, t) = (0, 0)
    var star: (pattern: Int, text: Int)?
    while t < text.count {
      if p < pattern.count, pattern[p] == "*" {
        star = (p, t)
        p += 1
      } else if p < pattern.count, pattern[p] == text[t] || hasSingle && pattern[p] == "?" {
        p += 1
        t += 1
      } else if let last = star {
        // Give the last star one character more.
        star = (last.pattern, last.text + 1)
        p = last.pattern + 1
        t = last.text + 1
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == "*" }
  }

  /// Whether a pattern matches some longer text that begins with another one.
  ///
  /// - Parameters:
  ///   - pattern: The pattern; `*` is any run of characters, an empty one included.
  ///   - start: The beginning of the text, compared letter for letter.
  ///   - hasSingle: Whether `?` stands for one character.
  /// - Returns: Whether there is such a text.
  package static func mayMatch(
    _ pattern: String,
    start: String,
    hasSingle: Bool = false
  ) -> Bool {
    let pattern = Array(pattern.unicodeScalars)
    /// Whether the pattern can have been read up to a place.
    var places = Array(repeating: false, count: pattern.count + 1)
    places[0] = true
    for scalar in start.unicodeScalars {
      var next = Array(repeating: false, count: pattern.count + 1)
      var isPassed = false
      for (place, step) in pattern.enumerated() {
        // A star may also stand for nothing.
        let isHere = places[place] || isPassed
        isPassed = isHere && step == "*"
        guard isHere else { continue }
        if step == "*" {
          next[place] = true
        } else if step == scalar || hasSingle && step == "?" {
          next[place + 1] = true
        }
      }
      places = next
      if !places.contains(true) { return false }
    }
    return places.dropLast().contains(true)
  }
}
