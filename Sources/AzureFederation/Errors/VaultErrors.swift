extension ErrorCatalogue {
  /// Key Vault refuses.
  ///
  /// Source: Key Vault's pages on REST error codes and common errors; redacted public reports for
  /// those that the pages lack.
  static let vaultErrors: [FailureEntry] = [
    FailureEntry(
      "ForbiddenByRbac",
      .vault,
      "no role lets the caller read the secret",
      "The vault uses Azure roles, and none that is assigned to the caller allows this operation. "
        + "This answer does not show whether the secret exists, and an assignment made minutes ago "
        + "may not have arrived yet.",
      remedy: "Assign the role Key Vault Secrets User on the vault or the secret, and wait a few "
        + "minutes.",
      commands: [.grantRole, .listRoles],
      rules: ["AKV803"],
      part: .secretVariable,
      references: gitLabReferences
        + ["https://learn.microsoft.com/azure/key-vault/general/rbac-guide"]
    ),
    FailureEntry(
      "AccessDenied",
      .vault,
      "no access policy lets the caller get secrets",
      "The vault uses access policies, and none gives the caller this permission for secrets. This "
        + "answer does not show whether the secret exists.",
      remedy: "Add a policy with the secret permission get for the caller. Setting a policy "
        + "replaces the secret permissions that the caller had.",
      commands: [.setPolicy, .showVaultMode],
      rules: ["AKV803"],
      part: .secretVariable,
      references: vaultReferences
    ),
    FailureEntry(
      "ForbiddenByPolicy",
      .vault,
      "the access policy is for a user who signs in through the application",
      "The policy names the application together with a user, so it applies only to requests on "
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
      "the vault's firewall does not allow the runner",
      "The address from which the runner asks is not among those that the vault or its network "
        + "perimeter allows. The caller's rights were not checked.",
      remedy: "Allow the runner's outgoing address, or use a runner inside the allowed network.",
      commands: [.allowAddress, .listAddresses],
      rules: ["AKV803"],
      references: vaultReferences
        + ["https://learn.microsoft.com/azure/key-vault/general/network-security"]
    ),
    FailureEntry(
      "ForbiddenByConnection",
      .vault,
      "the vault is closed to the public network",
      "The vault accepts requests only through private endpoints, and the runner came over the "
        + "internet. The caller's rights were not checked.",
      remedy: "Use a runner inside the virtual network of the private endpoint.",
      commands: [.showNetwork, .resolveVault],
      rules: ["AKV803"],
      references: vaultReferences
        + ["https://learn.microsoft.com/azure/key-vault/general/private-link-diagnostics"]
    ),
    FailureEntry(
      "SecretDisabled",
      .vault,
      "the version of the secret is disabled",
      "The secret exists and the caller may read it, but this version is disabled. Without a version "
        + "in the pipeline the newest version counts.",
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
      "This answer is about keys, not about secrets. The job asks the vault for something other than "
        + "a secret.",
      remedy: "Read the value with the operations for secrets.",
      commands: [.showSecret],
      references: vaultReferences
    ),
    FailureEntry(
      "SecretNotFound",
      .vault,
      "the vault does not have this secret or version",
      "The caller may read secrets, and the vault has none with this name and version. The name or "
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
      "Key Vault allows letters, digits and hyphens in names of secrets. An underscore, a slash or a "
        + "whole URL in the name gets this answer.",
      remedy: "Correct the name in the pipeline; often a hyphen belongs where the underscore is.",
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
      "the vault received too many requests",
      "The vault answers a limited number of requests in ten seconds, and all jobs and programs "
        + "share that number. The request itself was fine.",
      remedy: "Run the job again, and spread jobs that read the same vault.",
      commands: [.runAgain],
      references: ["https://learn.microsoft.com/azure/key-vault/general/overview-throttling"]
    ),
    FailureEntry(
      "AKV10000",
      .vault,
      "no access token was sent",
      "The request to the vault had no token. Every client starts like this to find out the tenant, "
        + "so it is a failure only when nothing follows.",
      remedy:
        "Sign in before the secret is read, and look for the message that stopped the sign-in.",
      commands: [.accessToken],
      references: vaultReferences
    ),
    FailureEntry(
      "AKV10022",
      .vault,
      "the access token is for another resource",
      "The vault accepts tokens for {vault_resource}, and the token that it got was requested for "
        + "another resource. The scope of the sign-in is wrong, or the sign-in went to another "
        + "cloud.",
      remedy: "Request the scope {vault_resource}/.default.",
      commands: [.accessToken],
      rules: ["AKV310"],
      references: vaultReferences
    ),
    FailureEntry(
      "AKV10032",
      .vault,
      "the access token comes from another tenant than the vault's",
      "The vault trusts its own tenant, and the caller signed in to a different one: "
        + "AZURE_TENANT_ID is not the tenant of the subscription that holds the vault. Runners "
        + "since 18.9 compare the two before they ask the vault, so for secrets of the pipeline "
        + "only older runners get this answer.",
      remedy: "Put the vault's tenant into AZURE_TENANT_ID, with an identity of that tenant.",
      commands: [.setTenant, .vaultTenant],
      rules: ["AKV802"],
      references: vaultReferences
    ),
    FailureEntry(
      "AKV10046",
      .vault,
      "the vault could not find the key that signed the access token",
      "The vault checks the signature of the access token with Entra ID's keys, and did not find "
        + "this token's key. Public reports describe it as a passing failure of single regions; it "
        + "may also be a token of another cloud.",
      remedy: "Run the job again. If the error stays, check that the sign-in and the vault are in "
        + "the same cloud, then ask Microsoft's support.",
      commands: [.showCloud, .accessToken],
      rules: ["AKV310"],
      references: vaultReferences + [
        "https://github.com/vcsjones/AzureSignTool/issues/330"
      ]
    ),
    FailureEntry(
      "TokenExpired",
      .vault,
      "the access token has expired",
      "The vault got an access token whose time was over. The script signed in long before it read "
        + "the secret, or a token was kept from an earlier job.",
      remedy: "Sign in shortly before the secret is read.",
      commands: [.accessToken],
      references: vaultReferences
    ),
    FailureEntry(
      "AuthorizationFailed",
      .vault,
      "the caller may not manage the vault",
      "Azure Resource Manager refused the request, not the vault: the caller has no role for the "
        + "management of the vault. Reading a secret does not need such a role, but az keyvault "
        + "show, list and set-policy do.",
      remedy:
        "Read the secret with az keyvault secret show, or assign the role Reader on the vault.",
      commands: [.showSecret],
      references: vaultReferences
    ),
  ]
}
