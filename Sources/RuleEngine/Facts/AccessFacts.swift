import AccessPrediction
import AzureFederation
import CommonExpressions
import Evidence
import GitLabCI
import TextFormats
import YAMLSyntax

enum AccessField: Int, FactField {
  case job
  case secret
  case clientID
  case tenantID
  case vaultURL
  case vaultName
  case clientPlace
  case tenantPlace
  case vaultPlace
  case issuer
  case issuerProblem
  case isTenantAbsent
  case isApplicationAbsent
  case isPrincipalAbsent
  case tenantConflict
  case tokenName
  case refusalCode
  case refusalMessage
  case isVaultAbsent
  case vaultTenantID
  case isVaultOfOtherTenant
  case deniedSecret
  case denialCode
  case denialMessage
  case denialCommand

  static let typeName = "access"

  var declaration: Field {
    switch self {
    case .job: .init("job", .job, "The job, one with Azure Key Vault secrets.")
    case .secret: .init("secret", .secret, "Its first Azure Key Vault secret.")
    case .clientID:
      .init("client_id", .string, optional: true, "`AZURE_CLIENT_ID`, if all runs have one value.")
    case .tenantID:
      .init("tenant_id", .string, optional: true, "`AZURE_TENANT_ID`, if all runs have one value.")
    case .vaultURL:
      .init(
        "vault_url",
        .string,
        optional: true,
        "`AZURE_KEY_VAULT_SERVER_URL`, if all runs have one value."
      )
    case .vaultName: .init("vault_name", .string, "The vault's name, for messages and commands.")
    case .clientPlace:
      .init("client_place", .text, "The client ID as the YAML has it, else the name of `secret`.")
    case .tenantPlace:
      .init("tenant_place", .text, "The tenant ID as the YAML has it, else the name of `secret`.")
    case .vaultPlace:
      .init("vault_place", .text, "The vault's URL as the YAML has it, else the name of `secret`.")
    case .issuer:
      .init("issuer", .string, optional: true, "The issuer of the job's ID tokens, if it is known.")
    case .issuerProblem:
      .init(
        "issuer_problem",
        .string,
        optional: true,
        "Why Entra ID cannot check tokens of that issuer, if it was found that it cannot."
      )
    case .isTenantAbsent:
      .init("is_tenant_absent", .bool, "Whether Entra ID is known to have no such tenant.")
    case .isApplicationAbsent:
      .init("is_application_absent", .bool, "Whether the tenant is known to have no such client.")
    case .isPrincipalAbsent:
      .init(
        "is_principal_absent",
        .bool,
        "Whether the tenant is known to have no service principal of the client."
      )
    case .tenantConflict:
      .init(
        "tenant_conflict",
        .string,
        optional: true,
        "Why the client is not in the tenant in some run, if it is known to be in another."
      )
    case .tokenName:
      .init("token_name", .string, optional: true, "The ID token that serves the secret.")
    case .refusalCode:
      .init(
        "refusal_code",
        .string,
        optional: true,
        "The error with which Entra ID refused that token, if it did."
      )
    case .refusalMessage:
      .init("refusal_message", .string, optional: true, "Entra ID's message about it.")
    case .isVaultAbsent:
      .init("is_vault_absent", .bool, "Whether the name of the vault is known not to resolve.")
    case .vaultTenantID:
      .init(
        "vault_tenant_id",
        .string,
        optional: true,
        "The tenant of the vault, if the vault named it."
      )
    case .isVaultOfOtherTenant:
      .init(
        "is_vault_of_other_tenant",
        .bool,
        "Whether that is known to be another tenant than `AZURE_TENANT_ID`."
      )
    case .deniedSecret:
      .init(
        "denied_secret",
        .secret,
        optional: true,
        "The first of the job's secrets that the vault refused to its token."
      )
    case .denialCode:
      .init("denial_code", .string, optional: true, "The error, such as `ForbiddenByRbac`.")
    case .denialMessage:
      .init("denial_message", .string, optional: true, "The vault's message about it.")
    case .denialCommand:
      .init("denial_command", .string, optional: true, "The command that grants the access.")
    }
  }
}

extension PipelineFacts {
  /// The jobs whose access to Azure rules are asked about: none when nothing was queried and all
  /// tenants are in order.
  var accessSubjects: [Int] {
    let observations = evidence.observations
    let isObserved =
      !observations.issuers.isEmpty || !observations.tenants.isEmpty
      || !observations.applications.isEmpty || !observations.servicePrincipals.isEmpty
      || !observations.exchanges.isEmpty || !observations.vaults.isEmpty
      || !observations.denials.isEmpty
    if isObserved { return azureSubjects }
    return azureSubjects.filter { tenantConflict(ofJob: $0) != nil }
  }

  func accessValue(_ field: AccessField, _ reference: FactReference) -> Value? {
    guard let index = reference.job,
      let secret = pipeline.jobs[index].secrets.firstIndex(where: \.isAzure)
    else { return nil }
    let observations = evidence.observations
    let issuer = evidence.gitLab.issuer
    switch field {
    case .job: return FactReference(.job, job: index).value
    case .secret: return FactReference(.secret, job: index, item: secret).value
    case .clientID: return constant(AzureVariables.clientID, index).map(Value.string)
    case .tenantID: return constant(AzureVariables.tenantID, index).map(Value.string)
    case .vaultURL: return constant(AzureVariables.vaultURL, index).map(Value.string)
    case .vaultName: return .string(vaultName(index))
    case .clientPlace: return place(of: AzureVariables.clientID, index, secret)
    case .tenantPlace: return place(of: AzureVariables.tenantID, index, secret)
    case .vaultPlace: return place(of: AzureVariables.vaultURL, index, secret)
    case .issuer: return issuer.map(Value.string)
    case .issuerProblem:
      return observations.issuers.first { $0.url == issuer }?.problem.map(Value.string)
    case .isTenantAbsent:
      return .bool(isAbsent(AzureVariables.tenantID, observations.tenants, index))
    case .isApplicationAbsent:
      return .bool(isAbsent(AzureVariables.clientID, observations.applications, index))
    case .isPrincipalAbsent:
      return .bool(isAbsent(AzureVariables.clientID, observations.servicePrincipals, index))
    case .tenantConflict: return tenantConflict(ofJob: index).map { .string($0.reason) }
    case .tokenName, .refusalCode, .refusalMessage:
      return exchangeValue(field, pipeline.jobs[index], secret)
    case .isVaultAbsent: return .bool(vault(ofJob: index)?.exists == false)
    case .vaultTenantID: return vault(ofJob: index)?.tenantID.map(Value.string)
    case .isVaultOfOtherTenant: return .bool(isVaultOfOtherTenant(index))
    case .deniedSecret, .denialCode, .denialMessage, .denialCommand:
      return denialValue(field, index)
    }
  }

  /// The value of one of the three variables, when it is the same in all runs of a job.
  private func constant(_ name: String, _ job: Int) -> String? {
    if case .string(let text) = azureValue(name, job: job) { text } else { nil }
  }

  private func place(of variable: String, _ job: Int, _ secret: Int) -> Value {
    let name = pipeline.jobs[job].secrets[secret].entry.keyNode
    return text(variableText(variable, job: job) ?? name, job: job)
  }

  private func isAbsent(
    _ variable: String,
    _ answers: [Observations.Existence],
    _ job: Int
  ) -> Bool {
    guard let id = constant(variable, job) else { return false }
    return answers.first { GUID.areEqual($0.id, id) }?.exists == false
  }

  /// The verdict of a run in which the client is known to be in another tenant.
  private func tenantConflict(ofJob job: Int) -> Verdict? {
    guard !judgedPredictions.isEmpty else { return nil }
    return predictions(ofJob: job).lazy.flatMap(\.secrets).map(\.verdict)
      .first { $0.answer == .fails && $0.code == "AADSTS700016" }
  }

  private func exchangeValue(_ field: AccessField, _ job: Job, _ secret: Int) -> Value? {
    guard let token = servingToken(job.secrets[secret], job: job) else { return nil }
    let name = text(job.idTokens[token].symbol)
    if field == .tokenName { return .string(name) }
    let exchange = evidence.observations.exchanges.first { $0.token == name }
    guard let exchange, let code = exchange.code else { return nil }
    return .string(field == .refusalCode ? code : exchange.message)
  }

  // MARK: Vaults

  private func vault(ofJob job: Int) -> Vault? {
    constant(AzureVariables.vaultURL, job).flatMap { evidence.observations.vault($0) }
  }

  private func vaultName(_ job: Int) -> String {
    guard let url = vault(ofJob: job)?.url ?? constant(AzureVariables.vaultURL, job) else {
      return ""
    }
    return (try? VaultURL(url))?.name ?? url
  }

  private func isVaultOfOtherTenant(_ job: Int) -> Bool {
    guard let tenant = constant(AzureVariables.tenantID, job), GUID.isValid(tenant),
      let other = vault(ofJob: job)?.tenantID
    else { return false }
    return !GUID.areEqual(tenant, other)
  }

  private func denialValue(_ field: AccessField, _ job: Int) -> Value? {
    guard let (secret, denial) = denial(job) else { return nil }
    switch field {
    case .deniedSecret: return FactReference(.secret, job: job, item: secret).value
    case .denialCode: return .string(denial.code)
    case .denialMessage: return .string(denial.message)
    default:
      var facts: [FailureFact: String] = [.vault: vaultName(job)]
      facts[.application] = constant(AzureVariables.clientID, job)
      return ErrorCatalogue.entry(denial.code)?.commands.first
        .map { .string($0.filled(with: facts).text) }
    }
  }

  /// The first of a job's secrets that its vault refused, and how.
  private func denial(_ job: Int) -> (secret: Int, Observations.Denial)? {
    guard let vault = vault(ofJob: job) else { return nil }
    let client = constant(AzureVariables.clientID, job)
    for (place, secret) in pipeline.jobs[job].secrets.enumerated() where secret.isAzure {
      let denial = evidence.observations.denial(
        vault: vault.url,
        clientID: client,
        secret: LiveTargets.name(of: secret, in: tree)
      )
      if let denial { return (place, denial) }
    }
    return nil
  }
}
