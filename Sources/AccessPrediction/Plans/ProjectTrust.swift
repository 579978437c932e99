import AzureFederation
import Evidence
import TextFormats

/// The projects whose tokens a credential accepts besides the project's own.
enum OtherProjects: String {
  /// Those of all projects of the instance.
  case all = "the tokens of all projects of the instance"
  /// Those of the projects in its group.
  case ofGroup = "the tokens of other projects in its group"
}

/// Which tokens are the project's own: a credential may trust others, too.
struct ProjectTrust {
  /// The project's ID.
  let id: Int?
  private let issuer: String?
  private let path: String?

  init(_ evidence: ProjectEvidence) {
    id = evidence.gitLab.projectID
    issuer = evidence.gitLab.issuer
    path = evidence.gitLab.projectPath
  }

  /// The part of a credential's tokens that is not the project's, in words that continue "it trusts";
  /// nil when all are, as far as is known.
  ///
  /// A subject that names the project is its own, whichever issuer is beside it: that is a mistake.
  func foreignTokens(of credential: FederatedCredential) -> String? {
    let subject = subject(of: credential)
    if let subject, namesProject(subject) {
      return isOwn(subject) ? nil : "another project (\(subject)), whose jobs are not seen here"
    }
    guard let issuer, credential.issuer != issuer else { return nil }
    return "\(credential.issuer), whose jobs are not seen here"
  }

  /// The other projects whose tokens a credential accepts besides one of the project; nil for none.
  func othersAccepted(
    by credential: FederatedCredential,
    besides token: WantedToken
  ) -> OtherProjects? {
    guard credential.subject == nil, let subject = token.claims.subject else { return nil }
    let group = path.map { $0.split(separator: "/").dropLast().joined(separator: "/") }
    let others: [(OtherProjects, path: String)] = [
      (.all, "another-group/another-project"), (.ofGroup, "\(group ?? "")/another-project"),
    ]
    for (answer, path) in others {
      var claims = token.claims
      claims.subject = Self.replacing([.projectPath: path, .projectID: "0"], in: subject)
      claims.others[SubjectComponent.projectID.rawValue] = "0"
      claims.others[SubjectComponent.projectPath.rawValue] = path
      if WantedToken(claims: claims).isAccepted(by: credential) == true { return answer }
    }
    return nil
  }

  private static func replacing(
    _ values: [SubjectComponent: String],
    in subject: String
  ) -> String {
    var parts = subject.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    for place in stride(from: 0, to: parts.count - 1, by: 2) {
      if let value = SubjectComponent(rawValue: parts[place]).flatMap({ values[$0] }) {
        parts[place + 1] = value
      }
    }
    return parts.joined(separator: ":")
  }

  private func namesProject(_ subject: String) -> Bool {
    value(of: .projectID, in: subject) != nil || value(of: .projectPath, in: subject) != nil
  }

  /// The reason why a credential that no run needs may be needed after all, in a sentence without a
  /// full stop; nil when nothing suggests that.
  func doubt(about credential: FederatedCredential) -> String? {
    if let issuer, credential.issuer != issuer {
      return
        "it trusts \(credential.issuer), whose jobs are not seen here; remove it only when none "
        + "needs it"
    }
    guard let subject = subject(of: credential) else { return nil }
    guard let ref = value(of: .ref, in: subject), !isMisspelt(subject) else { return nil }
    return "no selected run is on \(ref); if jobs run there, add a scenario with that ref before "
      + "removing it"
  }

  private func subject(of credential: FederatedCredential) -> String? {
    if let subject = credential.subject { return subject }
    guard let clauses = try? credential.claimsMatchingExpression?.clauses() else { return nil }
    return clauses.first { $0.claim == "sub" }?.comparand
  }

  private func isOwn(_ subject: String) -> Bool {
    if let id, let named = value(of: .projectID, in: subject) { return named == String(id) }
    // GitLab's paths know no case, so another case is a mistake and not another project.
    if let path, let named = value(of: .projectPath, in: subject) {
      return ASCII.lowercased(named) == ASCII.lowercased(path)
    }
    return true
  }

  /// Whether no token can have a subject, because it has the project's path in another case.
  private func isMisspelt(_ subject: String) -> Bool {
    guard let path, let named = value(of: .projectPath, in: subject) else { return false }
    return named != path
  }

  /// The value of a component of a subject; nil when the subject does not have it.
  private func value(of component: SubjectComponent, in subject: String) -> String? {
    let parts = subject.split(separator: ":", omittingEmptySubsequences: false)
    let place = stride(from: 0, to: parts.count - 1, by: 2).first {
      parts[$0] == component.rawValue
    }
    return place.map { String(parts[$0 + 1]) }
  }
}
