import AzureFederation

/// The keys of a snapshot.
enum SnapshotSchema {
  private static let date = Setting("date", .text(.day), "The date of the query.")

  /// The file as a whole.
  static let root = SettingGroup(
    "a snapshot",
    [
      Setting("schema", .integer, required: true, "The version of the form: 1."),
      Setting("date", .text(.day), required: true, "The date of the snapshot."),
      Setting("gitlab", .group(gitLab), "GitLab's answers."),
      Setting("issuers", .list(.group(issuer)), "The answers of the tokens' issuers."),
      Setting("tenants", .list(.group(tenant)), "The queried tenants."),
      Setting("identities", .list(.group(identity)), "The applications and managed identities."),
      Setting("vaults", .list(.group(vault)), "The vaults."),
      Setting(
        "exchanges",
        .list(.group(exchange)),
        "Entra ID's answers to ID tokens of the job that wrote the snapshot."
      ),
    ]
  )

  private static let gitLab = SettingGroup(
    "\"gitlab\"",
    [
      date, Setting("url", .text(.instanceURL), "The instance."),
      Setting("project", .text(.projectPath), "The project's full path."),
      Setting("project_id", .integer, "The project's ID."),
      Setting("version", .text(.gitLabVersion), "GitLab's version."),
      Setting("tier", .text(.notBlank), "The project's tier."),
      Setting(
        "pipeline_variables_minimum_override_role",
        .text(.notBlank),
        "The lowest role that may set variables of a pipeline."
      ), Setting("default_branch", .text(.notBlank), "The default branch."),
      Setting("protected_branches", .list(.text(.notBlank)), "The protected branches."),
      Setting("protected_tags", .list(.text(.notBlank)), "The protected tags."),
      Setting(
        "sub_claim",
        .list(.text(.word(SubjectComponent.names))),
        "The components of the ID tokens' subject."
      ), Setting("variables_complete", .flag, "Whether the list of variables is complete."),
      Setting("variables", .list(.group(variable)), "The CI/CD variables; values only of AZURE_*."),
      Setting("lint", .group(lint), "The lint API's verdict."),
    ]
  )

  private static let variable = SettingGroup("a variable", ExportSchema.variableKeys)

  private static let lint = SettingGroup(
    "\"lint\"",
    [
      date, Setting("valid", .flag, required: true, "Whether it accepts the pipeline."),
      Setting("errors", .list(.text(.any)), "Its messages."),
    ]
  )

  private static let issuer = SettingGroup(
    "an issuer",
    [
      date, Setting("url", .text(.notBlank), required: true, "Its URL."),
      Setting("problem", .text(.notBlank), "The fault of its discovery document."),
    ]
  )

  private static let tenant = SettingGroup(
    "a tenant",
    [
      date, Setting("id", .text(.notBlank), required: true, "Its ID."),
      Setting("exists", .flag, required: true, "Whether it exists."),
    ]
  )

  private static let identity = SettingGroup(
    "an identity",
    [
      date, Setting("client_id", .text(.guid), required: true, "The application (client) ID."),
      Setting("tenant_id", .text(.guid), "The ID of its tenant."),
      Setting("object_id", .text(.guid), "The object ID of the application."),
      Setting("exists", .flag, "Whether it exists."),
      Setting("service_principal", .flag, "Whether the tenant has a service principal of it."),
      Setting(
        "credentials",
        .list(.group(ExportSchema.inlineCredential)),
        "Its federated credentials."
      ),
    ]
  )

  private static let exchange = SettingGroup(
    "an exchange",
    [
      date, Setting("token", .text(.notBlank), required: true, "The ID token's name."),
      Setting("client_id", .text(.guid), required: true, "The application (client) ID."),
      Setting("code", .text(.notBlank), "The error, such as AADSTS700213."),
      Setting("message", .text(.any), "Entra ID's message."),
    ]
  )

  private static let denial = SettingGroup(
    "a refusal",
    [
      Setting("client_id", .text(.guid), "The refused client."),
      Setting("secret", .text(.notBlank), "The queried secret."),
      Setting("code", .text(.notBlank), required: true, "Key Vault's inner code."),
      Setting("message", .text(.any), "Its message."),
    ]
  )

  private static let vault = SettingGroup(
    "a vault",
    [
      date, Setting("url", .text(.notBlank), required: true, "Its URL."),
      Setting("exists", .flag, "Whether its name resolves."),
      Setting("tenant_id", .text(.guid), "The tenant that its challenge names."),
      Setting("secrets", .list(.group(secret)), "Its secrets that pipelines name."),
      Setting("denied", .list(.group(denial)), "Its refusals of jobs' own tokens."),
    ]
  )

  private static let secret = SettingGroup(
    "a secret",
    [
      Setting("name", .text(.notBlank), required: true, "Its name."),
      Setting("deleted", .flag, "Whether it is soft-deleted."),
      Setting("versions", .list(.group(version)), "Its versions."),
    ]
  )

  private static let version = SettingGroup(
    "a version",
    [
      Setting("id", .text(.notBlank), required: true, "Its ID."),
      Setting("enabled", .flag, "Whether it can be fetched."),
      Setting("created", .text(.notBlank), "Its creation time."),
      Setting("expires", .text(.day), "Its expiry date."),
      Setting("not_before", .text(.day), "The first day on which it is valid."),
    ]
  )
}
