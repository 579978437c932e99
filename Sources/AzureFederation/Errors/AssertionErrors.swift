extension ErrorCatalogue {
  /// The text that was sent as the ID token is not one, or Entra ID cannot accept it.
  ///
  /// Source: Microsoft's list of codes; GitLab's troubleshooting for 50027;
  /// MicrosoftDocs/azure-docs issue 30777 for 7000216.
  static let assertionErrors: [FailureEntry] = [
    FailureEntry(
      "AADSTS50027",
      .token,
      "the text that was sent is not a JSON web token",
      "Something that cannot be read as a token was sent instead of the ID token. The secret's "
        + "token is a plain text or names a variable with another value, or the runner is older "
        + "than 16.6; for an empty text the answer may be AADSTS7000216.",
      remedy: "Let token reference an ID token of the job, as in $AZURE_JWT, and use runner 16.6 "
        + "or newer.",
      commands: [.showModel, .runnerVersion],
      rules: ["AKV203", "AKV202", "AKV204", "AKV103", "AKV104", "AKV107", "AKV506"],
      part: .tokenReference,
      references: gitLabReferences + ["https://gitlab.com/gitlab-org/gitlab/-/issues/424746"]
    ),
    FailureEntry(
      "AADSTS7000216",
      .token,
      "no token was sent: the variable is empty",
      "The request had neither an assertion nor a client secret. The variable that should hold the "
        + "ID token is empty or not set in this job.",
      remedy: "Declare the ID token in id_tokens of the job, and use the same name where it is "
        + "sent.",
      commands: [.showModel],
      rules: ["AKV202", "AKV204", "AKV107", "AKV104", "AKV108"],
      part: .tokenReference,
      references: ["https://github.com/MicrosoftDocs/azure-docs/issues/30777"] + entraReferences
    ),
    FailureEntry(
      "AADSTS7000218",
      .token,
      "neither a token nor a client secret was sent",
      "The request had no assertion and no client secret. The variable that should hold the ID "
        + "token is empty, or the program signs in a user.",
      remedy: "Declare the ID token in id_tokens of the job, and use the same name where it is "
        + "sent.",
      commands: [.showModel, .signIn],
      rules: ["AKV202", "AKV204"],
      part: .tokenReference,
      references: entraReferences
    ),
    FailureEntry(
      "AADSTS700024",
      .token,
      "the token is used outside the time for which it is valid",
      "The token had expired, or was not valid yet, when Entra ID read it. It was kept from an "
        + "earlier job or used late in a long one, or the clock of the GitLab server is wrong.",
      remedy: "Sign in at the start of the job with a token of this job; if it was fresh, compare "
        + "the times in the message with the server's clock.",
      commands: [.signIn],
      part: .idToken,
      references: entraReferences
    ),
    FailureEntry(
      "AADSTS700021",
      .token,
      "the assertion names another application",
      "The assertion was signed for a client ID that differs from the one in the request. This "
        + "concerns assertions that an application signs itself, not ID tokens of GitLab.",
      remedy: "Send the job's GitLab ID token instead of an assertion that a script signs.",
      commands: [.signIn],
      part: .tokenReference,
      references: entraReferences
    ),
    FailureEntry(
      "AADSTS700027",
      .token,
      "Entra ID does not know the key that signed the token",
      "The signature was not made with a key that the application or the issuer has registered. "
        + "The job signs an assertion with a certificate, the keys of GitLab were rotated a short "
        + "while ago, or the token comes from another instance.",
      remedy: "Send the job's GitLab ID token. If it was sent, check that the instance publishes "
        + "its keys, then run the job again after a few minutes.",
      commands: [.listKeys, .signingKeys],
      rules: ["AKV602"],
      part: .idToken,
      references: entraReferences
    ),
    otherToken(
      "AADSTS5002738",
      "Entra ID does not accept the algorithm that signed the token",
      "The token's header names an algorithm such as HS256, and GitLab signs ID tokens with RS256."
    ),
    otherToken(
      "AADSTS5002723",
      "the token's header does not name a key",
      "The header has neither a key ID nor a thumbprint, and GitLab's ID tokens have a key ID."
    ),
    otherToken(
      "AADSTS5002727",
      "Entra ID does not accept the type in the token's header",
      "The field typ of the header is not that of a JSON web token."
    ),
    FailureEntry(
      "AADSTS50013",
      .token,
      "the assertion is not valid",
      "Entra ID could not validate the assertion of a request on behalf of a user. A job signs in "
        + "as an application, so the request has the wrong kind of grant.",
      remedy: "Sign in with client credentials and the job's ID token.",
      commands: [.signIn],
      part: .tokenReference,
      references: entraReferences
    ),
    FailureEntry(
      "AADSTS500133",
      .token,
      "the assertion is used outside the time for which it is valid",
      "The assertion of a request on behalf of a user has expired or is not valid yet. A job signs "
        + "in as an application, so the request has the wrong kind of grant.",
      remedy: "Sign in with client credentials and a fresh ID token of the job.",
      commands: [.signIn],
      part: .tokenReference,
      references: entraReferences
    ),
    FailureEntry(
      "AADSTS90014",
      .token,
      "the token lacks a field",
      "The message names a claim such as iss or aud that every ID token of GitLab has. Another "
        + "token was sent, or one whose audience is empty.",
      remedy: "Send a token from the job's id_tokens, and give it an audience.",
      commands: [.showModel],
      rules: ["AKV102", "AKV202"],
      part: .audience,
      references: entraReferences
    ),
  ]

  private static func otherToken(
    _ code: String,
    _ title: String,
    _ fact: String
  ) -> FailureEntry {
    FailureEntry(
      code,
      .token,
      title,
      fact + " So the job sends a token of another kind.",
      remedy: "Send a token from the job's id_tokens.",
      commands: [.showModel],
      rules: ["AKV202", "AKV203"],
      part: .tokenReference,
      references: entraReferences
    )
  }
}
