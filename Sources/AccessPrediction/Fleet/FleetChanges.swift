/// The differences between a fleet and an earlier state of it.
package struct FleetChanges: Sendable {
  /// One difference.
  package struct Change: Hashable, Sendable {
    /// Its kind.
    package enum Kind: String, CaseIterable, Sendable {
      /// A job reads a secret that it could not read.
      case gained
      /// A job no longer reads a secret, and does not fail either.
      case lost
      /// A job that read a secret fails.
      case broken
      /// A job that failed reads the secret.
      case fixed
      case projectAdded = "project_added"
      case projectRemoved = "project_removed"
      case credentialAdded = "credential_added"
      case credentialRemoved = "credential_removed"
      /// A credential of this name trusts something else.
      case credentialChanged = "credential_changed"
      /// Jobs used a credential, and none does any more.
      case credentialUnused = "credential_unused"
    }

    /// The kind of difference.
    package let kind: Kind
    /// The project; nil for a credential.
    package var project: String?
    /// The job; nil for a project or a credential.
    package var job: String?
    /// The secret that it reads.
    package var secret: FleetSecret?
    /// The credential.
    package var credential: FleetCredential?
  }

  /// The differences: by kind, then by project.
  package let changes: [Change]

  /// Compares two states of a fleet.
  ///
  /// - Parameters:
  ///   - old: The earlier state.
  ///   - new: The later one.
  ///   - isPartial: Whether both are only some projects of the fleet, so that credentials may be
  ///     absent only because the evidence of other projects has them.
  package init(from old: Fleet, to new: Fleet, isPartial: Bool = false) {
    let (before, after) = (FleetView(old), FleetView(new))
    changes =
      Self.access(before, after) + Self.projects(before, after)
      + (isPartial ? [] : Self.credentials(before, after))
  }

  /// The number of differences of a kind.
  package func count(_ kind: Change.Kind) -> Int { changes.count { $0.kind == kind } }

  // MARK: Access

  private struct ChangeKey: Hashable {
    let secret: FleetSecret
    let project: String
    let job: String
  }

  private static func answers(_ view: FleetView) -> [ChangeKey: Set<Verdict.Answer>] {
    var answers: [ChangeKey: Set<Verdict.Answer>] = [:]
    for secret in view.secrets {
      for reader in secret.readers {
        let key = ChangeKey(secret: secret.secret.key, project: reader.project, job: reader.job)
        answers[key, default: []].insert(reader.verdict)
      }
    }
    return answers
  }

  private static func access(_ before: FleetView, _ after: FleetView) -> [Change] {
    let (old, new) = (answers(before), answers(after))
    var changes: [Change] = []
    func add(_ kind: Change.Kind, _ key: ChangeKey) {
      changes.append(
        Change(kind: kind, project: key.project, job: key.job, secret: key.secret)
      )
    }
    for (key, answers) in new {
      let former = old[key] ?? []
      if answers.contains(.works), !former.contains(.works) {
        add(former.contains(.fails) ? .fixed : .gained, key)
      } else if !answers.contains(.works), former.contains(.works) {
        add(answers.contains(.fails) ? .broken : .lost, key)
      }
    }
    for (key, answers) in old where answers.contains(.works) && new[key] == nil {
      add(.lost, key)
    }
    return changes.sorted(by: isBefore)
  }

  private static func isBefore(_ left: Change, _ right: Change) -> Bool {
    func order(_ change: Change) -> (Int, String, String, String) {
      (
        Change.Kind.allCases.firstIndex(of: change.kind) ?? 0, change.project ?? "",
        change.job ?? "", change.secret.map { "\($0.url ?? "") \($0.label)" } ?? ""
      )
    }
    return order(left) < order(right)
  }

  // MARK: Projects and credentials

  private static func projects(_ before: FleetView, _ after: FleetView) -> [Change] {
    let (old, new) = (before.projects.map(\.path), after.projects.map(\.path))
    return Set(new).subtracting(old).sorted().map { Change(kind: .projectAdded, project: $0) }
      + Set(old).subtracting(new).sorted().map { Change(kind: .projectRemoved, project: $0) }
  }

  private static func credentials(_ before: FleetView, _ after: FleetView) -> [Change] {
    let old = Set(before.credentials.map(\.credential))
    let new = Set(after.credentials.map(\.credential))
    let used = Set(before.credentials.lazy.filter { !$0.users.isEmpty }.map(\.credential))
    let unused = after.credentials.filter { $0.users.isEmpty && used.contains($0.credential) }
    func changes(_ kind: Change.Kind, _ credentials: [FleetCredential]) -> [Change] {
      credentials.map { Change(kind: kind, credential: $0) }
    }
    let (added, removed) = (new.subtracting(old), old.subtracting(new))
    let changed = Set(added.map(CredentialKey.init)).intersection(removed.map(CredentialKey.init))
    func isChanged(_ credential: FleetCredential) -> Bool {
      changed.contains(CredentialKey(credential))
    }
    return changes(.credentialAdded, added.filter { !isChanged($0) }.sorted())
      + changes(.credentialRemoved, removed.filter { !isChanged($0) }.sorted())
      + changes(.credentialChanged, added.filter(isChanged).sorted())
      + changes(.credentialUnused, unused.map(\.credential))
  }
}
