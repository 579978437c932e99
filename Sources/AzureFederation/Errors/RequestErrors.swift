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
        + "variable that should fill it is empty in this job.",
      remedy: "Set the variable, and check whether it is protected or limited to an environment.",
      commands: [.listVariables],
      rules: ["AKV301", "AKV302", "AKV303"],
      references: entraReferences
    ),
    FailureEntry(
      "AADSTS900561",
      .exchange,
      "the request arrived with the wrong method",
      "The endpoint accepts only POST and got another method. A proxy answered with a redirect, and "
        + "following it turned the request into a GET.",
      remedy: "Let the runner's proxy pass requests to {authority} unchanged.",
      commands: [.reachHost],
      references: entraReferences
    ),
    FailureEntry(
      "AADSTS500011",
      .exchange,
      "the tenant does not know the resource",
      "The access token was requested for a resource without a service principal in the tenant. "
        + "The scope was built from the vault's own host, names the resource of another cloud, or "
        + "the tenant is the wrong one.",
      remedy: "Request the scope {vault_resource}/.default, which serves all vaults of the cloud.",
      commands: [.accessToken],
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
      "The scope of the request does not name a resource in the form that Entra ID accepts. It has "
        + "a mistake or was encoded twice.",
      remedy: "Request the scope {vault_resource}/.default.",
      commands: [.accessToken],
      references: entraReferences
    )
  }

  private static func clientSecret(_ code: String, _ title: String) -> FailureEntry {
    FailureEntry(
      code,
      .exchange,
      title,
      "The job signs in with a client secret, not with its ID token. Most tools prefer a client "
        + "secret in the variables over the ID token.",
      remedy: "Remove AZURE_CLIENT_SECRET (ARM_CLIENT_SECRET for Terraform), and sign in with the "
        + "ID token.",
      commands: [.deleteSecretVariable, .signIn],
      rules: ["AKV308"],
      references: entraReferences
    )
  }
}
