/// Patterns in which `*` stands for any run of characters, slashes included: protected refs,
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
}
