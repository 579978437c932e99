extension ErrorCatalogue {
  /// GitLab or the runner fails before or between the requests.
  ///
  /// Source: GitLab's `Ci::Secrets::Integration` and its failure reasons; gitlab-runner's resolver
  /// of secrets; azidentity and azsecrets, the Go modules that it uses.
  static let runnerErrors: [FailureEntry] = [
    FailureEntry(
      "secrets_provider_not_found",
      .variables,
      "one of the three variables of the provider is missing",
      "GitLab did not start the job, because AZURE_KEY_VAULT_SERVER_URL, AZURE_CLIENT_ID or "
        + "AZURE_TENANT_ID is missing or blank for it. A variable that is protected or limited to "
        + "an environment does not exist for jobs elsewhere.",
      remedy: "Set all three in the project's settings, and compare their protection and "
        + "environment with the job's branch and environment.",
      commands: [.listVariables],
      rules: ["AKV301", "AKV302", "AKV303"],
      part: .secretVariable,
      references: gitLabReferences
    ),
    FailureEntry(
      "runner_unsupported",
      .variables,
      "the runner is too old for secrets",
      "GitLab gives jobs with secrets only to runners that say they can fetch them, and none of "
        + "the runners for this job does. Azure Key Vault needs runner 16.6 or newer.",
      remedy: "Upgrade the runner, or send the job to another one with tags.",
      commands: [.runnerVersion],
      rules: ["AKV506"],
      part: .secretVariable,
      references: gitLabReferences
    ),
    FailureEntry(
      "challenge_resource_mismatch",
      .vault,
      "the URL is not that of a vault",
      "The runner sends its token only to hosts of Key Vault's own domain, and the host in "
        + "AZURE_KEY_VAULT_SERVER_URL is none. Domains of your own and reverse proxies do not "
        + "work.",
      remedy: "Put https://NAME.vault.azure.net into AZURE_KEY_VAULT_SERVER_URL.",
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
      remedy: "Put https://NAME.vault.azure.net into AZURE_KEY_VAULT_SERVER_URL.",
      commands: [.findVault],
      rules: ["AKV304"],
      references: gitLabReferences
    ),
    FailureEntry(
      "tenant_not_allowed",
      .exchange,
      "the vault belongs to another tenant than AZURE_TENANT_ID names",
      "The vault told the runner its tenant, and that is not the text in AZURE_TENANT_ID. Either "
        + "it is a different tenant, or the variable holds a domain where the ID is wanted.",
      remedy: "Put the vault's tenant ID into AZURE_TENANT_ID.",
      commands: [.setTenant],
      rules: ["AKV306"],
      references: gitLabReferences
    ),
    FailureEntry(
      "tenant_id_invalid",
      .exchange,
      "the runner refuses the text in AZURE_TENANT_ID",
      "A tenant ID has letters, digits, dots and hyphens, and the variable holds something else. "
        + "It may be a variable that was never expanded, or hold white space.",
      remedy: "Put the tenant's ID into AZURE_TENANT_ID, as a GUID.",
      commands: [.showTenant],
      rules: ["AKV306", "AKV307"],
      references: gitLabReferences
    ),
    FailureEntry(
      "secret_name_empty",
      .token,
      "the name of the secret is empty",
      "After the runner had put the variables in, nothing was left of the secret's name. The "
        + "variable in it does not exist in this job.",
      remedy: "Define the variable, or write the name out.",
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
    FailureEntry(
      "vault_host_unknown",
      .vault,
      "there is no vault of this name, or the runner cannot find it",
      "The runner's name server does not know the vault's host. The name has a mistake, the vault "
        + "was deleted, or it has a private endpoint whose zone the runner does not see.",
      remedy: "Compare AZURE_KEY_VAULT_SERVER_URL with the vault's URI, and look the host up from "
        + "the runner.",
      commands: [.findVault, .resolveVault],
      rules: ["AKV304", "AKV801"],
      references: ["https://learn.microsoft.com/azure/key-vault/general/private-link-diagnostics"]
    ),
    FailureEntry(
      "vault_unreachable",
      .vault,
      "the runner gets no connection to the vault",
      "The vault's host has an address, and nothing answered there in time. A firewall or a proxy "
        + "stands between the runner and Azure.",
      remedy: "Allow the runner to reach the vault's host on port 443.",
      commands: [.resolveVault],
      references: ["https://learn.microsoft.com/azure/key-vault/general/access-behind-firewall"]
    ),
    FailureEntry(
      "authority_unreachable",
      .exchange,
      "the runner gets no connection to Entra ID",
      "The sign-in host could not be found or did not answer. A firewall, a proxy or the runner's "
        + "name server is in the way.",
      remedy: "Allow the runner to reach login.microsoftonline.com on port 443.",
      references: ["https://learn.microsoft.com/azure/key-vault/general/access-behind-firewall"]
    ),
    FailureEntry(
      "certificate_not_trusted",
      .exchange,
      "the runner does not trust the certificate it was shown",
      "The certificate of Azure's host was not made by an authority that the runner knows. A proxy "
        + "that opens encrypted connections has put its own in the place.",
      remedy: "Add the proxy's certificate authority to the runner's image or host.",
      references: ["https://docs.gitlab.com/runner/configuration/tls-self-signed/"]
    ),
    FailureEntry(
      "federated_token_empty",
      .token,
      "the command got no token",
      "The variable behind --federated-token is empty, so az takes the option to have no value. "
        + "The job has no ID token of that name.",
      remedy: "Declare the token in id_tokens of the job, and put the variable in quotes.",
      part: .idToken,
      references: federationReferences
    ),
  ]
}
