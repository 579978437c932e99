import AzureFederation

/// The keys of `.akvlint.yml`.
///
/// Nothing in it can enable the network, name a host that gets a token, or run a program: everyone
/// who can push a branch can edit it. `gitlab.url` is only compared with texts.
package enum ConfigurationSchema {
  /// The file as a whole.
  package static let root = SettingGroup(
    "the configuration",
    [
      Setting("gitlab", .group(gitLab), "Facts about GitLab and the project."),
      Setting("azure", .group(azure), "Facts about Azure."),
      Setting(
        "variables",
        .list(.oneOf([.text(.variableName), .group(variableFile), .group(variable)])),
        "The CI/CD variables outside the YAML; listing any declares that there are no others."
      ),
      Setting(
        "includes",
        .list(.group(include)),
        "Local copies of included projects."
      ),
      Setting("scenarios", .list(.group(scenario)), "Scenarios besides the built-in ones."),
      Setting(
        "rules",
        .table(keys: .rule, values: .oneOf([.text(.severity), .group(ruleSetting)])),
        ruleSettings
      ),
      Setting(
        "paths",
        .list(.group(pathSetting)),
        "Settings of rules for some files; the last one for a file counts."
      ),
      Setting(
        "rule_packs",
        .list(.oneOf([.text(.relativePath), .group(rulePack)])),
        "Folders with your own rules, in this repository or in a project under `includes`."
      ),
      Setting(
        "extends",
        .list(.oneOf([.text(.relativePath), .group(extended)])),
        "Configurations to start from, in this repository or in a project under `includes`."
      ),
      Setting(
        "profile",
        .text(.notBlank),
        "The rules that run: `recommended`, `strict`, which includes those, or one of `profiles`."
      ),
      Setting(
        "profiles",
        .table(keys: .notBlank, values: .group(profile)),
        "Your own profiles, by name."
      ),
      Setting(
        "fail_on",
        .text(.word(thresholds)),
        "The lowest severity that makes the exit code 1 (default: error)."
      ),
      Setting("baseline", .text(.relativePath), "The file of known findings."),
      Setting("exclude", .list(.text(.notBlank)), "Files that are not linted, as patterns."),
    ]
  )

  /// The built-in profiles; the first counts where none is chosen.
  static let profiles = ["recommended", "strict"]
  private static let ruleSettings =
    "Settings of rules, by ID, name or the beginning of IDs (`AKV2`); the longest one counts."
  private static let thresholds = ["error", "warning", "info", "never"]

  private static let extended = SettingGroup(
    "a configuration of another project",
    [
      Setting("project", .text(.projectPath), required: true, "A project under includes."),
      Setting("file", .text(.notBlank), required: true, "The file in it."),
    ]
  )

  private static let rulePack = SettingGroup(
    "a folder of another project",
    [
      Setting("project", .text(.projectPath), required: true, "A project under includes."),
      Setting("path", .text(.notBlank), required: true, "The folder in it."),
    ]
  )

  private static let profile = SettingGroup(
    "a profile",
    [
      Setting("extends", .text(.notBlank), "The profile to start from (default: recommended)."),
      Setting(
        "rules",
        .table(keys: .rule, values: .oneOf([.text(.severity), .group(ruleSetting)])),
        ruleSettings
      ),
    ]
  )

  private static let gitLab = SettingGroup(
    "\"gitlab\"",
    [
      Setting("url", .text(.instanceURL), "The instance, which issues the ID tokens."),
      Setting("project", .text(.projectPath), "The project's full path."),
      Setting("project_id", .integer, "The project's ID."),
      Setting("version", .text(.gitLabVersion), "The version of GitLab (default: the newest)."),
      Setting(
        "runner_version",
        .text(.gitLabVersion),
        "The version of GitLab Runner (default: the newest)."
      ),
      Setting("tier", .text(.word(tiers)), "The tier of the project's namespace."),
      Setting(
        "pipeline_variables_minimum_override_role",
        .text(.word(overrideRoles)),
        "The lowest role that may set variables when starting a pipeline; the project's setting "
          + "ci_pipeline_variables_minimum_override_role."
      ),
      Setting(
        "ci_config_path",
        .text(.notBlank),
        "The root file, if the project's settings name another than .gitlab-ci.yml; FILE@PROJECT and "
          + "URLs are outside the repository."
      ),
      Setting("default_branch", .text(.notBlank), "The default branch."),
      Setting("protected", .group(protectedRefs), "The protected refs."),
      Setting(
        "sub_claim",
        .list(.text(.word(SubjectComponent.names))),
        "The components of the ID tokens' subject."
      ),
    ]
  )

  private static let tiers = ["free", "premium", "ultimate"]
  /// Source: GitLab's projects API, `ci_pipeline_variables_minimum_override_role`.
  private static let overrideRoles = ["no_one_allowed", "developer", "maintainer", "owner"]

  private static let protectedRefs = SettingGroup(
    "\"protected\"",
    [
      Setting("branches", .list(.text(.notBlank)), "Protected branches, or patterns with *."),
      Setting("tags", .list(.text(.notBlank)), "Protected tags, or patterns with *."),
    ]
  )

  private static let azure = SettingGroup(
    "\"azure\"",
    [
      Setting("cloud", .text(.word(Cloud.allCases.map(\.rawValue))), "Microsoft's cloud."),
      Setting("identities", .list(.group(identity)), "The identities that jobs sign in as."),
    ]
  )

  private static let identity = SettingGroup(
    "an identity",
    [
      Setting("client_id", .text(.guid), required: true, "The application (client) ID."),
      Setting("tenant_id", .text(.guid), "The ID of its tenant."),
      Setting(
        "kind",
        .text(.word(IdentityKind.allCases.map(\.rawValue))),
        "The type of identity; the commands in advice depend on it."
      ),
      Setting(
        "resource_id",
        .text(.notBlank),
        "The resource ID of a managed identity: /subscriptions/.../userAssignedIdentities/NAME."
      ),
      Setting(
        "credentials",
        .oneOf([.text(.relativePath), .list(.group(ExportSchema.inlineCredential))]),
        "Its federated credentials: an exported file, or the list itself."
      ),
      Setting("exported", .text(.day), "The date of the export."),
    ]
  )

  private static let variable = SettingGroup("a variable", ExportSchema.variableKeys)

  private static let variableFile = SettingGroup(
    "a file of variables",
    [
      Setting(
        "file",
        .text(.relativePath),
        required: true,
        "A response of GET /projects/:id/variables."
      ),
      Setting("exported", .text(.day), "The date of the export."),
    ]
  )

  private static let include = SettingGroup(
    "an include",
    [
      Setting("project", .text(.projectPath), required: true, "The project that is included."),
      Setting("path", .text(.relativePath), required: true, "The folder with its files."),
    ]
  )

  private static let scenario = SettingGroup(
    "a scenario",
    [
      Setting("name", .text(.notBlank), required: true, "The name; replaces a built-in scenario."),
      Setting("source", .text(.word(pipelineSources)), "The value of CI_PIPELINE_SOURCE."),
      Setting("ref", .text(.notBlank), "The branch or tag."),
      Setting(
        "variables",
        .table(keys: .variableName, values: .variableValue),
        "The variables set when starting the pipeline."
      ),
    ]
  )

  /// Source: GitLab's page on predefined variables, `CI_PIPELINE_SOURCE`, and its model.
  private static let pipelineSources = [
    "api", "chat", "container_registry_push", "duo_workflow", "external",
    "external_pull_request_event", "merge_request_event", "ondemand_dast_scan",
    "ondemand_dast_validation", "parent_pipeline", "pipeline", "push", "schedule",
    "security_orchestration_policy", "trigger", "web", "webide",
  ]

  private static let ruleSetting = SettingGroup(
    "a rule's setting",
    [
      Setting("severity", .text(.severity), "The severity of its findings, or off."),
      Setting("params", .table(keys: .notBlank, values: .anything), "Its parameters."),
    ]
  )

  private static let pathSetting = SettingGroup(
    "an entry of \"paths\"",
    [
      Setting("match", .text(.notBlank), required: true, "The files, as a pattern."),
      Setting("ignore", .list(.text(.ruleOrAll)), "The rules to turn off for them, or `all`."),
      Setting(
        "severity",
        .table(keys: .rule, values: .text(.severity)),
        "Severities by rule or beginning of IDs; one for a rule that is off turns it on for them."
      ),
      Setting(
        "params",
        .table(keys: .rule, values: .table(keys: .notBlank, values: .anything)),
        "Parameters by rule."
      ),
    ]
  )
}
