package import AzureFederation

/// The credentials that applications and managed identities need for some runs, compared with the
/// existing ones.
package struct CredentialPlan: Sendable {
  /// An action on a credential.
  package enum Action: String, CaseIterable, Sendable {
    /// It exists, and is needed or trusts others than this project.
    case keep
    /// It is needed and does not exist.
    case add
    /// It exists and no selected run needs it.
    case remove
    /// It exists and accepts the tokens of runs that are not selected, or of all projects, too.
    case narrow
  }

  /// A credential, with what is to be done about it.
  package struct Item: Hashable, Sendable {
    /// The action.
    package let action: Action
    /// The credential: as it is to be, or, when it is to be removed, as it is.
    package let credential: FederatedCredential
    /// The credential as it is, when it is to be narrowed.
    package var previous: FederatedCredential?
    /// The selected runs that need it, as `JOB@SCENARIO`.
    package let runs: [String]
    /// A note to read before acting on it, in a sentence without a full stop.
    package var note: String?
    /// Whether others than the runs of this pipeline may need what is to be removed.
    package var isDoubtful = false

    /// The note as a question of the plan, with the name of a credential that is removed; nil when nothing is
    /// to be asked.
    var question: String? {
      guard action != .keep else { return nil }
      guard action == .remove else { return note }
      return isDoubtful ? note.map { "the credential \"\(credential.name)\": \($0)" } : nil
    }
  }

  /// An application or managed identity.
  package struct Application: Hashable, Sendable {
    /// Its client ID.
    package let clientID: String
    /// Which of the two it is; nil when that is not known.
    package let kind: IdentityKind?
    /// The resource ID of a managed identity.
    package let resourceID: String?
    /// The object ID of an application; nil when it is not known.
    package let objectID: String?
    /// Whether its credentials are known; when they are not, some may exist already.
    package let isKnown: Bool
    /// Its credentials: those that exist, then those to add.
    package let items: [Item]

    /// Whether it is a managed identity; what is not known to be one is taken for an application.
    package var isManaged: Bool { kind == .managedIdentity }
  }

  /// A role that lets an application read secrets.
  package struct Role: Hashable, Sendable {
    /// The way in which a vault grants access.
    package enum Access: String, Sendable {
      /// By a role of Azure's role-based access control.
      case role = "Key Vault Secrets User"
      /// By an access policy of the vault, with the permission to get secrets.
      case policy = "get"
    }

    /// The application's client ID.
    package let clientID: String
    /// The way in which access is granted.
    package let access: Access
    /// The vault.
    package let vault: VaultURL
    /// The names of the secrets; empty for all of the vault.
    package let secrets: [String]
    /// Whether the vault is known to refuse the application.
    package let isDenied: Bool
  }

  /// A question that could not be answered.
  package struct Undecided: Hashable, Sendable {
    /// The runs that it is about; empty for all.
    package let runs: [String]
    /// Why, in a sentence without a full stop.
    package let reason: String
    /// Whether the runs fail even when the plan is carried out.
    package var isUnmet = false
  }

  /// The applications, in the order of the configuration, then of the runs.
  package let applications: [Application]
  /// The roles, by application and vault.
  package let roles: [Role]
  /// The undecided questions.
  package let undecided: [Undecided]

  /// The undecided questions without the notes on single credentials.
  package var openQuestions: [Undecided] {
    let noted = Set(applications.flatMap(\.items).compactMap(\.question))
    return undecided.filter { !noted.contains($0.reason) }
  }

  /// Whether carrying it out changes anything.
  package var isChange: Bool {
    applications.contains { $0.items.contains { $0.action != .keep } }
      || roles.contains(where: \.isDenied)
  }

  /// Whether anything remains to be done: also when selected runs fail after all of it, and when nothing
  /// is known of any.
  package var isPending: Bool {
    let isUnknown = applications.isEmpty && undecided.contains { !$0.runs.isEmpty }
    return isChange || isUnknown || undecided.contains(where: \.isUnmet)
  }
}
