/// Nouns with numbers.
package enum Noun {
  /// A number with its noun: `1 job`, `2 jobs`.
  ///
  /// - Parameters:
  ///   - number: The number.
  ///   - noun: The noun in the singular.
  ///   - plural: The plural, when it is not the singular with an s.
  /// - Returns: Both, as a sentence has them.
  package static func count(_ number: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(number) \(form(of: noun, for: number, plural))"
  }

  /// A noun for a number of things, without the number: `job`, `jobs`.
  ///
  /// - Parameters:
  ///   - noun: The noun in the singular.
  ///   - number: The number.
  ///   - plural: The plural, when it is not the singular with an s.
  /// - Returns: The singular or the plural.
  package static func form(of noun: String, for number: Int, _ plural: String? = nil) -> String {
    number == 1 ? noun : plural ?? noun + "s"
  }

  /// Several items as a sentence has them: `a`, `a and b`, `a, b and c`.
  package static func list(_ items: [String]) -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return "\(items.dropLast().joined(separator: ", ")) and \(last)"
  }
}
