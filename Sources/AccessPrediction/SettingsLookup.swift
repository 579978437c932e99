import AzureFederation
import Evidence
import GitLabCI
import TextFormats

/// Finds a variable of the project's settings for a ref and an environment.
///
/// Source: GitLab 18.9, `app/models/concerns/ci/has_environment_scope.rb`,
/// `lib/gitlab/ci/variables/builder/{project,group}.rb`.
struct SettingsLookup {
  /// The definitions by name, the one that wins first.
  private let items: [String: [ProjectEvidence.ProjectVariable]]
  /// Whether the ref is protected; nil when that is not known.
  private let isProtected: Bool?

  init(items: [ProjectEvidence.ProjectVariable], isProtected: Bool?) {
    self.items = Dictionary(grouping: items, by: \.key).mapValues { $0.sorted(by: Self.isBefore) }
    self.isProtected = isProtected
  }

  /// The names of all variables.
  var names: some Sequence<String> { items.keys }

  /// Whether the value of a variable depends on the environment; nil when there is no such variable.
  func isScoped(_ name: String) -> Bool? {
    items[name]?.contains { $0.environmentScope != "*" }
  }

  /// The definition that the job gets: that of the nearest level that has one, an exact scope
  /// before a pattern, a pattern before `*`.
  func find(_ name: String, environment: JobAttributes.Environment) -> VariableLookup {
    guard let named = items[name] else { return .none }
    var reasons: [String] = []
    var kind = RunValue.Withheld.otherEnvironment
    var candidates: [ProjectEvidence.ProjectVariable] = []
    for item in named {
      let isInScope = Self.matches(item.environmentScope, environment)
      if isInScope == false {
        reasons.append("it is defined for the environment \(item.environmentScope) only")
        continue
      }
      let isAllowed = isAllowed(item)
      if isAllowed == false {
        reasons.append("it is protected, and the ref is not")
        kind = .protected
        continue
      }
      guard isInScope == true, isAllowed == true else {
        let reason =
          isInScope == nil
          ? "the job's environment is unknown"
          : "it is protected, and whether the ref is, too, is unknown"
        return .found(RunValue(state: .unknown, origin: reason))
      }
      if let first = candidates.first, !Self.isTie(first, item) { break }
      candidates.append(item)
    }
    guard let first = candidates.first else {
      let origin = reasons.joined(separator: "; ")
      return .withheld(RunValue(state: .undefined, origin: origin, withheld: kind))
    }
    guard candidates.allSatisfy(\.isCertain) else {
      let origin = "whether the trigger job passes it depends on the run"
      return .found(RunValue(state: .unknown, origin: origin))
    }
    // GitLab does not say which of two scopes that both match wins.
    if candidates.contains(where: { $0.value != first.value }) {
      let origin = "several environment scopes match, and GitLab defines no order for them"
      return .found(RunValue(state: .exists, origin: origin))
    }
    return .found(Self.value(of: first))
  }

  /// The values of all definitions that the job gets, the one that wins first.
  func values(_ name: String, environment: JobAttributes.Environment) -> [RunValue] {
    (items[name] ?? []).compactMap { item in
      let isInScope = Self.matches(item.environmentScope, environment)
      let isAllowed = isAllowed(item)
      if isInScope == false || isAllowed == false { return nil }
      let isCertain = isInScope == true && isAllowed == true && item.isCertain
      return isCertain
        ? Self.value(of: item) : RunValue(state: .unknown, origin: "whether it is set is unknown")
    }
  }

  private static func value(of item: ProjectEvidence.ProjectVariable) -> RunValue {
    RunValue(
      state: item.value.map(RunValue.State.text) ?? .exists,
      origin: "\(item.source.path)\(item.source.line.map { ":\($0)" } ?? "")",
      site: .evidence(item.source),
      isRaw: item.isRaw,
      isFile: item.isFile
    )
  }

  private static func isBefore(
    _ left: ProjectEvidence.ProjectVariable,
    _ right: ProjectEvidence.ProjectVariable
  ) -> Bool {
    (left.level.rawValue, rank(left.environmentScope))
      > (right.level.rawValue, rank(right.environmentScope))
  }

  private static func isTie(
    _ left: ProjectEvidence.ProjectVariable,
    _ right: ProjectEvidence.ProjectVariable
  ) -> Bool {
    left.level == right.level && rank(left.environmentScope) == rank(right.environmentScope)
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

  /// Whether an environment is in a scope; nil when that is not known.
  static func matches(_ scope: String, _ environment: JobAttributes.Environment) -> Bool? {
    if scope == "*" { return true }
    switch environment {
    case .none: return false
    case .unknown: return nil
    case .named(let name): return name.matches(glob: scope)
    }
  }
}
