import AzureFederation
import Evidence
import TextFormats

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

  /// The reason why a credential that no run needs may be needed after all, in a sentence without a
  /// full stop; nil when nothing suggests that.
  func doubt(about credential: FederatedCredential) -> String? {
    if let issuer, credential.issuer != issuer {
      return
        "it trusts \(credential.issuer), whose jobs are not seen here; remove it only when none "
        + "needs it"
    }
    guard let subject = subject(of: credential) else { return nil }
    guard isOwn(subject) else {
      return "it trusts another project (\(subject)), whose jobs are not seen here; remove it only "
        + "when none needs it"
    }
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
