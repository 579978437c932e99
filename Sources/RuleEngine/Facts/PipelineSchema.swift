package import CommonExpressions

/// The types that rule expressions see.
package enum PipelineSchema {
  /// The types by number: the number is an object reference's `type`.
  enum TypeNumber: Int, CaseIterable {
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

    /// The type with its fields.
    fileprivate var objectType: ObjectType {
      switch self {
      case .pipeline: PipelineField.objectType
      case .job: JobField.objectType
      case .idToken: IDTokenField.objectType
      case .secret: SecretField.objectType
      case .variable: VariableField.objectType
      case .text: TextField.objectType
      case .prediction: PredictionField.objectType
      case .vaultSecret: VaultSecretField.objectType
      case .azureValue: AzureValueField.objectType
      case .project: ProjectField.objectType
      case .identity: IdentityField.objectType
      case .credential: CredentialField.objectType
      case .run: RunField.objectType
      case .runVariable: RunVariableField.objectType
      case .failure: FailureField.objectType
      case .access: AccessField.objectType
      case .include: IncludeField.objectType
      case .evidenceFile: EvidenceFileField.objectType
      case .lintError: LintErrorField.objectType
      case .script: ScriptField.objectType
      case .signIn: SignInField.objectType
      case .command: CommandField.objectType
      case .word: WordField.objectType
      case .variableUse: VariableUseField.objectType
      case .mention: MentionField.objectType
      case .place: PlaceField.objectType
      }
    }
  }

  /// All types and their fields.
  package static let schema = Schema(objectTypes: TypeNumber.allCases.map(\.objectType))
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
