extension ErrorCatalogue {
  /// The sign-in is right, and a rule of the tenant stops it.
  ///
  /// Source: Microsoft's list of codes.
  static let policyErrors: [FailureEntry] = [
    FailureEntry(
      "AADSTS53003",
      .exchange,
      "Conditional Access blocks the sign-in",
      "A policy of the tenant for workload identities refuses the application here, mostly because "
        + "of the address that the runner has. The token and the credential are fine.",
      remedy: "Ask an administrator to allow the addresses of the runners in the policy.",
      references: entraReferences
    ),
    FailureEntry(
      "AADSTS65001",
      .exchange,
      "nobody has consented to the application",
      "The request asks for rights of a user, and nobody has granted them to the application. A "
        + "job signs in as the application itself, which needs no consent for Key Vault.",
      remedy: "Sign in with client credentials and the job's ID token.",
      references: entraReferences
    ),
    FailureEntry(
      "AADSTS70043",
      .exchange,
      "the sign-in of a user has expired",
      "The refresh token of a user is too old for the tenant's rules. The command ran with the "
        + "session of a person, not with the job's own sign-in.",
      remedy: "Let the job sign in with its ID token, and keep no session of a user on the runner.",
      references: entraReferences
    ),
  ]
}
