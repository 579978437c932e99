extension ErrorCatalogue {
  /// Programs of the script that sign in fail without an answer of Entra ID.
  ///
  /// Source: Azure CLI's and MSAL's sources; azidentity's and azure-identity's credentials;
  /// hashicorp/go-azure-sdk `auth.go`; pulumi-azure-native issue 2609.
  static let toolErrors: [FailureEntry] = [
    FailureEntry(
      "federated_token_empty",
      .token,
      "the command got no token",
      "The variable after --federated-token is empty, so az finds no value for the option. The job "
        + "has no ID token of that name.",
      remedy: "Declare the token in id_tokens of the job, and put the variable in quotes.",
      commands: [.showModel],
      part: .idToken,
      references: federationReferences
    ),
    FailureEntry(
      "no_subscriptions_found",
      .exchange,
      "the sign-in worked, but the identity has no role in any subscription",
      "Entra ID accepted the ID token; az then looked for subscriptions in which the identity has a "
        + "role and found none, which it reports as an error. Reading secrets needs no "
        + "subscription.",
      remedy:
        "Add --allow-no-subscriptions to az login and leave out az account set, or assign the "
        + "identity a role that it needs for other work.",
      commands: [.signIn],
      references: ["https://github.com/Azure/azure-cli/issues/14773"]
    ),
    FailureEntry(
      "az_login_required",
      .exchange,
      "Azure's command line is not signed in",
      "The command needs a sign-in of Azure CLI, azd or PowerShell, and this job has none. Another job's sign-in is not "
        + "kept, and a sign-in that fails may have been ignored.",
      remedy: "Sign in with the job's ID token first: az login --service-principal with "
        + "--federated-token.",
      commands: [.signIn],
      references: federationReferences
    ),
    FailureEntry(
      "az_argument_empty",
      .variables,
      "a variable of az login is empty",
      "The variable after --username or --tenant is empty, so az finds no value for the option. "
        + "AZURE_CLIENT_ID or AZURE_TENANT_ID does not exist in this job: it may be protected or "
        + "limited to an environment.",
      remedy: "Set the variable in the project's settings, and put it in quotes in the script.",
      commands: [.listVariables],
      rules: ["AKV301", "AKV302", "AKV303"],
      references: ["https://docs.gitlab.com/ci/variables/#protect-a-cicd-variable"]
    ),
    FailureEntry(
      "authority_configuration",
      .exchange,
      "the tenant in the sign-in URL is not valid",
      "MSAL could not read the configuration of the tenant in the sign-in URL. The tenant has a "
        + "mistake, belongs to another cloud, or is a variable that was never expanded.",
      remedy: "Put the tenant's ID into AZURE_TENANT_ID, as a GUID, and check that the variable "
        + "exists in this job.",
      commands: [.showTenant, .listVariables],
      rules: ["AKV301", "AKV306", "AKV307"],
      references: ["https://github.com/Azure/azure-cli/issues/23021"]
    ),
    FailureEntry(
      "oidc_not_configured",
      .token,
      "the program was not given the job's ID token",
      "The program should sign in with OpenID Connect or another credential, and found no complete "
        + "one: GitLab's jobs have no request URL, so it needs the ID token itself. Terraform and "
        + "Pulumi take it from ARM_OIDC_TOKEN or ARM_OIDC_TOKEN_FILE_PATH, with ARM_USE_OIDC=true, "
        + "ARM_CLIENT_ID and ARM_TENANT_ID.",
      remedy: "Declare an ID token in id_tokens, and pass it in ARM_OIDC_TOKEN with "
        + "ARM_USE_OIDC=true, for the backend as well as for the provider.",
      commands: [.useOIDC],
      part: .idToken,
      references: [
        "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/guides/"
          + "service_principal_oidc"
      ]
    ),
    FailureEntry(
      "managed_identity_requested",
      .exchange,
      "the program asked the machine's managed identity, not the job's ID token",
      "The request went to the metadata service of the machine (169.254.169.254), which hands out "
        + "tokens of a managed identity that the runner's machine may have. The job's ID token was "
        + "not used: the program did not find it.",
      remedy: "Give the program the ID token: ARM_USE_OIDC=true (use_oidc) and ARM_OIDC_TOKEN for "
        + "Terraform, AZURE_FEDERATED_TOKEN_FILE with AZURE_CLIENT_ID and AZURE_TENANT_ID for "
        + "Azure's SDKs.",
      commands: [.useOIDC, .tokenFile],
      part: .idToken,
      references: ["https://github.com/Azure/terraform-provider-azapi/issues/551"]
    ),
    FailureEntry(
      "federated_token_file_missing",
      .token,
      "the file with the token does not exist",
      "The program reads its token from the file that AZURE_FEDERATED_TOKEN_FILE names, and there is "
        + "none. The path is that of a pod's token in Kubernetes; a GitLab job has its ID token in "
        + "a variable.",
      remedy: "Write the ID token to a file, and set AZURE_FEDERATED_TOKEN_FILE to its path.",
      commands: [.tokenFile],
      part: .idToken,
      references: ["https://learn.microsoft.com/azure/aks/workload-identity-overview"]
    ),
    FailureEntry(
      "sdk_credentials_unavailable",
      .token,
      "the SDK found no credential",
      "The chain of credentials that Azure's SDK tries was empty: no variables, no token file, no "
        + "managed identity and no signed-in command line. An ID token of GitLab is in a variable, "
        + "where the SDK does not look for it.",
      remedy: "Write the ID token to a file, and set AZURE_FEDERATED_TOKEN_FILE to its path, with "
        + "AZURE_CLIENT_ID and AZURE_TENANT_ID.",
      commands: [.tokenFile],
      part: .idToken,
      references: ["https://aka.ms/azsdk/go/identity/troubleshoot"]
    ),
  ]
}
