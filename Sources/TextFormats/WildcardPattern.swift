/// A wildcard of `include:local`, and of `paths` in the configuration: `*` stays inside one folder, `**` crosses folders.
///
/// Source: GitLab 18.9, `app/models/repository.rb`, which turns `**/` into `(.*?\/)?`, `**` into
/// `.*?` and `*` into `([^\/])*?`, anchored at both ends. Matched here by following all
/// possibilities at once, so the time grows with the path's length only.
package struct WildcardPattern: Sendable {
  private enum Element: Sendable {
    case literal(Character)
    /// `*`: any run of characters without a slash.
    case run
    /// `**`: any run of characters.
    case deepRun
    /// `**/`: any folders, or none.
    case folders
  }

  private let elements: [Element]

  /// Reads a pattern; every text is one.
  package init(_ text: String) {
    var elements: [Element] = []
    var rest = Substring(text)
    while let first = rest.first {
      if rest.hasPrefix("**/") {
        elements.append(.folders)
        rest = rest.dropFirst(3)
      } else if rest.hasPrefix("**") {
        elements.append(.deepRun)
        rest = rest.dropFirst(2)
      } else {
        elements.append(first == "*" ? .run : .literal(first))
        rest = rest.dropFirst()
      }
    }
    self.elements = elements
  }

  /// Whether a whole path matches.
  package func matches(_ path: String) -> Bool {
    var states = closure([0])
    var inFolders: Set<Int> = []
    for character in path {
      var next: Set<Int> = []
      var stillInFolders: Set<Int> = []
      for state in states.union(inFolders) where state < elements.count {
        switch elements[state] {
        case .literal(let expected): if expected == character { next.insert(state + 1) }
        case .run: if character != "/" { next.insert(state) }
        case .deepRun: next.insert(state)
        case .folders:
          stillInFolders.insert(state)
          if character == "/" { next.insert(state + 1) }
        }
      }
      states = closure(next)
      inFolders = stillInFolders
      if states.isEmpty, inFolders.isEmpty { return false }
    }
    return states.contains(elements.count)
  }

  /// The states that are reached without reading a character.
  private func closure(_ states: Set<Int>) -> Set<Int> {
    var result = states
    for var state in states {
      while state < elements.count, isOptional(elements[state]) {
        state += 1
        result.insert(state)
      }
    }
    return result
  }

  private func isOptional(_ element: Element) -> Bool {
    if case .literal = element { return false }
    return true
  }
}
