extension ErrorCatalogue {
  /// A user's session was used, not the job's own sign-in.
  ///
  /// Source: Microsoft's list of codes; Azure/azure-cli issues 23105, 28062 and 31959.
  static let userErrors: [FailureEntry] = [
    userSession("AADSTS70043", "the sign-in of a user has expired", expired),
    userSession("AADSTS70008", "the session of a user has expired", expired),
    userSession("AADSTS700082", "the session of a user has expired", expired),
    userSession("AADSTS700084", "the session of a user has expired", expired),
    userSession("AADSTS50173", "the session of a user was revoked", expired),
    userSession("AADSTS50020", "the user does not exist in the tenant", unknownUser),
    userSession("AADSTS50034", "the user does not exist in the tenant", unknownUser),
    userSession("AADSTS90072", "the user does not exist in the tenant", unknownUser),
    userSession("AADSTS50053", "the user's account is locked", account),
    userSession("AADSTS50055", "the user's password has expired", account),
    userSession("AADSTS50057", "the user's account is disabled", account),
    userSession("AADSTS50126", "the user name or the password is wrong", password),
    userSession("AADSTS50076", "the user must use multifactor authentication", interactive),
    userSession("AADSTS50079", "the user must set up multifactor authentication", interactive),
    userSession("AADSTS50158", "the user must pass another check", interactive),
    userSession("AADSTS530002", "the user's device does not comply with a policy", device),
    userSession("AADSTS530003", "the user's device must be managed", device),
    userSession("AADSTS53000", "the user's device does not comply with a policy", device),
    userSession("AADSTS53001", "the user's device must be joined to the domain", device),
    userSession("AADSTS50005", "the user's device has a platform without support", device),
    userSession("AADSTS50097", "the user's device must authenticate itself", device),
  ]

  private static let expired =
    "The refresh token of a user has expired or was revoked, so a person must sign in again."
  private static let unknownUser =
    "The request signs in a user, and the tenant has no such user."
  private static let account =
    "The request signs in a user, whose account cannot sign in at present."
  private static let password =
    "The request signs in a user with a name and a password, and Entra ID refused them."
  private static let interactive =
    "A policy asks the user for an answer that only a person can give."
  private static let device =
    "A Conditional Access policy looks at the device on which a user signs in, and a runner is not "
    + "such a device."

  private static func userSession(
    _ code: String,
    _ title: String,
    _ meaning: String
  ) -> FailureEntry {
    FailureEntry(
      code,
      .exchange,
      title,
      meaning
        + " A job signs in as an application, so the command used a user's session or user name "
        + "instead of the job's ID token.",
      remedy: "Remove the user's session from the runner, and sign in with the job's ID token: az "
        + "login --service-principal with --federated-token.",
      commands: [.logOut, .signIn],
      references: entraReferences
    )
  }
}
