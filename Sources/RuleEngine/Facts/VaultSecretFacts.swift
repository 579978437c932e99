import AzureFederation
import CommonExpressions
import Evidence
import GitLabCI
import ShellSyntax
import TextFormats
import YAMLSyntax

enum VaultSecretField: Int, FactField {
  case job
  case secret
  case vaultURL
  case vaultName
  case exists
  case isDeleted
  case version
  case versionExists
  case isEnabled
  case daysLeft
  case daysUntilValid
  case newest
  case age
  case versions

  static let typeName = "vault_secret"

  var declaration: Field {
    switch self {
    case .job: .init("job", .job, "The job that gets it.")
    case .secret: .init("secret", .secret, "The secret as in the pipeline.")
    case .vaultURL: .init("vault_url", .string, "The vault's URL; unknown when it is not one text.")
    case .vaultName: .init("vault_name", .string, "The vault's name, for commands.")
    case .exists:
      .init("exists", .bool, "Whether the vault has it; unknown when the vault was not asked.")
    case .isDeleted: .init("is_deleted", .bool, "Whether it is soft-deleted.")
    case .version:
      .init("version", .string, "The version that the job gets: the pinned or the newest one.")
    case .versionExists: .init("version_exists", .bool, "Whether there is such a version.")
    case .isEnabled: .init("is_enabled", .bool, "Whether that version can be fetched.")
    case .daysLeft:
      .init(
        "days_left",
        .int,
        optional: true,
        "In how many days it expires, negative when it has; unset when it never does."
      )
    case .daysUntilValid:
      .init(
        "days_until_valid",
        .int,
        optional: true,
        "In how many days it becomes valid; unset when no day is named."
      )
    case .newest: .init("newest", .string, "The newest version that can be fetched, or empty.")
    case .age:
      .init(
        "age",
        .int,
        optional: true,
        "How many days ago its version was made; unset when that was not kept."
      )
    case .versions: .init("versions", .list(.string), "The IDs of all its versions.")
    }
  }
}

extension PipelineFacts {
  func vaultSecretValue(_ field: VaultSecretField, _ reference: FactReference) -> Value? {
    guard let index = reference.job else { return nil }
    let job = pipeline.jobs[index]
    let secret = job.secrets[reference.item]
    switch field {
    case .job: return FactReference(.job, job: index).value
    case .secret: return FactReference(.secret, job: index, item: reference.item).value
    case .vaultURL: return azureValue(AzureVariables.vaultURL, job: index)
    case .vaultName:
      guard case .string(let url) = azureValue(AzureVariables.vaultURL, job: index) else {
        return .string("")
      }
      return .string((try? VaultURL(url))?.name ?? "")
    default: break
    }
    switch vaultSecret(secret, job: index) {
    case .failure(let reason): return .unknown(Unknown(reason.text))
    case .success(let known): return value(field, known, pinned(secret))
    }
  }

  private func value(
    _ field: VaultSecretField,
    _ known: VaultSecret,
    _ pinned: String?
  ) -> Value? {
    let version = pinned.map(known.version) ?? known.newest
    switch field {
    case .exists: return .bool(known.exists)
    case .isDeleted: return .bool(known.isDeleted)
    case .version: return .string(version?.id ?? pinned ?? "")
    case .versionExists: return .bool(version != nil)
    case .isEnabled: return .bool(version?.isEnabled ?? true)
    case .newest: return .string(known.newestEnabled?.id ?? "")
    case .daysLeft, .daysUntilValid:
      guard let day = field == .daysLeft ? version?.expires : version?.notBefore else { return nil }
      guard let today else { return .unknown(Unknown("the present day is unknown")) }
      return .int(Int64(day.number - today.number))
    case .age:
      guard let day = version.flatMap({ CalendarDay(String($0.created.prefix(10))) }) else {
        return nil
      }
      guard let today else { return .unknown(Unknown("the present day is unknown")) }
      return .int(Int64(today.number - day.number))
    case .versions: return Self.list(known.versions.map(\.id))
    default: return nil
    }
  }

  /// The version that a secret pins.
  private func pinned(_ secret: Secret) -> String? {
    secret.azure?.version.map { tree.string($0.node) }.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The reason why something about a vault is not known.
  struct VaultQuestion: Error {
    let text: String
  }

  /// The metadata of a secret in its vault.
  private func vaultSecret(_ secret: Secret, job: Int) -> Result<VaultSecret, VaultQuestion> {
    guard case .string(let url) = azureValue(AzureVariables.vaultURL, job: job) else {
      return .failure(VaultQuestion(text: "the value of \(AzureVariables.vaultURL) is unknown"))
    }
    guard let vault = evidence.observations.vault(url), vault.secrets != nil else {
      return .failure(VaultQuestion(text: "the vault \(url) was not asked"))
    }
    let version = secret.azure?.version
    let isPinned =
      version.map { VariableReference.names(in: tree.text($0.node)).isEmpty } ?? true
    guard isPinned, case .list(let names) = runNames(of: secret, job: job), names.count == 1,
      case .string(let name) = names[0]
    else {
      return .failure(VaultQuestion(text: "the name of the secret depends on the run"))
    }
    guard let known = vault.secret(name) else {
      return .failure(VaultQuestion(text: "the vault was not asked about \(name)"))
    }
    return .success(known)
  }

  /// The value of one of the provider's variables, when it is one known text in all runs of a job.
  func azureValue(_ name: String, job: Int) -> Value {
    let values = azureValues.values(ofJob: job)
    let texts = Set(values.lazy.filter { $0.name == name }.map(\.text))
    guard texts.count == 1, let text = texts.first, !text.contains("$") else {
      return .unknown(Unknown("the value of \(name) is unknown"))
    }
    return .string(text)
  }
}
