import AzureFederation
import TextFormats

/// Compares what a message quotes with the configuration and the pipeline, and names the part that
/// differs.
struct Comparison {
  let facts: [FailureFact: String]
  /// Values of the pipeline.
  let pipeline: [FailureFact: String]
  let context: DiagnosisContext

  /// A sentence for each difference.
  var notes: [String] {
    [application, tenant, issuer, audience, project, subject].compactMap { $0 }
  }

  private var identity: Identity? { context.identity(facts[.application]) }

  private var application: String? {
    guard let application = facts[.application], GUID.isValid(application),
      MicrosoftClient.name(application) == nil,
      !context.identities.isEmpty, context.identity(application) == nil
    else { return nil }
    let known = context.identities.prefix(3).map(\.clientID).joined(separator: ", ")
    return "The client ID \(application) is not in the configuration, which has \(known)."
  }

  private var tenant: String? {
    guard let tenant = facts[.tenant], GUID.isValid(tenant), let own = identity?.tenantID,
      !GUID.areEqual(tenant, own)
    else { return nil }
    return "The tenant that was asked is \(tenant), and the configuration has \(own)."
  }

  private var issuer: String? {
    guard let issuer = facts[.issuer], let own = context.issuer, issuer != own,
      TokenOrigin(issuer: issuer, subject: facts[.subject]) == nil
    else { return nil }
    return "The token's issuer is \(issuer), and that of the configuration is \(own)."
      + hint(issuer, own)
  }

  private var audience: String? {
    guard let audience = facts[.audience] else { return nil }
    if let own = pipeline[.audience], own != audience {
      return "The token's audience is \(audience), and aud in the pipeline is \(own)."
        + hint(audience, own)
    }
    let known = candidates.flatMap(\.audiences)
    guard !known.isEmpty, !known.contains(audience), let nearest = nearest(to: audience, known)
    else { return nil }
    return "The token's audience is \(audience), and the credential has \(nearest)."
      + hint(audience, nearest)
  }

  private func hint(_ left: String, _ right: String) -> String {
    AudienceComparison.nearMiss(left, right).map { " They differ only in \($0.words)." } ?? ""
  }

  private func nearest(to text: String, _ known: [String]) -> String? {
    known.first { AudienceComparison.nearMiss(text, $0) != nil } ?? known.first
  }

  // MARK: Subjects

  private var project: String? {
    guard let own = context.project, let subject = facts[.subject].map(GitLabSubject.init),
      let path = subject[.projectPath], path != own
    else { return nil }
    let group = own.split(separator: "/").dropLast()
    let other = path.split(separator: "/").dropLast()
    if path.lowercased() == own.lowercased() {
      return "The token is for the project \(path), and the configuration has \(own): only upper "
        + "and lower case differ."
    }
    if group != other, path.split(separator: "/").last == own.split(separator: "/").last {
      return "The token is for the project \(path), and the configuration has \(own): only the "
        + "group differs."
    }
    return "The token is for the project \(path), and the configuration has \(own)."
  }

  /// The credentials that may be meant: those with the token's issuer, when it is known.
  private var candidates: [FederatedCredential] {
    let issuer = facts[.issuer] ?? context.issuer
    let all = identity?.credentials ?? []
    let same = all.filter { issuer == nil || $0.issuer == issuer }
    return same.isEmpty ? all : same
  }

  /// The differences from the credential with the nearest subject.
  private var subject: String? {
    guard let text = facts[.subject] else { return nil }
    let subject = GitLabSubject(text)
    let compared = candidates.compactMap { credential in
      credential.subject.map { own in
        (credential, own, subject.differences(from: GitLabSubject(own)))
      }
    }
    guard let (credential, own, differences) = compared.min(by: { $0.2.count < $1.2.count }),
      let first = differences.first
    else { return nil }
    let name = " \"\(credential.name)\""
    guard differences.count == 1 else {
      return "The nearest credential\(name) has the subject \(own)."
    }
    return "The credential\(name) differs in one part: \(first.name) is \"\(first.right)\" there "
      + "and \"\(first.left)\" in the token."
  }
}

/// A subject that GitLab makes, by its parts.
struct GitLabSubject {
  /// A part that differs between two subjects.
  struct Difference {
    var name: String
    var left: String
    var right: String
  }

  private var parts: [(name: String, value: String)] = []

  init(_ text: String) {
    for word in text.split(separator: ":", omittingEmptySubsequences: false) {
      // Values cannot contain the name of a component between colons.
      let isName = SubjectComponent(rawValue: String(word)) != nil
      if isName, parts.last.map({ !$0.value.isEmpty }) ?? true {
        parts.append((String(word), ""))
      } else if let last = parts.indices.last {
        parts[last].value += parts[last].value.isEmpty ? word : ":" + word
      } else {
        parts.append(("subject", String(word)))
      }
    }
  }

  /// The value of a component.
  subscript(component: SubjectComponent) -> String? { value(component.rawValue) }

  private func value(_ name: String) -> String? {
    parts.first { $0.name == name }?.value
  }

  /// The parts in which it differs from another subject.
  func differences(from other: GitLabSubject) -> [Difference] {
    var names = parts.map(\.name)
    names += other.parts.map(\.name).filter { !names.contains($0) }
    return names.compactMap { name in
      let left = value(name)
      let right = other.value(name)
      if left == right { return nil }
      return Difference(name: name, left: left ?? "missing", right: right ?? "missing")
    }
  }
}
