/// Variables that refer to each other in a circle, which GitLab refuses.
package enum VariableCircle {
  /// The variables of the first circle.
  ///
  /// A variable that refers to itself alone is not a circle: GitLab expands it to what is defined
  /// before it.
  ///
  /// - Parameter references: The names in the value of each variable.
  /// - Returns: The names, sorted; nil when there is none.
  package static func find(_ references: [String: [String]]) -> [String]? {
    guard references.count > 1 else { return nil }
    for start in references.keys.sorted() {
      let reached = reachable(from: start, references)
      guard reached.contains(start) else { continue }
      let circle = reached.filter { reachable(from: $0, references).contains(start) }
      return circle.sorted()
    }
    return nil
  }

  private static func reachable(
    from start: String,
    _ references: [String: [String]]
  ) -> Set<String> {
    var seen: Set<String> = []
    var open = (references[start] ?? []).filter { $0 != start }
    while let next = open.popLast() {
      guard references[next] != nil, seen.insert(next).inserted else { continue }
      open += (references[next] ?? []).filter { $0 != next }
    }
    return seen
  }
}
