package import YAMLSyntax

/// Something that GitLab refuses when it validates the composed configuration.
package struct ConfigurationError: Sendable {
  /// Which part of the configuration is wrong; a rule reports each.
  package enum Target: Sendable {
    /// The pipeline as a whole: stages, needs, workflow, global keywords.
    case pipeline
    /// A job's keywords.
    case job
    /// An entry of `id_tokens`.
    case idToken
    /// An entry of `secrets`, and Azure's provider in it.
    case secret
    /// An Azure version that Psych reads as a number.
    case versionNumber
    /// `secrets`, `id_tokens`, `file` or `token` in a place where GitLab does not take them.
    case misplaced
    /// A provider other than Azure.
    case otherProvider

    /// Whether it is in `id_tokens` or `secrets`, or is one of them.
    package var isTokenOrSecret: Bool {
      switch self {
      case .idToken, .secret, .versionNumber, .misplaced, .otherProvider: true
      case .pipeline, .job: false
      }
    }
  }

  /// Which part is wrong.
  package let subject: Target
  /// The fault, in our words; one sentence without a full stop.
  package let message: String
  /// The message that GitLab gives, letter for letter.
  package let gitLabMessage: String
  /// The message that older versions of GitLab give instead; nil when it is the same.
  package internal(set) var earlier: EarlierMessage?
  /// Further messages that GitLab gives because of the same mistake.
  package internal(set) var alsoSays: [String] = []
  /// The most specific wrong text: the offending value or key, or the key of the entry in
  /// which something is missing.
  package let node: NodeID
  /// The path on which the wrong text came there.
  package let origin: OriginID
  /// The job's name, when the error is in one.
  package let job: Symbol?
  /// The entry's name (of a secret or an ID token), when the error is in one.
  package let entry: Symbol?
  /// Whether GitLab never gets to report it, because an error in the enclosing entry stops it.
  package internal(set) var isHidden: Bool
  /// Whether GitLab accepts it, at least when it is newer or differently set up.
  package var isNote = false
  /// Whether GitLab's own code fails at it.
  package internal(set) var isCrash = false
  /// The keyword that the refused key at `node` probably was meant to be; nil when it is there, too.
  package var meant: String?
}

/// A message of older versions of GitLab.
package struct EarlierMessage: Sendable {
  /// The first version that gives another one.
  package let version: GitLabVersion
  /// The message, letter for letter.
  package let text: String
}
