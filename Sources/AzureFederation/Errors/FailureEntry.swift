/// How far a job got on its way to a secret when it failed.
package enum FailureStage: String, CaseIterable, Sendable {
  /// GitLab looks for the variables of the provider and for a runner.
  case variables
  /// The runner puts the ID token in.
  case token
  /// Entra ID compares the token with the credentials and trades it for an access token.
  case exchange
  /// Key Vault hands out the secret.
  case vault

  /// What happens at this stage, in a few words.
  package var words: String {
    switch self {
    case .variables: "GitLab prepares the job and looks for its variables"
    case .token: "the ID token is put in"
    case .exchange: "Entra ID trades the ID token for an access token"
    case .vault: "Key Vault hands out the secret"
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
  /// What the secret's `token` says; without one, the name of the variable.
  case tokenReference
  /// The name of the ID token.
  case idToken
  /// What the ID token is made for.
  case audience
}

/// One failure that GitLab, the runner, Entra ID or Key Vault reports, in our own words.
package struct FailureEntry: Sendable {
  /// How it is reported: `AADSTS700213`, `ForbiddenByRbac`, GitLab's `secrets_provider_not_found`.
  ///
  /// What the runner reports with a text only has a code of ours, in GitLab's spelling.
  package let code: String
  /// How far the job got.
  package let stage: FailureStage
  /// What is wrong, in a few words and without a full stop.
  package let title: String
  /// What it means and where it usually comes from: two sentences.
  package let explanation: String
  /// What to do.
  package let remedy: String
  /// What to type.
  package let commands: [CommandTemplate]
  /// The rules that find it before the push, by ID.
  package let rules: [String]
  /// What part of the pipeline it is about; nil when no line of it is to blame.
  package let part: PipelinePart?
  /// Pages that tell more.
  package let references: [String]
  /// Whether it stands for all codes of a kind that have no entry of their own.
  package let isFamily: Bool

  /// An entry from what is known about a failure.
  ///
  /// - Parameters:
  ///   - code: How it is reported.
  ///   - stage: How far the job got.
  ///   - title: What is wrong, in a few words.
  ///   - explanation: What it means, in two sentences.
  ///   - remedy: What to do.
  ///   - commands: What to type.
  ///   - rules: The rules that find it before the push, by ID.
  ///   - part: What part of the pipeline it is about.
  ///   - references: Pages that tell more.
  ///   - isFamily: Whether it stands for all unknown codes of a kind.
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
}
