extension ErrorCatalogue {
  /// The request is right, and a rule of the tenant stops it.
  ///
  /// Source: Microsoft's list of codes.
  static let policyErrors: [FailureEntry] = [
    FailureEntry(
      "AADSTS53003",
      .exchange,
      "Conditional Access blocks the sign-in",
      "A Conditional Access policy of the tenant refuses this sign-in; for applications such a "
        + "policy usually looks at the address of the runner. The token and the credential are not "
        + "the problem.",
      remedy: "Ask an administrator which policy it is, and to allow the addresses of the runners "
        + "in it.",
      commands: [.signInLog],
      references: entraReferences
    ),
    FailureEntry(
      "AADSTS65001",
      .exchange,
      "no one has consented to the application",
      "The request asks for rights of a user, and neither the user nor an administrator has granted "
        + "them to the application. A job signs in as the application itself, which needs no "
        + "consent for Key Vault.",
      remedy: "Sign in with client credentials and the job's ID token, for the scope "
        + "{vault_resource}/.default.",
      commands: [.signIn],
      references: entraReferences
    ),
    FailureEntry(
      "AADSTS650057",
      .exchange,
      "the application's registration does not list the resource",
      "The registration of an application lists the resources for which users may request tokens "
        + "through it, and this one is not among them. A job signs in as the application itself, "
        + "which needs no such entry.",
      remedy: "Sign in with client credentials and the job's ID token, for the scope "
        + "{vault_resource}/.default.",
      commands: [.signIn],
      references: entraReferences
    ),
    FailureEntry(
      "AADSTS500014",
      .exchange,
      "the resource is disabled in the tenant",
      "The service principal of the resource, not that of the application, is disabled in this "
        + "tenant. Microsoft's message names two causes: a subscription of the tenant has lapsed, "
        + "or an administrator disabled the resource.",
      remedy: "Ask an administrator of the tenant to renew the subscription or to enable the "
        + "resource under Enterprise applications.",
      commands: [.showResource],
      references: entraReferences
    ),
  ]
}
