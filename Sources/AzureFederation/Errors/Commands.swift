extension CommandTemplate {
  // MARK: Federated credentials

  static let listCredentials = Self(
    ["az ad app federated-credential list --id {application}"],
    managedIdentity: [
      "az identity federated-credential list" + identity,
      findIdentity,
    ]
  )
  /// Adds a federated credential with the claims of a token.
  package static let addCredential = Self(
    ["az ad app federated-credential create --id {application} --parameters {credential}"],
    managedIdentity: [
      "az identity federated-credential create" + identity
        + " --name {name} --issuer {issuer} --subject {subject} --audiences {audience}"
    ]
  )
  static let changeIssuer = change(.issuer, option: "--issuer")
  static let changeSubject = change(.subject, option: "--subject")
  static let changeAudience = change(.audience, option: "--audiences")

  private static let identity =
    " --identity-name {identity_name} --resource-group {resource_group}"
  private static let findIdentity =
    "az identity list --query \"[?clientId=='{application}'].[name,resourceGroup]\" --output tsv"

  private static func change(_ fact: FailureFact, option: String) -> Self {
    Self(
      [
        "az ad app federated-credential update --id {application}"
          + " --federated-credential-id {credential_name} --parameters {new \(fact.rawValue)}"
      ],
      managedIdentity: [
        "az identity federated-credential update" + identity
          + " --name {credential_name} \(option) {\(fact.rawValue)}"
      ]
    )
  }

  // MARK: Applications and tenants

  static let showApplication = Self(
    ["az ad app show --id {application}"],
    managedIdentity: [findIdentity]
  )
  static let addPrincipal = Self("az ad sp create --id {application}")
  static let enablePrincipal = Self(
    "az ad sp update --id {application} --set accountEnabled=true"
  )
  static let listKeys = Self("az ad app credential list --id {application} --cert")
  static let showResource = Self("az ad sp show --id {resource}")
  static let openToTenants = Self(
    "az ad app update --id {application} --sign-in-audience AzureADMultipleOrgs"
  )
  /// Shows the tenant in which az is signed in.
  package static let showTenant = Self("az account show --query tenantId --output tsv")
  /// Only one of the two works: the first for a new variable, the second for one that exists.
  static let setTenant = Self(
    "glab variable set AZURE_TENANT_ID {vault_tenant}"
      + " || glab variable update AZURE_TENANT_ID {vault_tenant}"
  )
  /// Shows the tenant of the vault.
  package static let vaultTenant = Self(
    "az keyvault show --name {vault} --query properties.tenantId --output tsv"
  )
  /// Chooses the cloud of all later commands.
  package static let setCloud = Self("az cloud set --name {cloud}")
  /// Shows the hosts of the cloud that is chosen.
  package static let showCloud = Self("az cloud show --query endpoints --output json")
  /// Entra's own record of a sign-in names the policy or setting that refused it.
  static let signInLog = Self(
    "az rest --method get --url \"https://{graph_host}/beta/auditLogs/signIns"
      + "?\\$filter=correlationId eq '{correlation_id}'"
      + " and signInEventTypes/any(t:t eq 'servicePrincipal' or t eq 'managedIdentity')\""
  )

  // MARK: GitLab, its runner, and what a job sends

  /// Lists the project's variables.
  package static let listVariables = Self("glab variable list")
  static let deleteSecretVariable = Self("glab variable delete AZURE_CLIENT_SECRET")
  /// Shows the runner's version.
  package static let runnerVersion = Self("gitlab-runner --version")
  static let predict = Self(["akvlint predict --job {job}", "akvlint predict"])
  /// Shows the jobs with their ID tokens and secrets as GitLab resolves them.
  package static let showModel = Self("akvlint model")
  static let discovery = Self("curl --fail {issuer}/.well-known/openid-configuration")
  static let signingKeys = Self("curl --fail {issuer}/oauth/discovery/keys")
  static let subjectByID = Self(
    "glab api --method PUT 'projects/:id?ci_id_token_sub_claim_components[]=project_id"
      + "&ci_id_token_sub_claim_components[]=ref_type&ci_id_token_sub_claim_components[]=ref'"
  )
  static let projectID = Self("glab api projects/:id")
  /// Runs the job again.
  package static let runAgain = Self(["glab ci retry {job}", "glab ci status"])
  static let projectTimeout = Self(
    "glab api --method PUT projects/:id --field build_timeout=86400"
  )
  /// Signs in as the job, with its own ID token.
  package static let signIn = Self(
    "az login --service-principal --username {application} --tenant {tenant}"
      + " --federated-token \"${id_token}\" --allow-no-subscriptions"
  )
  static let logOut = Self("az account clear")
  /// Gives the ID token to Terraform, OpenTofu and Pulumi.
  package static let useOIDC = Self("export ARM_USE_OIDC=true ARM_OIDC_TOKEN=\"${id_token}\"")
  /// Gives the ID token to Azure's SDKs.
  package static let tokenFile = Self(
    "AZURE_FEDERATED_TOKEN_FILE=\"$(mktemp)\" && export AZURE_FEDERATED_TOKEN_FILE"
      + " && printf '%s' \"${id_token}\" > \"$AZURE_FEDERATED_TOKEN_FILE\""
  )
  /// Stops programs from using the token of the pod.
  package static let forgetPodToken = Self(
    "unset AZURE_FEDERATED_TOKEN_FILE ARM_USE_AKS_WORKLOAD_IDENTITY"
  )
  /// Requests an access token for Key Vault, and shows only when it expires.
  package static let accessToken = Self(
    "az account get-access-token --resource {vault_resource} --query expiresOn --output tsv"
  )

  // MARK: Vaults

  static let grantRole = grantRole(type: "ServicePrincipal")
  /// Lets a user read the vault's secrets.
  package static let grantRoleToUser = Self(
    "az role assignment create --assignee-object-id {object_id} --assignee-principal-type User"
      + " --role \"Key Vault Secrets User\"" + vaultScope
  )

  private static func grantRole(type: String) -> Self {
    let rest = " --role \"Key Vault Secrets User\"" + vaultScope
    return Self([
      "az role assignment create --assignee {application}" + rest,
      "az role assignment create --assignee-object-id {object_id}"
        + " --assignee-principal-type \(type)" + rest,
    ])
  }

  private static let vaultScope =
    " --scope \"$(az keyvault show --name {vault} --query id --output tsv)\""
  static let listRoles = Self([
    "az role assignment list --all --include-groups --assignee {application} --output table",
    "az role assignment list --all --include-groups --assignee {object_id} --output table",
  ])
  static let setPolicy = Self([
    "az keyvault set-policy --name {vault} --spn {application} --secret-permissions get",
    "az keyvault set-policy --name {vault} --object-id {object_id} --secret-permissions get",
  ])
  /// Lets an object read the vault's secrets by an access policy.
  package static let setPolicyForObject = Self(
    "az keyvault set-policy --name {vault} --object-id {object_id} --secret-permissions get"
  )
  /// Lets the caller read and list secrets by an access policy.
  package static let setListPolicy = Self([
    "az keyvault set-policy --name {vault} --spn {application} --secret-permissions get list",
    "az keyvault set-policy --name {vault} --object-id {object_id} --secret-permissions get list",
  ])
  /// Shows whether the vault uses roles or access policies.
  package static let showVaultMode = Self(
    "az keyvault show --name {vault} --query properties.enableRbacAuthorization"
  )
  static let allowAddress = Self(
    "az keyvault network-rule add --name {vault} --ip-address {address}"
  )
  static let listAddresses = Self("az keyvault network-rule list --name {vault}")
  static let showNetwork = Self(
    "az keyvault show --name {vault} --query properties.publicNetworkAccess"
  )
  static let listSecrets = Self(
    "az keyvault secret list --vault-name {vault} --query \"[].name\" --output tsv"
  )
  static let showSecret = Self(
    "az keyvault secret show --vault-name {vault} --name {secret} --query id --output tsv"
  )
  static let listVersions = Self(
    "az keyvault secret list-versions --vault-name {vault} --name {secret} --output table"
  )
  static let recoverSecret = Self(
    "az keyvault secret recover --vault-name {vault} --name {secret}"
  )
  static let enableVersion = Self([
    "az keyvault secret set-attributes --vault-name {vault} --name {secret}"
      + " --version {version} --enabled true",
    "az keyvault secret set-attributes --vault-name {vault} --name {secret} --enabled true",
  ])
  static let findVault = Self("az keyvault list --query \"[].properties.vaultUri\" --output tsv")
  static let resolveVault = Self([
    "nslookup {vault}{vault_suffix}", "nslookup {host}",
  ])
  static let resolveHost = Self(["nslookup {host}", "nslookup {authority}"])
  static let reachHost = Self([
    "curl --verbose --head https://{host}/", "curl --verbose --head https://{authority}/",
  ])
}
