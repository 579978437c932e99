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
    case "invalid-extends": InvalidExtendsChecker()
    case "invalid-reference": InvalidReferenceChecker()
    case "invalid-input": InvalidInputChecker()
    case "invalid-include": InvalidIncludeChecker()
    case "invalid-job": InvalidJobChecker()
    case "invalid-pipeline": InvalidPipelineChecker()
    case "id-token-shape": IDTokenShapeChecker()
    case "secret-shape": SecretShapeChecker()
    case "version-not-string": VersionNotStringChecker()
    case "misplaced-secrets": MisplacedSecretsChecker()
    case "other-provider-shape": OtherProviderShapeChecker()
    case "missing-azure-variable": MissingVariableChecker()
    case "file-secret-misuse": FileSecretChecker()
    case "secret-of-another-job": ForeignSecretChecker()
    case "token-of-another-job": ForeignTokenChecker()
    case "token-printed": TokenPrintedChecker()
    default: nil
    }
  }
}
