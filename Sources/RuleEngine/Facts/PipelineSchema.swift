package import CommonExpressions

/// The types that rule expressions see.
package enum PipelineSchema {
  /// The types by number: the number is an object reference's `type`.
  enum TypeNumber: Int {
    case pipeline
    case job
    case idToken
    case secret
    case variable
    case text
    case prediction
    case vaultSecret
    case azureValue
    case project
    case identity
    case credential
    case run
    case runVariable
    case failure
    case access
    case include
    case evidenceFile
    case lintError
    case script
    case signIn
    case command
    case word
    case variableUse
    case mention
    case place
  }

  /// All types and their fields.
  package static let schema = Schema(
    objectTypes: [
      PipelineField.objectType, JobField.objectType, IDTokenField.objectType,
      SecretField.objectType, VariableField.objectType, TextField.objectType,
      PredictionField.objectType, VaultSecretField.objectType, AzureValueField.objectType,
      ProjectField.objectType, IdentityField.objectType, CredentialField.objectType,
      RunField.objectType, RunVariableField.objectType, FailureField.objectType,
      AccessField.objectType, IncludeField.objectType, EvidenceFileField.objectType,
      LintErrorField.objectType, ScriptField.objectType, SignInField.objectType,
      CommandField.objectType, WordField.objectType,
      VariableUseField.objectType, MentionField.objectType, PlaceField.objectType,
    ])
}

extension CELType {
  static let text = CELType.object(TextField.typeName)
  static let job = CELType.object(JobField.typeName)
  static let idToken = CELType.object(IDTokenField.typeName)
  static let secret = CELType.object(SecretField.typeName)
  static let variable = CELType.object(VariableField.typeName)
  static let prediction = CELType.object(PredictionField.typeName)
  static let project = CELType.object(ProjectField.typeName)
  static let identity = CELType.object(IdentityField.typeName)
  static let credential = CELType.object(CredentialField.typeName)
  static let run = CELType.object(RunField.typeName)
  static let runVariable = CELType.object(RunVariableField.typeName)
  static let include = CELType.object(IncludeField.typeName)
  static let command = CELType.object(CommandField.typeName)
  static let signIn = CELType.object(SignInField.typeName)
  static let word = CELType.object(WordField.typeName)
  static let place = CELType.object(PlaceField.typeName)
}
