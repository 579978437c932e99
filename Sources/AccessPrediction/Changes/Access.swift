package import YAMLSyntax

/// A request of one run to Azure: a secret in a vault, or a script's sign-in.
package struct Access: Hashable, Sendable {
  /// Where it is written.
  package struct Location: Hashable, Sendable {
    /// The file, by the path that is shown.
    package let path: String
    /// The range in it.
    package let span: TextSpan
  }

  /// The job's name; for a job in a child pipeline, after the child's file and a colon.
  package let job: String
  /// The pipeline scenario.
  package let scenario: String
  /// The variable that the secret fills; nil for a sign-in from a script.
  package let secret: String?
  /// The vault's name, or the URL that is not one of a vault; nil when it is unknown, and for a
  /// sign-in.
  package let vault: String?
  /// The secret's name in the vault; nil when nothing is known of it, and for a sign-in.
  package let name: String?
  /// The application that is signed in as; nil when it is unknown.
  package let clientID: String?
  /// Whether it is allowed.
  package let verdict: Verdict
  /// Where it is written; nil when no command shows it.
  package let location: Location?
}

/// The difference between two commits in an access: a secret that a run may read, or an application
/// that it may sign in as.
package struct AccessChange: Hashable, Sendable {
  /// The kind, the one that a reviewer looks at first, first.
  package enum Kind: String, CaseIterable, Sendable {
    /// A run reads what it did not ask for before; or may, where that is unknown.
    case gained
    /// It worked, and fails.
    case broken
    /// Any other difference of verdict or code, and a job with another name.
    case changed
    /// A run that read it, or may have, does not ask for it any more.
    case lost
    /// It failed, and works.
    case fixed
  }

  /// The kind.
  package let kind: Kind
  /// The access as it is after the change; as it was when it is gone.
  package let access: Access
  /// The scenarios: the access's own, or all those of a job that has only another name.
  package internal(set) var scenarios: [String]
  /// The verdict before; nil when the run did not ask.
  package let before: Verdict?
  /// The verdict afterwards; nil when the run does not ask.
  package let after: Verdict?
  /// The job's name before, when it has another one now.
  package let formerJob: String?

  /// Whether nothing but the job's name differs.
  package var isRename: Bool {
    formerJob != nil && before?.answer == after?.answer && before?.code == after?.code
  }
}

/// The difference between two commits in an ID token of a job.
package struct TokenChange: Hashable, Sendable {
  /// The kind.
  package enum Kind: String, Sendable {
    /// The job has a further token.
    case added
    /// The job no longer has it.
    case removed
    /// The token is for another audience.
    case changed
  }

  /// The kind.
  package let kind: Kind
  /// The job's name.
  package let job: String
  /// The token's name.
  package let token: String
  /// Its audiences before; empty when there was none.
  package let before: [String]
  /// Its audiences afterwards; empty when there is none.
  package let after: [String]
}

/// All differences between two commits in who can read which secret.
package struct AccessChanges: Hashable, Sendable {
  /// The changes, by kind and then by job.
  package let changes: [AccessChange]
  /// The changes of ID tokens, by job.
  package let tokens: [TokenChange]

  /// Whether there are none.
  package var isEmpty: Bool { changes.isEmpty && tokens.isEmpty }
}
