import AzureFederation
import Evidence
import TextFormats

/// Finds a variable of the project's settings for a ref and an environment.
struct SettingsLookup {
  /// What is known of the job's environment.
  enum Environment {
    case none
    case named(String)
    case unknown
  }

  /// What is found.
  enum Outcome {
    case found(RuntimeValue)
    /// It exists, but this job does not get it: why.
    case withheld(String, RuntimeValue.Withheld)
    case none
  }

  let items: [ProjectEvidence.ProjectVariable]
  /// Whether the ref is protected; nil when that is not known.
  let isProtected: Bool?

  /// The most specific definition that the job gets: an exact scope, then a pattern, then `*`.
  func find(_ name: String, environment: Environment) -> Outcome {
    let named = items.filter { $0.key == name }
    guard !named.isEmpty else { return .none }
    let ranked = named.map { (item: $0, rank: Self.rank($0.environmentScope)) }
      .sorted { $0.rank > $1.rank }
    var reasons: [String] = []
    var kind = RuntimeValue.Withheld.otherEnvironment
    for (item, _) in ranked {
      let isInScope = Self.matches(item.environmentScope, environment)
      let isAllowed = isAllowed(item)
      if isInScope == false {
        reasons.append("it is defined for the environment \(item.environmentScope) only")
        continue
      }
      if isAllowed == false {
        reasons.append("it is protected, and the ref is not")
        kind = .protected
        continue
      }
      guard isInScope == true, isAllowed == true else {
        let what =
          isInScope == nil
          ? "the job's environment is not known"
          : "it is protected, and whether the ref is, too, is not known"
        return .found(RuntimeValue(state: .unknown, origin: what))
      }
      let origin = "\(item.source.path)\(item.source.line.map { ":\($0)" } ?? "")"
      let state = item.value.map(RuntimeValue.State.text) ?? .exists
      return .found(RuntimeValue(state: state, origin: origin))
    }
    return .withheld(reasons.joined(separator: "; "), kind)
  }

  /// Whether the ref gets a variable; nil when that is not known.
  private func isAllowed(_ item: ProjectEvidence.ProjectVariable) -> Bool? {
    switch item.isProtected {
    case true?: isProtected
    case false?: true
    case nil: isProtected == true ? true : nil
    }
  }

  private static func rank(_ scope: String) -> Int {
    scope == "*" ? 0 : scope.contains("*") ? 1 : 2
  }

  private static func matches(_ scope: String, _ environment: Environment) -> Bool? {
    if scope == "*" { return true }
    switch environment {
    case .none: return false
    case .unknown: return nil
    case .named(let name): return Glob.matches(scope, name)
    }
  }
}
