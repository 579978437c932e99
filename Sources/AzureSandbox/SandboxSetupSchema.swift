import Evidence

/// The keys of a scenario file.
enum SandboxSetupSchema {
  /// The file as a whole.
  static let root = SettingGroup(
    "a scenario",
    [
      Setting("gitlab", .group(gitLab), "The GitLab instance."),
      Setting("job", .group(job), "The CI/CD job that gets the ID tokens."),
      Setting("tenants", .list(.group(tenant)), "The directories."),
      Setting("vaults", .list(.group(vault)), "The vaults."),
      Setting("operator", .group(access), "The user of the access tokens."),
      Setting("faults", .list(.group(fault)), "What goes wrong."),
      Setting("latency", .integer, "The duration of each answer, in milliseconds."),
    ]
  )

  private static let gitLab = SettingGroup(
    "\"gitlab\"",
    [
      Setting("host", .text(.notBlank), "Its host."),
      Setting("version", .text(.notBlank), "Its version."),
      Setting("issuer", .text(.notBlank), "What its discovery document calls itself."),
      Setting("token", .text(.notBlank), "The token that it takes."),
      Setting("projects", .list(.group(project)), "Its projects."),
      Setting(
        "groups",
        .table(keys: .notBlank, values: .list(.group(variable))),
        "The CI/CD variables of groups, by full path."
      ),
      Setting("templates", .table(keys: .notBlank, values: .text(.any)), "Its templates, by name."),
      Setting("rate_limit", .group(rateLimit), "How many requests it takes."),
    ]
  )

  private static let rateLimit = SettingGroup(
    "\"rate_limit\"",
    [
      Setting("requests", .integer, required: true, "The number of requests in a period."),
      Setting("seconds", .integer, "The length of a period, in seconds (default: 60)."),
    ]
  )

  private static let project = SettingGroup(
    "a project",
    [
      Setting("path", .text(.projectPath), required: true, "Its full path."),
      Setting("count", .integer, "How many there are: NUMBER in its texts is the number of each."),
      Setting("archived", .flag, "Whether it is archived."),
      Setting("empty", .flag, "Whether its repository has no commit."),
      Setting("ci_config_path", .text(.notBlank), "The root pipeline that its settings name."),
      Setting(
        "hidden",
        .list(.text(.word(SandboxSetup.Project.Part.allCases.map(\.rawValue)))),
        "The parts of it that the token may not see."
      ),
      Setting("default_branch", .text(.notBlank), "Its default branch."),
      Setting("plan", .text(.notBlank), "The plan of its root group."),
      Setting("sub_claim", .list(.text(.notBlank)), "The components of its ID tokens' subject."),
      Setting("protected_branches", .list(.text(.notBlank)), "Its protected branches."),
      Setting("protected_tags", .list(.text(.notBlank)), "Its protected tags."),
      Setting("variables", .list(.group(variable)), "Its CI/CD variables."),
      Setting("lint_errors", .list(.text(.notBlank)), "What the lint API complains about."),
      Setting("files", .table(keys: .notBlank, values: .text(.any)), "Its files, on every ref."),
      Setting("tags", .list(.text(.notBlank)), "Its tags, the newest first."),
      Setting(
        "job_logs",
        .table(keys: .notBlank, values: .text(.any)),
        "The logs of its failed jobs, by the jobs' IDs."
      ),
    ]
  )

  private static let variable = SettingGroup(
    "a variable",
    [
      Setting("key", .text(.variableName), required: true, "Its key."),
      Setting("value", .variableValue, "Its value."),
      Setting("protected", .flag, "Whether only protected refs get it."),
      Setting("environment_scope", .text(.environmentScope), "The environments that get it."),
    ]
  )

  private static let job = SettingGroup(
    "\"job\"",
    [
      Setting("project", .text(.projectPath), required: true, "The project's full path."),
      Setting("id_tokens", .list(.group(idToken)), required: true, "Its ID tokens."),
    ]
  )

  private static let idToken = SettingGroup(
    "an ID token",
    [
      Setting("name", .text(.variableName), required: true, "The variable that holds it."),
      Setting("aud", .text(.notBlank), required: true, "Its audience."),
      Setting("sub", .text(.notBlank), required: true, "Its subject."),
      Setting("iss", .text(.notBlank), "Its issuer, when it is not the instance."),
      Setting("expired", .flag, "Whether it has run out."),
      Setting("forged", .flag, "Whether an unpublished key signed it."),
    ]
  )

  private static let clientID = Setting(
    "client_id",
    .text(.guid),
    required: true,
    "The application (client) ID."
  )

  private static let tenant = SettingGroup(
    "a tenant",
    [
      Setting("id", .text(.guid), required: true, "Its ID."),
      Setting("applications", .list(.group(application)), "Its applications."),
      Setting("managed_identities", .list(.group(managedIdentity)), "Its managed identities."),
    ]
  )

  private static let application = SettingGroup(
    "an application",
    [
      clientID,
      Setting("service_principal", .flag, "Whether the tenant has a service principal of it."),
      Setting(
        "credentials",
        .list(.group(ExportSchema.inlineCredential)),
        "What it trusts, with Graph's keys."
      ),
    ]
  )

  private static let managedIdentity = SettingGroup(
    "a managed identity",
    [
      clientID, Setting("resource_id", .text(.notBlank), required: true, "Its resource's path."),
      Setting(
        "credentials",
        .list(.group(ExportSchema.inlineCredential)),
        "What it trusts, with Graph's keys."
      ),
    ]
  )

  private static let access = SettingGroup(
    "\"operator\"",
    [
      clientID, Setting("tenant_id", .text(.guid), required: true, "The tenant of its tokens."),
      Setting("reads_applications", .flag, "Whether Graph lets it read applications."),
      Setting("writes_applications", .flag, "Whether Graph lets it change applications."),
    ]
  )

  private static let vault = SettingGroup(
    "a vault",
    [
      Setting("name", .text(.notBlank), required: true, "Its name."),
      Setting("tenant_id", .text(.guid), required: true, "Its tenant."),
      Setting(
        "roles",
        .table(
          keys: .guid,
          values: .text(.word(SandboxSetup.StoredVault.Role.allCases.map(\.rawValue)))
        ),
        "Role assignments, by application (client) ID."
      ),
      Setting(
        "policies",
        .table(keys: .guid, values: .list(.text(.word(["get", "list"])))),
        "Access policies for secrets, by application (client) ID, instead of roles."
      ),
      Setting(
        "closed",
        .text(.word(SandboxSetup.StoredVault.Closure.allCases.map(\.rawValue))),
        "Why all requests are refused."
      ),
      Setting("challenge", .text(.notBlank), "Its WWW-Authenticate, if it differs from a vault's."),
      Setting("secrets", .list(.group(secret)), "Its secrets."),
    ]
  )

  private static let secret = SettingGroup(
    "a secret",
    [
      Setting("name", .text(.notBlank), required: true, "Its name."),
      Setting("deleted", .flag, "Whether it was deleted and can be recovered."),
      Setting("versions", .list(.group(version)), "Its versions."),
    ]
  )

  private static let version = SettingGroup(
    "a version",
    [
      Setting("id", .text(.notBlank), required: true, "Its identifier."),
      Setting("value", .text(.any), "Its value."),
      Setting("enabled", .flag, "Whether it may be read."),
      Setting("created", .integer, "When it was made, in seconds since 1970."),
      Setting("exp", .integer, "When it runs out, in seconds since 1970."),
      Setting("nbf", .integer, "When it becomes valid, in seconds since 1970."),
    ]
  )

  /// The names of faults.
  static let faults = [
    "throttled", "server_error", "silence", "reset", "huge", "redirect", "page", "foreign_link",
    "expired_certificate", "unreachable",
  ]

  private static let fault = SettingGroup(
    "a fault",
    [
      Setting("host", .text(.notBlank), required: true, "The host that it happens at."),
      Setting("path", .text(.notBlank), "What the path begins with."),
      Setting("fault", .text(.word(faults)), required: true, "What goes wrong."),
      Setting("times", .integer, "How many requests it happens to; all when left out."),
      Setting("retry_after", .integer, "Seconds in Retry-After, for throttled."),
      Setting("bytes", .integer, "The size of the body, for huge."),
      Setting("url", .text(.notBlank), "Where to, for redirect and foreign_link."),
    ]
  )
}
