extension ErrorCatalogue {
  /// The application or the tenant is not what was asked for.
  ///
  /// Source: Microsoft's list of codes; public reports for 650059.
  static let applicationErrors: [FailureEntry] = [
    FailureEntry(
      "AADSTS700016",
      .exchange,
      "the tenant does not know the application",
      "No application with this client ID has a service principal in the tenant that was asked. "
        + "AZURE_CLIENT_ID and AZURE_TENANT_ID are mixed up or belong to different tenants, an "
        + "object ID was copied, or the service principal was never made.",
      remedy: "Compare both variables with the application's overview page, then create the "
        + "service principal if there is none.",
      commands: [.showApplication, .addPrincipal],
      rules: ["AKV309", "AKV411", "AKV305", "AKV702"],
      references: entraReferences
    ),
    FailureEntry(
      "AADSTS7000112",
      .exchange,
      "the application is disabled",
      "The service principal exists, and sign-in is switched off for it. An administrator of the "
        + "tenant did that.",
      remedy: "Have sign-in enabled for the application again.",
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
      "the application signs in to its own tenant only",
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
        + "needs one tenant only.",
      remedy: "Use an application of the vault's tenant that is limited to it.",
      commands: [.showApplication],
      references: entraReferences
    ),
    FailureEntry(
      "AADSTS90002",
      .exchange,
      "there is no such tenant",
      "The cloud that was asked has no tenant with this ID. AZURE_TENANT_ID has a mistake, or the "
        + "tenant belongs to another of Microsoft's clouds.",
      remedy: "Put the tenant's ID into AZURE_TENANT_ID.",
      commands: [.showTenant],
      rules: ["AKV306", "AKV309", "AKV310", "AKV701"],
      references: entraReferences
    ),
    FailureEntry(
      "AADSTS900023",
      .exchange,
      "the tenant ID is no ID",
      "The text in AZURE_TENANT_ID is neither a GUID nor a domain. It may be a variable that was "
        + "never expanded, or hold white space.",
      remedy: "Put the tenant's ID into AZURE_TENANT_ID, as a GUID.",
      commands: [.showTenant],
      rules: ["AKV306", "AKV307"],
      references: entraReferences
    ),
    FailureEntry(
      "AADSTS9001023",
      .exchange,
      "the request must name a tenant",
      "AZURE_TENANT_ID holds a word such as common, which stands for any tenant. An application "
        + "signs in to one tenant.",
      remedy: "Put the tenant's ID into AZURE_TENANT_ID, as a GUID.",
      commands: [.showTenant],
      rules: ["AKV306"],
      references: entraReferences
    ),
    otherCloud("AADSTS90038"),
    otherCloud("AADSTS900382"),
    otherCloud("AADSTS900432"),
    otherCloud("AADSTS900439"),
    FailureEntry(
      "AADSTS50049",
      .exchange,
      "the authority is not known",
      "The host that was asked for the token is none of Microsoft's. AZURE_AUTHORITY_HOST of the "
        + "runner names a wrong one.",
      remedy: "Set AZURE_AUTHORITY_HOST of the runner to the authority of the vault's cloud, or "
        + "remove it for the public cloud.",
      rules: ["AKV310"],
      references: entraReferences
    ),
  ]

  private static func otherCloud(_ code: String) -> FailureEntry {
    FailureEntry(
      code,
      .exchange,
      "the application belongs to another cloud",
      "The authority that was asked and the application are in different clouds of Microsoft, and "
        + "there is no trust between those. The runner asks the public cloud unless its own "
        + "environment says otherwise.",
      remedy: "Set AZURE_AUTHORITY_HOST in the environment of the runner's process; a variable of "
        + "the job does not reach it.",
      rules: ["AKV310"],
      references: entraReferences
    )
  }
}
