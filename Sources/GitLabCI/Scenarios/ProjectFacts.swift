package import Files
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
  package var protectedBranches: [String]? { didSet { known = [:] } }
  /// Names and patterns of protected tags.
  package var protectedTags: [String]? { didSet { known = [:] } }
  /// The refs that were compared with the patterns already, and whether they are protected.
  private var known: [Scenario.Ref: Bool?] = [:]

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
    if let known = known[ref] { return known }
    guard let patterns = patterns(for: ref) else { return nil }
    guard let name = name(of: ref) else { return patterns.isEmpty ? false : nil }
    return patterns.contains { Glob.matches($0, name) }
  }

  /// The facts for the jobs of a scenario, whose refs are compared with the patterns once.
  ///
  /// - Parameters:
  ///   - scenario: The scenario.
  ///   - budget: Takes what comparing costs.
  /// - Returns: The same facts.
  package func prepared(for scenario: Scenario, within budget: Budget) -> Self {
    var facts = self
    for ref in [scenario.ref, .defaultBranch(defaultBranch)] {
      let length = name(of: ref)?.utf8.count ?? 0
      let work = (patterns(for: ref) ?? []).reduce(0) { work, pattern in
        work + Self.comparisonCost + pattern.utf8.count * length / Self.bytesPerStep
      }
      facts.known[ref] = .some(budget.spend(work, on: .wildcardSteps) ? isProtected(ref) : nil)
    }
    return facts
  }

  /// The cost of comparing a name with a pattern that differs at once.
  private static let comparisonCost = 8
  /// The bytes of a pattern, times those of a name, that are compared in the time of one step.
  private static let bytesPerStep = 8

  /// The patterns for refs of a kind.
  private func patterns(for ref: Scenario.Ref) -> [String]? {
    if case .tag = ref { return protectedTags }
    return protectedBranches
  }

  private func name(of ref: Scenario.Ref) -> String? {
    switch ref {
    case .tag(let name), .branch(let name): name
    case .defaultBranch(let name): name ?? defaultBranch
    }
  }
}
