/// What GitLab knows of the project and puts into variables and tokens; nil where not known.
package struct ProjectFacts: Sendable {
  /// The project's full path.
  package var path: String?
  /// The instance's URL, without a slash at its end: the tokens' issuer.
  package var serverURL: String?
  /// The default branch's name.
  package var defaultBranch: String?
  /// Names and patterns of protected branches.
  package var protectedBranches: [String]?
  /// Names and patterns of protected tags.
  package var protectedTags: [String]?

  /// Nothing is known.
  package init() {}

  /// Whether a scenario's ref is protected.
  ///
  /// A merge request pipeline counts as protected only when both of its branches are, and the
  /// project's settings allow it; one from a fork never does.
  package func isProtected(_ scenario: Scenario) -> Bool? {
    switch scenario.mergeRequest {
    case .fork: return false
    case .sameProject:
      guard let source = isProtected(scenario.ref) else { return nil }
      return source ? nil : false
    case nil: return isProtected(scenario.ref)
    }
  }

  private func isProtected(_ ref: Scenario.Ref) -> Bool? {
    switch ref {
    case .tag(let name): return protectedTags.map { Self.matches(name, $0) }
    case .branch(let name): return protectedBranches.map { Self.matches(name, $0) }
    case .defaultBranch(let name):
      guard let protectedBranches else { return nil }
      if let name = name ?? defaultBranch { return Self.matches(name, protectedBranches) }
      return protectedBranches.isEmpty ? false : nil
    }
  }

  private static func matches(_ name: String, _ patterns: [String]) -> Bool {
    patterns.contains { Glob.matches($0, name) }
  }
}

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
