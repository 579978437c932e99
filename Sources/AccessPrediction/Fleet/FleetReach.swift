import AzureFederation
import TextFormats

/// Counts the projects of a fleet that a credential admits: it accepts their ID token on some branch or
/// tag, whether or not a job sends one today.
struct FleetReach {
  private let tokens: [FleetProject.Tokens]
  /// The places of the projects whose subject begins with their path, by path.
  private var byPath: [String: [Int]] = [:]
  /// The places of all other projects.
  private var others: [Int] = []

  init(_ projects: [FleetProject]) {
    tokens = projects.map(\.tokens)
    for (index, tokens) in tokens.enumerated() {
      if tokens.path != nil, Self.components(tokens).first == SubjectComponent.projectPath.rawValue
      {
        byPath[tokens.path ?? "", default: []].append(index)
      } else {
        others.append(index)
      }
    }
  }

  /// The number of projects that a credential admits.
  func count(_ credential: FleetCredential) -> Int {
    guard CredentialLimits.problem(credential.federatedCredential) == nil else { return 0 }
    if let subject = credential.subject {
      return candidates(subject).count { admits(credential.issuer, tokens[$0]) { _ in subject } }
    }
    let expression = credential.expression.map { ClaimsMatchingExpression(value: $0) }
    guard let clauses = try? expression?.clauses() else { return 0 }
    return tokens.count { tokens in
      (tokens.issuer.map { $0 == credential.issuer } ?? true)
        && Self.refTypes.contains { Self.fits(clauses, tokens, $0) }
    }
  }

  // MARK: Subjects

  /// The projects whose tokens may have a subject.
  private func candidates(_ subject: String) -> [Int] {
    let prefix = "\(SubjectComponent.projectPath.rawValue):"
    guard subject.hasPrefix(prefix) else { return others }
    let path = subject.dropFirst(prefix.count).prefix { $0 != ":" }
    return (byPath[String(path)] ?? []) + others
  }

  private func admits(
    _ issuer: String,
    _ tokens: FleetProject.Tokens,
    _ subject: (String) -> String
  ) -> Bool {
    guard tokens.issuer.map({ $0 == issuer }) ?? true else { return false }
    return Self.refTypes.contains { type in
      Self.subject(tokens, type).equals(subject(type)) != false
    }
  }

  private static let refTypes = ["branch", "tag"]

  private static func components(_ tokens: FleetProject.Tokens) -> [String] {
    tokens.components ?? SubjectComponent.defaultNames
  }

  /// The subject on any ref of a type.
  ///
  /// Source: GitLab 18.9, `lib/gitlab/ci/jwt_v2.rb`.
  private static func subject(_ tokens: FleetProject.Tokens, _ refType: String) -> PartialText {
    var result = PartialText("")
    for (index, name) in components(tokens).enumerated() {
      if SubjectComponent(rawValue: name)?.needsEnvironment ?? false {
        result.append(.any)
        continue
      }
      result.append(.literal("\(index == 0 ? "" : ":")\(name):"))
      result.append(claim(name, tokens, refType).map { .literal($0) } ?? .some)
    }
    return result
  }

  /// The value of a claim on any ref of a type; nil when it depends on the ref or is unknown.
  private static func claim(
    _ name: String,
    _ tokens: FleetProject.Tokens,
    _ refType: String
  ) -> String? {
    switch SubjectComponent(rawValue: name) {
    case .projectPath?, .jobProjectPath?, .sourceProjectPath?: tokens.path
    case .projectID?, .jobProjectID?, .sourceProjectID?: tokens.id.map { String($0) }
    case .refType?: refType
    case .ref?, .refProtected?, .environmentProtected?, .deploymentTier?: nil
    case nil: name == "iss" ? tokens.issuer : nil
    }
  }

  // MARK: Expressions

  /// Whether all parts of an expression may hold for a token on some ref of a type.
  private static func fits(
    _ clauses: [ClaimsClause],
    _ tokens: FleetProject.Tokens,
    _ refType: String
  ) -> Bool {
    clauses.allSatisfy { clause in
      guard clause.claim == "sub" else {
        guard let value = claim(clause.claim, tokens, refType) else { return true }
        return clause.holds(for: PartialText(value)) != false
      }
      let subject = subject(tokens, refType)
      if clause.comparison == .matches, case .literal(let start)? = subject.parts.first,
        !Glob.mayMatch(clause.comparand, start: start, hasSingle: true)
      {
        return false
      }
      // A subject that ends with its ref is any text after that start.
      if subject.parts.count == 2, clause.comparison == .matches { return true }
      return clause.holds(for: subject) != false
    }
  }
}
