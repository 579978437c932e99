extension ErrorCatalogue {
  /// GitLab or the runner fails before or between the requests.
  ///
  /// Source: GitLab's `Ci::Secrets::Integration` and its failure reasons; gitlab-runner's resolver
  /// of secrets; azidentity and azsecrets, the Go modules that it uses.
  static let runnerErrors: [FailureEntry] = [
    FailureEntry(
      "secrets_provider_not_found",
      .variables,
      "a variable that the job's secrets need is missing",
      "GitLab did not start the job: AZURE_KEY_VAULT_SERVER_URL, AZURE_CLIENT_ID or AZURE_TENANT_ID "
        + "is missing or blank for it, or a variable that a secret of another provider needs "
        + "(VAULT_SERVER_URL, AWS_REGION, GCP_PROJECT_NUMBER). A variable that is protected or "
        + "limited to an environment does not exist for jobs elsewhere.",
      remedy: "Set the variables in the project's settings, and compare their protection and "
        + "environment with the job's branch and environment.",
      commands: [.listVariables],
      rules: ["AKV301", "AKV302", "AKV303"],
      part: .secretVariable,
      references: gitLabReferences
    ),
    FailureEntry(
      "id_token_burned_project_path",
      .variables,
      "GitLab refuses ID tokens because another project had this path",
      "Since GitLab 19.1 a project gets no ID tokens when a part of their subject is the path of an "
        + "earlier project, because that project's credentials would accept them. GitLab's remedy "
        + "is a subject that begins with the project's ID: ci_id_token_sub_claim_components starts "
        + "with project_id.",
      remedy: "Set ci_id_token_sub_claim_components to project_id, ref_type and ref, and add a "
        + "federated credential with the new subject, as in "
        + "project_id:PROJECT_ID:ref_type:branch:ref:main.",
      commands: [.subjectByID, .projectID, .addCredential],
      rules: ["AKV402", "AKV603"],
      part: .idToken,
      references: [
        "https://docs.gitlab.com/ci/secrets/id_token_authentication/"
          + "#error-id-token-issuance-is-disabled"
      ]
    ),
    FailureEntry(
      "runner_unsupported",
      .variables,
      "no runner supports secrets from vaults",
      "GitLab gives jobs with secrets only to runners that report the feature vault_secrets, and no "
        + "runner for this job does. Every runner since 13.4 reports it, so the runner is very old; "
        + "Azure Key Vault needs a newer one than that.",
      remedy: "Upgrade the runner, or send the job to another one with tags.",
      commands: [.runnerVersion],
      rules: ["AKV506"],
      part: .secretVariable,
      references: gitLabReferences
    ),
    FailureEntry(
      "secrets_manager_access_denied",
      .variables,
      "GitLab Secrets Manager is not available for the group",
      "The job has a secret of GitLab's own Secrets Manager, and the top-level group may not use it. "
        + "This is not about Azure Key Vault, but the job gets none of its secrets.",
      remedy: "Buy or try GitLab Secrets Manager for the group, or read the secret from Azure Key "
        + "Vault.",
      commands: [.showModel],
      references: ["https://docs.gitlab.com/ci/secrets/secrets_manager/"]
    ),
    FailureEntry(
      "secret_resolver_missing",
      .token,
      "the runner does not know the provider of the secret",
      "The runner has no resolver for azure_key_vault, which came with runner 16.3 and accepts ID "
        + "tokens of id_tokens since 16.6. It only warns and goes on, so the variable is not set "
        + "and a later command fails.",
      remedy: "Use runner 16.6 or newer; 16.3 to 16.5 fail with AADSTS50027.",
      commands: [.runnerVersion],
      rules: ["AKV506", "AKV211"],
      part: .secretVariable,
      references: gitLabReferences + ["https://gitlab.com/gitlab-org/gitlab/-/issues/424746"]
    ),
    FailureEntry(
      "challenge_resource_mismatch",
      .vault,
      "the URL is not that of a vault",
      "The runner sends its token only to hosts of Key Vault's own domain, and the host in "
        + "AZURE_KEY_VAULT_SERVER_URL does not belong to it. Domains of your own and reverse "
        + "proxies do not work.",
      remedy: "Put https://NAME{vault_suffix} into AZURE_KEY_VAULT_SERVER_URL.",
      commands: [.findVault],
      rules: ["AKV304"],
      references: ["https://aka.ms/azsdk/blog/vault-uri"] + gitLabReferences
    ),
    FailureEntry(
      "vault_url_not_https",
      .vault,
      "the vault's URL does not begin with https",
      "The runner refuses to send a token over a connection without encryption. "
        + "AZURE_KEY_VAULT_SERVER_URL begins with http or has no scheme.",
      remedy: "Put https://NAME{vault_suffix} into AZURE_KEY_VAULT_SERVER_URL.",
      commands: [.findVault],
      rules: ["AKV304"],
      references: gitLabReferences
    ),
    FailureEntry(
      "tenant_not_allowed",
      .exchange,
      "AZURE_TENANT_ID differs from the vault's tenant",
      "The vault named its tenant, and since 18.9 the runner compares it with AZURE_TENANT_ID, "
        + "character by character. The variable holds a different tenant, a domain instead of the "
        + "ID, or the ID in capital letters.",
      remedy: "Put the vault's tenant ID into AZURE_TENANT_ID, in small letters.",
      commands: [.setTenant, .vaultTenant],
      rules: ["AKV306", "AKV802"],
      references: gitLabReferences
    ),
    FailureEntry(
      "tenant_id_invalid",
      .exchange,
      "the runner refuses the text in AZURE_TENANT_ID",
      "A tenant ID has letters, digits, dots and hyphens, and the variable holds something else. "
        + "It may be a variable that was never expanded, or contain white space.",
      remedy: "Put the tenant's ID into AZURE_TENANT_ID, as a GUID.",
      commands: [.showTenant, .vaultTenant],
      rules: ["AKV306", "AKV307"],
      references: gitLabReferences
    ),
    FailureEntry(
      "secret_name_empty",
      .token,
      "the name of the secret is empty",
      "After the runner had expanded the variables, nothing was left of the secret's name. The "
        + "variable in it does not exist in this job.",
      remedy: "Define the variable, or write the name out.",
      commands: [.showModel],
      rules: ["AKV216"],
      part: .secretName,
      references: gitLabReferences
    ),
    FailureEntry(
      "secret_without_value",
      .vault,
      "the vault answered without a value",
      "The runner asked for the secret and got nothing that it could put into the variable. Since "
        + "runner 16.0 this stops the job.",
      remedy: "Look at the secret in the vault, and give it a value.",
      commands: [.listVersions],
      part: .secretName,
      references: gitLabReferences
    ),
  ]
}
