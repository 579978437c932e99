extension ErrorCatalogue {
  /// The application or the tenant is the wrong one, or not ready.
  ///
  /// Source: Microsoft's list of codes; public reports for 650059; SidU/openclaw-teams-setup
  /// pull request 3 for 7000229.
  static let applicationErrors: [FailureEntry] = [
    FailureEntry(
      "AADSTS700016",
      .exchange,
      "the tenant does not know the application",
      "No application with this client ID has a service principal in the tenant that was asked. "
        + "AZURE_CLIENT_ID and AZURE_TENANT_ID are swapped or belong to different tenants, an "
        + "object ID was copied, or the service principal was never created.",
      remedy: "Compare both variables with the application's overview page, then create the "
        + "service principal if there is none.",
      commands: [.showApplication, .addPrincipal],
      rules: ["AKV309", "AKV411", "AKV305", "AKV702"],
      references: entraReferences
    ),
    FailureEntry(
      "AADSTS7000229",
      .exchange,
      "the application has no service principal in the tenant",
      "The application is registered, but the tenant has no service principal for it. az ad app "
        + "create and Terraform's azuread_application do not create one, while the portal does.",
      remedy: "Create the service principal, then give it its role or access policy on the vault.",
      commands: [.addPrincipal],
      rules: ["AKV702"],
      references: [
        "https://learn.microsoft.com/entra/identity-platform/app-objects-and-service-principals"
      ]
    ),
    FailureEntry(
      "AADSTS7000112",
      .exchange,
      "the application is disabled",
      "The service principal exists, and an administrator of the tenant has turned off sign-in for "
        + "it. The token and the federated credential are not the problem.",
      remedy: "Ask an administrator to enable sign-in for the application again.",
      commands: [.enablePrincipal],
      references: entraReferences
    ),
    FailureEntry(
      "AADSTS700025",
      .exchange,
      "the application is a public client",
      "Public clients such as desktop programs may not present credentials. AZURE_CLIENT_ID names "
        + "an application of the wrong kind.",
      remedy: "Use an application that is a confidential client.",
      commands: [.showApplication],
      references: entraReferences
    ),
    FailureEntry(
      "AADSTS650059",
      .exchange,
      "the application may sign in only to its own tenant",
      "The application is registered for one tenant, and AZURE_TENANT_ID names another. Vault and "
        + "application were set up in different tenants.",
      remedy: "Use an application of the vault's tenant, or open this one to other tenants.",
      commands: [.showApplication, .openToTenants],
      references: entraReferences
    ),
    FailureEntry(
      "AADSTS70052",
      .exchange,
      "the application is open to more tenants than this sign-in allows",
      "The sign-in is limited for applications that serve several tenants. The vault's application "
        + "needs only one tenant.",
      remedy: "Use an application of the vault's tenant that is limited to it.",
      commands: [.showApplication],
      references: entraReferences
    ),
    FailureEntry(
      "AADSTS90002",
      .exchange,
      "the tenant does not exist in this cloud",
      "The cloud that was asked has no tenant with this ID: AZURE_TENANT_ID has a mistake, or the "
        + "tenant belongs to another of Microsoft's clouds. For secrets of the pipeline only "
        + "runners before 18.9 get this answer; newer ones compare the tenant with the vault's "
        + "first.",
      remedy: "Put the vault's tenant ID into AZURE_TENANT_ID, and sign in to the cloud of the "
        + "vault.",
      commands: [.showTenant, .vaultTenant],
      rules: ["AKV306", "AKV309", "AKV310", "AKV701"],
      references: entraReferences
    ),
    FailureEntry(
      "AADSTS900023",
      .exchange,
      "the tenant is neither an ID nor a domain",
      "The text that was sent as the tenant is neither a GUID nor a domain: a variable that was "
        + "never expanded, white space, or another text. For secrets of the pipeline only runners "
        + "before 18.9 get this answer; newer ones refuse such a text themselves.",
      remedy: "Put the tenant's ID into AZURE_TENANT_ID, as a GUID.",
      commands: [.showTenant],
      rules: ["AKV306", "AKV307"],
      references: entraReferences
    ),
    FailureEntry(
      "AADSTS9001023",
      .exchange,
      "the request must name a tenant",
      "AZURE_TENANT_ID holds a word such as common, which means any tenant. An application "
        + "signs in to one tenant.",
      remedy: "Put the tenant's ID into AZURE_TENANT_ID, as a GUID.",
      commands: [.showTenant],
      rules: ["AKV306"],
      references: entraReferences
    ),
    FailureEntry(
      "AADSTS50059",
      .exchange,
      "the request does not name a tenant",
      "Entra ID found no tenant in the request and none that the credential implies. Most likely "
        + "AZURE_TENANT_ID is not set in this job.",
      remedy:
        "Set AZURE_TENANT_ID to the tenant's ID, and check whether it is protected or limited "
        + "to an environment.",
      commands: [.showTenant, .listVariables],
      rules: ["AKV301", "AKV306"],
      references: entraReferences
    ),
    otherCloud("AADSTS90038"),
    otherCloud("AADSTS900382"),
    otherCloud("AADSTS900432"),
    otherCloud("AADSTS900439"),
    FailureEntry(
      "AADSTS50049",
      .exchange,
      "Entra ID does not know the authority",
      "The host that was asked for the token is not one of Microsoft's authorities. "
        + "AZURE_AUTHORITY_HOST of the runner names a wrong one.",
      remedy: "Set AZURE_AUTHORITY_HOST of the runner to https://{authority}, the authority of the "
        + "vault's cloud; the public cloud needs no setting.",
      commands: [.showCloud],
      rules: ["AKV310"],
      references: entraReferences
    ),
  ]

  private static func otherCloud(_ code: String) -> FailureEntry {
    FailureEntry(
      code,
      .exchange,
      "the application belongs to another cloud",
      "The authority that was asked and the application are in different clouds of Microsoft, which "
        + "do not trust each other. The runner asks the public cloud unless its own environment "
        + "says otherwise.",
      remedy: "Set AZURE_AUTHORITY_HOST in the environment of the runner's process; a variable of "
        + "the job does not reach it.",
      commands: [.showCloud],
      rules: ["AKV310"],
      references: entraReferences
    )
  }
}
