import TextFormats

/// The project's facts that GitLab repeats in variables and tokens; nil if unknown.
package struct ProjectFacts: Sendable {
  /// The project's full path.
  package var path: String?
  /// The instance's URL, without a slash at its end: the tokens' issuer.
  package var serverURL: String?
  /// The project's ID.
  package var id: Int?
  /// The root file, when the project's settings name another than `.gitlab-ci.yml`.
  package var rootFile: String?
  /// The default branch's name.
  package var defaultBranch: String?
  /// Names and patterns of protected branches.
  package var protectedBranches: [String]?
  /// Names and patterns of protected tags.
  package var protectedTags: [String]?

  /// No facts.
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

  /// Whether a ref is protected; nil when that is not known.
  package func isProtected(_ ref: Scenario.Ref) -> Bool? {
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
