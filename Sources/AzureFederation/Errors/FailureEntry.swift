/// The stage that a job reached on its way to a secret when it failed.
package enum FailureStage: String, CaseIterable, Sendable {
  /// GitLab looks for the variables of the provider and for a runner.
  case variables
  /// The runner puts the ID token in.
  case token
  /// Entra ID compares the token with the credentials and trades it for an access token.
  case exchange
  /// Key Vault returns the secret.
  case vault

  /// The step of the job at this stage, in a few words.
  package var words: String {
    switch self {
    case .variables: "GitLab prepares the job and its variables"
    case .token: "the job or its runner sends the ID token"
    case .exchange: "Entra ID exchanges the ID token for an access token"
    case .vault: "Key Vault returns the secret"
    }
  }
}

/// The part of a pipeline that a failure is about.
package enum PipelinePart: Sendable {
  /// The name of the variable that gets the secret.
  case secretVariable
  /// The secret's name in the vault.
  case secretName
  /// The secret's version.
  case secretVersion
  /// The value of the secret's `token`; without one, the name of the variable.
  case tokenReference
  /// The name of the ID token.
  case idToken
  /// The audience of the ID token.
  case audience
}

/// One failure that GitLab, the runner, Entra ID or Key Vault reports, in our own words.
package struct FailureEntry: Sendable {
  /// Its reported code: `AADSTS700213`, `ForbiddenByRbac`, GitLab's `secrets_provider_not_found`.
  ///
  /// A failure that the runner reports only with a text has a code of ours, in GitLab's spelling.
  package let code: String
  /// The stage that the job reached.
  package let stage: FailureStage
  /// The mistake, in a few words and without a full stop.
  package let title: String
  /// The meaning of the failure and its usual causes: two sentences.
  package let explanation: String
  /// The remedy, in a sentence or two.
  package let remedy: String
  /// The commands that help, in the order in which they are typed.
  package let commands: [CommandTemplate]
  /// The rules that find it before the push, by ID.
  package let rules: [String]
  /// The part of the pipeline that it is about; nil when no line of it is the cause.
  package let part: PipelinePart?
  /// Pages with more about it.
  package let references: [String]
  /// Whether it covers all codes of a kind that have no entry of their own.
  package let isFamily: Bool

  /// An entry from what is known about a failure.
  ///
  /// - Parameters:
  ///   - code: Its reported code.
  ///   - stage: The stage that the job reached.
  ///   - title: The fault, in a few words.
  ///   - explanation: Its meaning, in two sentences.
  ///   - remedy: The remedy.
  ///   - commands: The commands to type.
  ///   - rules: The rules that find it before the push, by ID.
  ///   - part: The part of the pipeline that it is about.
  ///   - references: Pages with more about it.
  ///   - isFamily: Whether it covers all unknown codes of a kind.
  package init(
    _ code: String,
    _ stage: FailureStage,
    _ title: String,
    _ explanation: String,
    remedy: String,
    commands: [CommandTemplate] = [],
    rules: [String] = [],
    part: PipelinePart? = nil,
    references: [String],
    isFamily: Bool = false
  ) {
    self.code = code
    self.stage = stage
    self.title = title
    self.explanation = explanation
    self.remedy = remedy
    self.commands = commands
    self.rules = rules
    self.part = part
    self.references = references
    self.isFamily = isFamily
  }

  /// The entry with other words or commands, for a failure about which more is known.
  ///
  /// - Parameters:
  ///   - stage: The stage that the job reached.
  ///   - title: The fault, in a few words.
  ///   - explanation: Its meaning, in two sentences.
  ///   - remedy: The remedy.
  ///   - commands: The commands to type.
  ///   - rules: The rules that find it before the push, by ID.
  ///   - part: The part of the pipeline that it is about.
  /// - Returns: The entry; what is nil stays as it is.
  package func revised(
    stage: FailureStage? = nil,
    title: String? = nil,
    explanation: String? = nil,
    remedy: String? = nil,
    commands: [CommandTemplate]? = nil,
    rules: [String]? = nil,
    part: PipelinePart? = nil
  ) -> Self {
    Self(
      code,
      stage ?? self.stage,
      title ?? self.title,
      explanation ?? self.explanation,
      remedy: remedy ?? self.remedy,
      commands: commands ?? self.commands,
      rules: rules ?? self.rules,
      part: part ?? self.part,
      references: references,
      isFamily: isFamily
    )
  }

  /// The entry with the names of a cloud in its words, instead of `{vault_resource}` and the like.
  package func worded(for cloud: Cloud) -> Self {
    revised(
      title: cloud.filled(into: title),
      explanation: cloud.filled(into: explanation),
      remedy: cloud.filled(into: remedy)
    )
  }
}
