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
  }

  /// All types and their fields.
  package static let schema = Schema(
    objectTypes: [
      PipelineField.objectType, JobField.objectType, IDTokenField.objectType,
      SecretField.objectType, VariableField.objectType, TextField.objectType,
      PredictionField.objectType, VaultSecretField.objectType,
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

enum JobField: Int, FactField {
  case name
  case isTrigger
  case idTokens
  case tokenSource
  case tokensPlace
  case lostTokens
  case secrets
  case usesAzure
  case script
  case environment
  case variables
  case clientID
  case tenantID

  static let typeName = "job"

  var declaration: FieldDeclaration {
    switch self {
    case .name: .init("name", .string, "Its name.")
    case .isTrigger: .init("is_trigger", .bool, "Whether it starts a downstream pipeline.")
    case .idTokens:
      .init(
        "id_tokens",
        .list(.idToken),
        "Its ID tokens after `extends` and `default`; unknown when an unread file may add some."
      )
    case .tokenSource:
      .init("token_source", .string, "Where they come from: `job`, `default` or `none`.")
    case .tokensPlace:
      .init(
        "tokens_place",
        .text,
        optional: true,
        "The `id_tokens` key or `inherit:default` value that decides about them."
      )
    case .lostTokens:
      .init(
        "lost_tokens",
        .list(.idToken),
        "Tokens of `default:id_tokens` that it does not get."
      )
    case .secrets: .init("secrets", .list(.secret), "Its secrets, in order.")
    case .usesAzure: .init("uses_azure", .bool, "Whether one of them is an Azure Key Vault secret.")
    case .script:
      .init("script", .list(.string), "The commands it runs, before and after included.")
    case .environment: .init("environment", .text, optional: true, "The name of its environment.")
    case .variables:
      .init("variables", .list(.variable), "The variables that the YAML gives it.")
    case .clientID:
      .init(
        "client_id",
        .text,
        optional: true,
        "The value of AZURE_CLIENT_ID, when the YAML sets it."
      )
    case .tenantID:
      .init(
        "tenant_id",
        .text,
        optional: true,
        "The value of AZURE_TENANT_ID, when the YAML sets it."
      )
    }
  }
}

enum IDTokenField: Int, FactField {
  case name
  case job
  case aud
  case audiences
  case isList
  case servesAzure
  case isNamedBySecret
  case isUsedInScript
  case isUsed
  case shadowedBy
  case secretOfSameName
  case credentialAudiences
  case audienceNearMiss
  case audienceButForSlash
  case clientID

  static let typeName = "id_token"

  var declaration: FieldDeclaration {
    switch self {
    case .name: .init("name", .string, "Its name.")
    case .job: .init("job", .job, "The job that gets it.")
    case .aud:
      .init("aud", .text, optional: true, "The value of `aud`, text or list; unset when invalid.")
    case .audiences: .init("audiences", .list(.text), "The texts in `aud`.")
    case .isList: .init("is_list", .bool, "Whether `aud` is written as a list.")
    case .servesAzure:
      .init(
        "serves_azure",
        .bool,
        "Whether an Azure Key Vault secret of the job is fetched with it."
      )
    case .isNamedBySecret:
      .init("is_named_by_secret", .bool, "Whether a `token:` of the job names it.")
    case .isUsedInScript:
      .init("is_used_in_script", .bool, "Whether a command of the job names it.")
    case .isUsed:
      .init(
        "is_used",
        .bool,
        "Whether anything in a job that gets it names it, or a secret is fetched with it."
      )
    case .shadowedBy:
      .init("shadowed_by", .list(.variable), "CI/CD variables of the YAML with the same name.")
    case .secretOfSameName:
      .init("secret_of_same_name", .secret, optional: true, "The job's secret with the same name.")
    case .credentialAudiences:
      .init(
        "credential_audiences",
        .list(.string),
        "The audiences of the federated credentials of the job's client; unknown without evidence."
      )
    case .audienceNearMiss:
      .init(
        "audience_near_miss",
        .string,
        "How the nearest credential audience differs, in words; empty when none is near."
      )
    case .audienceButForSlash:
      .init(
        "audience_but_for_slash",
        .string,
        "The credential audience that differs only in a slash at its end; empty when none does."
      )
    case .clientID:
      .init(
        "client_id",
        .string,
        "The client whose credentials are compared; unknown without evidence."
      )
    }
  }
}

enum SecretField: Int, FactField {
  case name
  case job
  case provider
  case providerKey
  case isNull
  case vaultName
  case version
  case token
  case tokenName
  case tokenIsDefined
  case tokenSuggestion
  case servingToken
  case servingTokenName
  case firstOfProvider
  case isFile
  case overrides
  case suggestedName
  case lostToken
  case namePlace
  case azureTokenName
  case twin

  static let typeName = "secret"

  var declaration: FieldDeclaration {
    switch self {
    case .name: .init("name", .string, "Its name: the variable that the job sees.")
    case .job: .init("job", .job, "The job that gets it.")
    case .provider:
      .init(
        "provider",
        .string,
        "The provider's key, such as `azure_key_vault`; empty when invalid."
      )
    case .providerKey:
      .init("provider_key", .text, optional: true, "The provider's key as written.")
    case .isNull: .init("is_null", .bool, "Whether the provider's value is null.")
    case .vaultName:
      .init("vault_name", .text, optional: true, "Azure: the secret's name in the vault.")
    case .version:
      .init("version", .text, optional: true, "Azure: the version, when it is not null.")
    case .token: .init("token", .text, optional: true, "The value of `token`, when it is not null.")
    case .tokenName:
      .init(
        "token_name",
        .string,
        optional: true,
        "The variable that `token` names; unset when it is not exactly one variable."
      )
    case .tokenIsDefined:
      .init(
        "token_is_defined",
        .bool,
        "Whether `token_name` is an ID token of the job; unknown when it may come from elsewhere."
      )
    case .tokenSuggestion:
      .init("token_suggestion", .string, "The job's ID token with the nearest name, or empty.")
    case .servingToken:
      .init(
        "serving_token",
        .idToken,
        optional: true,
        "The ID token that it is fetched with: the named one, else the job's first."
      )
    case .servingTokenName:
      .init("serving_token_name", .string, "The name of that token, defined or not; or empty.")
    case .firstOfProvider:
      .init(
        "first_of_provider",
        .secret,
        "The job's first secret with the same provider: its token serves them all."
      )
    case .isFile: .init("is_file", .bool, "Whether the variable holds a path to a file.")
    case .overrides:
      .init(
        "overrides",
        .string,
        "Which kind of variable it replaces: `predefined`, `azure`, `yaml` or empty."
      )
    case .suggestedName:
      .init("suggested_name", .string, "The vault name with what Key Vault refuses made dashes.")
    case .lostToken:
      .init(
        "lost_token",
        .idToken,
        optional: true,
        "The token of `default:id_tokens` that `token` names and the job does not get."
      )
    case .namePlace: .init("name_place", .text, "Its name as written.")
    case .twin:
      .init(
        "twin",
        .secret,
        optional: true,
        "An earlier secret of the job that is the same one in the vault, in the same version."
      )
    case .azureTokenName:
      .init(
        "azure_token_name",
        .string,
        "The only ID token of the job that is meant for Azure: one that another Azure secret names, "
          + "or whose audience a credential has; empty when there is none, or several."
      )
    }
  }
}

enum VariableField: Int, FactField {
  case name
  case value
  case scope
  case servesAzure
  case vaultURLProblem
  case otherCloud

  static let typeName = "variable"

  var declaration: FieldDeclaration {
    switch self {
    case .name: .init("name", .string, "Its name.")
    case .value: .init("value", .text, optional: true, "Its value, when it is one known text.")
    case .scope:
      .init(
        "scope",
        .string,
        "Where it is defined: `pipeline`, `workflow_rules`, `job`, `matrix` or `job_rules`."
      )
    case .servesAzure:
      .init("serves_azure", .bool, "Whether a job with an Azure Key Vault secret gets it.")
    case .vaultURLProblem:
      .init("vault_url_problem", .string, "What is wrong with its value as a vault URL, or empty.")
    case .otherCloud:
      .init(
        "other_cloud",
        .string,
        "The host that signs in to the cloud of the vault it names, when that is another cloud than "
          + "the configured one; else empty."
      )
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
