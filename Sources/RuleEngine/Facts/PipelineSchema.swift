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
  }

  /// All types and their fields.
  package static let schema = Schema(
    objectTypes: [
      PipelineField.objectType, JobField.objectType, IDTokenField.objectType,
      SecretField.objectType, VariableField.objectType, TextField.objectType,
      PredictionField.objectType, VaultSecretField.objectType, AzureValueField.objectType,
    ])
}

extension CELType {
  static let text = CELType.object(TextField.typeName)
  static let job = CELType.object(JobField.typeName)
  static let idToken = CELType.object(IDTokenField.typeName)
  static let secret = CELType.object(SecretField.typeName)
  static let variable = CELType.object(VariableField.typeName)
  static let prediction = CELType.object(PredictionField.typeName)
}

enum PipelineField: Int, FactField {
  case jobs
  case variables
  case isOpen
  case predictions

  static let typeName = "pipeline"

  var declaration: FieldDeclaration {
    switch self {
    case .jobs: .init("jobs", .list(.job), "Its visible jobs, in order.")
    case .variables: .init("variables", .list(.variable), "The variables of its top level.")
    case .isOpen:
      .init("is_open", .bool, "Whether an include could not be followed, so that more may exist.")
    case .predictions:
      .init("predictions", .list(.prediction), "What is predicted, job by job and run by run.")
    }
  }
}

enum TextField: Int, FactField {
  case text
  case kind
  case hasVariables
  case isOneVariable
  case variables
  case undefinedVariables

  static let typeName = "text"

  var declaration: FieldDeclaration {
    switch self {
    case .text: .init("text", .string, "The text; of a number, the digits as written.")
    case .kind:
      .init("kind", .string, "Psych's type: `string`, `int`, `float`, `bool`, `symbol`, `null`, …")
    case .hasVariables: .init("has_variables", .bool, "Whether it holds `$NAME` or `${NAME}`.")
    case .isOneVariable: .init("is_one_variable", .bool, "Whether it is `$NAME` and nothing else.")
    case .variables: .init("variables", .list(.string), "The names in it, in order.")
    case .undefinedVariables:
      .init(
        "undefined_variables",
        .list(.string),
        "Those of them that nothing defines; unknown when variables outside the YAML are."
      )
    }
  }
}
