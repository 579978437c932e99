extension ErrorCatalogue {
  /// Key Vault refuses.
  ///
  /// Source: Key Vault's pages on REST error codes and common errors; redacted public reports for
  /// those that the pages lack.
  static let vaultErrors: [FailureEntry] = [
    FailureEntry(
      "ForbiddenByRbac",
      .vault,
      "the application has no role that lets it read the secret",
      "The vault is governed by Azure roles, and none that is assigned to the application lets it "
        + "get secrets. This does not tell whether the secret exists; an assignment made minutes "
        + "ago may still be on its way.",
      remedy: "Assign the role Key Vault Secrets User on the vault or the secret, and wait some "
        + "minutes.",
      commands: [.grantRole],
      rules: ["AKV803"],
      part: .secretVariable,
      references: gitLabReferences
        + ["https://learn.microsoft.com/azure/key-vault/general/rbac-guide"]
    ),
    FailureEntry(
      "AccessDenied",
      .vault,
      "no access policy lets the application get secrets",
      "The vault is governed by access policies, and none gives the application the permission get "
        + "for secrets. This does not tell whether the secret exists.",
      remedy: "Add a policy with the secret permission get for the application.",
      commands: [.setPolicy, .showVaultMode],
      rules: ["AKV803"],
      part: .secretVariable,
      references: vaultReferences
    ),
    FailureEntry(
      "ForbiddenByPolicy",
      .vault,
      "the access policy is for a user who signs in through the application",
      "The policy names the application together with a user, so it holds only for requests on "
        + "behalf of that user. A job signs in as the application alone.",
      remedy: "Add a policy for the application by itself.",
      commands: [.setPolicy],
      rules: ["AKV803"],
      part: .secretVariable,
      references: vaultReferences
    ),
    FailureEntry(
      "ForbiddenByFirewall",
      .vault,
      "the vault's firewall does not know the runner",
      "The address from which the runner asks is not among those that the vault or its network "
        + "perimeter allows. The rights of the application were not looked at.",
      remedy: "Allow the runner's outgoing address, or use a runner inside the allowed network.",
      commands: [.allowAddress],
      rules: ["AKV803"],
      references: vaultReferences
        + ["https://learn.microsoft.com/azure/key-vault/general/network-security"]
    ),
    FailureEntry(
      "ForbiddenByConnection",
      .vault,
      "the vault is closed to the public network",
      "The vault takes requests only through private endpoints, and the runner came over the "
        + "internet. The rights of the application were not looked at.",
      remedy: "Use a runner inside the virtual network of the private endpoint.",
      commands: [.showNetwork],
      rules: ["AKV803"],
      references: vaultReferences
        + ["https://learn.microsoft.com/azure/key-vault/general/private-link-diagnostics"]
    ),
    FailureEntry(
      "SecretDisabled",
      .vault,
      "the version of the secret is disabled",
      "The secret exists and may be read, but this version is switched off. Without a version in "
        + "the pipeline it is the newest one.",
      remedy: "Enable the version, or name another one in the pipeline.",
      commands: [.listVersions, .enableVersion],
      rules: ["AKV806"],
      part: .secretVersion,
      references: vaultReferences
    ),
    FailureEntry(
      "KeyOperationForbidden",
      .vault,
      "the key does not allow the operation",
      "This answer is about keys, not about secrets. The job asks the vault for something else "
        + "than a secret.",
      remedy: "Read the value with the secrets operations.",
      references: vaultReferences
    ),
    FailureEntry(
      "SecretNotFound",
      .vault,
      "the vault has no such secret or version",
      "The application may read secrets, and there is none with this name and version. The name or "
        + "the version has a mistake, the secret was deleted, or the variables lead to another "
        + "vault.",
      remedy: "Compare name and version with what the vault holds; a deleted secret can often be "
        + "recovered.",
      commands: [.listSecrets, .listVersions, .recoverSecret],
      rules: ["AKV207", "AKV210", "AKV216", "AKV217", "AKV804", "AKV805"],
      part: .secretName,
      references: vaultReferences
    ),
    FailureEntry(
      "BadParameter",
      .vault,
      "the name of the secret is not valid",
      "Key Vault takes letters, digits and hyphens in names of secrets. An underscore, a slash or a "
        + "whole URL in the name gets this answer.",
      remedy: "Correct the name in the pipeline; most often a hyphen stands in place of the "
        + "underscore.",
      commands: [.listSecrets],
      rules: ["AKV210"],
      part: .secretName,
      references: vaultReferences
    ),
    FailureEntry(
      "ObjectIsDeletedButRecoverable",
      .vault,
      "the name belongs to a deleted secret",
      "The secret was deleted and can still be recovered, so its name is taken. Only writing a "
        + "secret gets this answer.",
      remedy: "Recover the secret, or choose another name.",
      commands: [.recoverSecret],
      references: vaultReferences
    ),
    FailureEntry(
      "Throttled",
      .vault,
      "the vault got too many requests",
      "The vault answers only so many requests in ten seconds, and all jobs and programs share "
        + "that. The request itself was fine.",
      remedy: "Run the job again, and spread jobs that read the same vault.",
      references: ["https://learn.microsoft.com/azure/key-vault/general/overview-throttling"]
    ),
    FailureEntry(
      "AKV10000",
      .vault,
      "no access token was sent",
      "The request to the vault had no token. Every client starts like this to learn the tenant, "
        + "so it is a failure only when nothing follows.",
      remedy: "Look for what stopped the sign-in before.",
      references: vaultReferences
    ),
    FailureEntry(
      "AKV10022",
      .vault,
      "the access token is for another resource",
      "The token was asked for a resource that is not Key Vault, such as Azure's management. The "
        + "scope of the sign-in is wrong.",
      remedy: "Ask for the scope https://vault.azure.net/.default.",
      rules: ["AKV310"],
      references: vaultReferences
    ),
    FailureEntry(
      "AKV10032",
      .vault,
      "the access token comes from another tenant than the vault's",
      "The vault trusts one tenant, and the application signed in to a different one. "
        + "AZURE_TENANT_ID is not the tenant of the subscription that holds the vault.",
      remedy: "Put the vault's tenant into AZURE_TENANT_ID, with an application of that tenant.",
      commands: [.setTenant],
      rules: ["AKV802"],
      references: vaultReferences
    ),
    FailureEntry(
      "TokenExpired",
      .vault,
      "the access token has expired",
      "The vault got an access token whose time was over. The script signed in long before it read "
        + "the secret, or a token was kept from an earlier job.",
      remedy: "Sign in shortly before the secret is read.",
      references: vaultReferences
    ),
  ]
}
