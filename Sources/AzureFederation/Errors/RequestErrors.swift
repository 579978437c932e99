extension ErrorCatalogue {
  /// The request for an access token is not well formed.
  ///
  /// Source: Microsoft's list of codes.
  static let requestErrors: [FailureEntry] = [
    malformed("AADSTS90013", "the request's input is not valid"),
    malformed("AADSTS90023", "the request is not valid"),
    malformed("AADSTS9002313", "the request is malformed"),
    FailureEntry(
      "AADSTS900144",
      .exchange,
      "the request lacks a parameter",
      "The message names a parameter of the sign-in that was not sent, such as client_id. The "
        + "variable that was to fill it is empty in this job.",
      remedy: "Set the variable, and check whether it is protected or limited to an environment.",
      commands: [.listVariables],
      rules: ["AKV301", "AKV302", "AKV303"],
      references: entraReferences
    ),
    FailureEntry(
      "AADSTS900561",
      .exchange,
      "the request arrived with the wrong method",
      "The endpoint takes only POST and got another method. A proxy answered with a redirect, and "
        + "following it turned the request into a GET.",
      remedy: "Let the runner's proxy pass requests to the sign-in host unchanged.",
      references: entraReferences
    ),
    FailureEntry(
      "AADSTS500011",
      .exchange,
      "the tenant does not know the resource",
      "The access token was asked for a resource that has no service principal in the tenant. The "
        + "scope was built from the vault's own host, or names the resource of another cloud.",
      remedy: "Ask for the scope https://vault.azure.net/.default, which serves all vaults of the "
        + "public cloud.",
      rules: ["AKV310"],
      references: entraReferences
    ),
    scope("AADSTS70011", "the scope is not valid"),
    scope("AADSTS1002012", "the scope must end in /.default"),
    clientSecret("AADSTS7000215", "the client secret is wrong"),
    clientSecret("AADSTS7000222", "the client secret has expired"),
  ]

  private static func malformed(_ code: String, _ title: String) -> FailureEntry {
    FailureEntry(
      code,
      .exchange,
      title,
      "Entra ID could not read one of the parameters of the sign-in. A variable holds a line "
        + "break, white space or characters that were not encoded.",
      remedy: "Copy AZURE_CLIENT_ID and AZURE_TENANT_ID again, with nothing around them.",
      commands: [.listVariables],
      rules: ["AKV305", "AKV306"],
      references: entraReferences
    )
  }

  private static func scope(_ code: String, _ title: String) -> FailureEntry {
    FailureEntry(
      code,
      .exchange,
      title,
      "The scope of the request names no resource as Entra ID wants it. It has a mistake or was "
        + "encoded twice.",
      remedy: "Ask for the scope https://vault.azure.net/.default.",
      references: entraReferences
    )
  }

  private static func clientSecret(_ code: String, _ title: String) -> FailureEntry {
    FailureEntry(
      code,
      .exchange,
      title,
      "The job signs in with a client secret, not with its ID token. A secret that is left over in "
        + "the variables wins over federation in most tools.",
      remedy: "Remove AZURE_CLIENT_SECRET and sign in with the ID token.",
      commands: [.listVariables],
      rules: ["AKV308"],
      references: entraReferences
    )
  }
}
