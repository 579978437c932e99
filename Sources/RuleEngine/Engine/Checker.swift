import AzureFederation
import GitLabCI
import YAMLSyntax

/// A check that expressions cannot say, because it is about the text or the structure.
protocol Checker: Sendable {
  /// Whether it looks at what GitLab's validation refuses.
  var needsErrors: Bool { get }
  /// What the check has to say about a pipeline.
  func check(_ context: CheckContext) -> RuleOutcome
}

extension Checker {
  var needsErrors: Bool { false }
}

/// What a checker sees.
struct CheckContext {
  let facts: PipelineFacts
  let role: RuleDefinition.Role
  /// What GitLab's validation refuses, for the checkers that need it; found once, reported by
  /// several rules.
  var errors: [ConfigurationError] = []
  /// What is predicted for each job and kind of run; empty when nothing is known beyond the YAML.
  let predictions: [Prediction]
  /// The present day, when it is known.
  let today: CalendarDay?
  /// The parameters of the rule that asks.
  var parameters: [RuleParameter] = []
  /// The shell text of the jobs' scripts, taken apart once for all rules.
  let scripts = ScriptTexts()

  var pipeline: Pipeline { facts.pipeline }
  var tree: NodeTree { facts.tree }
  var composition: Composition { facts.pipeline.composition }
}

/// The checkers by the names that rule files use.
enum Checkers {
  static func named(_ name: String) -> (any Checker)? {
    switch name {
    case "yaml-syntax": SyntaxChecker()
    case "forbidden-type": ForbiddenTypeChecker()
    case "too-big": SizeChecker()
    case "duplicate-key": DuplicateKeyChecker()
    case "merge-key-order": MergeKeyChecker()
    case "ignored-document": IgnoredDocumentChecker()
    case "invalid-extends": CompositionChecker(step: .extends)
    case "invalid-reference": CompositionChecker(step: .reference)
    case "invalid-input": CompositionChecker(step: .inputs)
    case "invalid-include": CompositionChecker(step: .include)
    case "unresolved-include": UnresolvedIncludeChecker()
    case "invalid-job": ValidationChecker(subject: .job)
    case "invalid-pipeline": ValidationChecker(subject: .pipeline)
    case "id-token-shape": ValidationChecker(subject: .idToken)
    case "secret-shape": ValidationChecker(subject: .secret)
    case "version-not-string": ValidationChecker(subject: .versionNumber)
    case "misplaced-secrets": ValidationChecker(subject: .misplaced)
    case "other-provider-shape": ValidationChecker(subject: .otherProvider)
    case "removed-jwt-variable": RemovedTokenChecker()
    case "missing-azure-variable": MissingVariableChecker()
    case "client-secret-beside-federation": ClientSecretChecker()
    case "protected-variable": VerdictChecker(.withheld(.protected))
    case "environment-scope": VerdictChecker(.withheld(.otherEnvironment))
    case "subject-mismatch": VerdictChecker(.code("AADSTS700213"))
    case "issuer-mismatch": VerdictChecker(.code("AADSTS700211"))
    case "subject-case": VerdictChecker(.code("AADSTS7002138"))
    case "unknown-client": UnknownClientChecker()
    case "runner-too-old": ProjectChecker(.version)
    case "unlicensed": ProjectChecker(.tier)
    case "overridable-vault": ProjectChecker(.overrides)
    case "invalid-credential": CredentialChecker(.invalid)
    case "literal-wildcard": CredentialChecker(.literalWildcard)
    case "unused-credential": CredentialChecker(.unused)
    case "broad-credential": CredentialChecker(.broad)
    case "too-many-credentials": CredentialCountChecker()
    case "gitlab-rejects": LintAnswerChecker()
    case "issuer-unreachable": ObservationChecker(.issuer)
    case "sub-claim-differs": SubjectComponentsChecker()
    case "tenant-not-found": ObservationChecker(.tenant)
    case "application-not-found": ObservationChecker(.application)
    case "exchange-refused": ObservationChecker(.exchange)
    case "vault-not-found": ObservationChecker(.vault)
    case "vault-tenant-mismatch": ObservationChecker(.vaultTenant)
    case "access-denied": ObservationChecker(.access)
    case "unpinned-include": UnpinnedIncludeChecker()
    case "stale-evidence": StaleEvidenceChecker()
    case "fork-subject": CredentialChecker(.fork)
    case "file-secret-misuse": FileSecretChecker()
    case "token-printed": TokenPrintedChecker()
    case "token-on-argv": TokenArgumentChecker()
    case "subscription-wide-role": RoleScopeChecker()
    default: nil
    }
  }
}
