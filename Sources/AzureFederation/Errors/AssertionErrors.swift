extension ErrorCatalogue {
  /// What was sent as the ID token is none, or one that Entra ID cannot take.
  ///
  /// Source: Microsoft's list of codes; GitLab's troubleshooting for 50027.
  static let assertionErrors: [FailureEntry] = [
    FailureEntry(
      "AADSTS50027",
      .token,
      "what was sent is no JSON web token",
      "Entra ID got an empty or broken text in place of the ID token. The secret's token names "
        + "nothing that the job has, or the runner is older than 16.6.",
      remedy: "Let token name an ID token of the job, with a dollar sign in front, and use runner "
        + "16.6 or newer.",
      commands: [.runnerVersion],
      rules: ["AKV202", "AKV203", "AKV204", "AKV104", "AKV107", "AKV506"],
      part: .tokenReference,
      references: gitLabReferences + ["https://gitlab.com/gitlab-org/gitlab/-/issues/424746"]
    ),
    FailureEntry(
      "AADSTS700024",
      .token,
      "the token is used outside the time for which it is valid",
      "The token had expired, or was not valid yet, when Entra ID read it. It was kept from an "
        + "earlier job or used late in a long one, or the clock of the GitLab server is wrong.",
      remedy: "Sign in at the start of the job with a token of this job; if it was fresh, compare "
        + "the times in the message with the server's clock.",
      part: .idToken,
      references: entraReferences
    ),
    FailureEntry(
      "AADSTS700021",
      .token,
      "the assertion names another application",
      "The assertion was signed for a client ID that is not the one of the request. This concerns "
        + "assertions that an application signs itself, not ID tokens of GitLab.",
      remedy: "Send the job's GitLab ID token in place of a self-made assertion.",
      part: .tokenReference,
      references: entraReferences
    ),
    FailureEntry(
      "AADSTS700027",
      .token,
      "the token's signature does not hold",
      "None of the keys that Entra ID knows for the issuer made this signature. GitLab's keys were "
        + "changed a short while ago, or the token comes from another instance.",
      remedy: "Check that the instance publishes its keys, then run the job again after some "
        + "minutes.",
      commands: [.signingKeys],
      part: .idToken,
      references: entraReferences
    ),
    FailureEntry(
      "AADSTS5002738",
      .token,
      "the token is signed with an algorithm that Entra ID does not take",
      "The token's header names an algorithm such as HS256, while GitLab signs ID tokens with "
        + "RS256. What was sent is a token of another kind.",
      remedy: "Send a token from the job's id_tokens.",
      rules: ["AKV202", "AKV203"],
      part: .tokenReference,
      references: entraReferences
    ),
    FailureEntry(
      "AADSTS5002723",
      .token,
      "the token's header names no key",
      "The header has neither a key ID nor a thumbprint, so Entra ID cannot tell which key signed "
        + "it. GitLab's ID tokens have a key ID, so what was sent is a token of another kind.",
      remedy: "Send a token from the job's id_tokens.",
      rules: ["AKV202", "AKV203"],
      part: .tokenReference,
      references: entraReferences
    ),
    FailureEntry(
      "AADSTS5002727",
      .token,
      "the token's header has a type that Entra ID does not take",
      "The field typ of the header is not the one of a JSON web token. What was sent is a token of "
        + "another kind.",
      remedy: "Send a token from the job's id_tokens.",
      rules: ["AKV202", "AKV203"],
      part: .tokenReference,
      references: entraReferences
    ),
    FailureEntry(
      "AADSTS50013",
      .token,
      "the assertion is not valid",
      "Entra ID could not validate the assertion of a request on behalf of a user. A job signs in "
        + "as an application, so the request has the wrong kind of grant.",
      remedy: "Sign in with client credentials and the job's ID token.",
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
      part: .tokenReference,
      references: entraReferences
    ),
    FailureEntry(
      "AADSTS90014",
      .token,
      "the token lacks a field",
      "The message names a claim such as iss or aud that every ID token of GitLab has. What was "
        + "sent is another token, or one whose audience is empty.",
      remedy: "Send a token from the job's id_tokens, and give it an audience.",
      rules: ["AKV102", "AKV202"],
      part: .audience,
      references: entraReferences
    ),
    FailureEntry(
      "AADSTS7000218",
      .token,
      "neither a token nor a secret was sent",
      "The request had no assertion at all. The variable that was to hold the ID token is empty.",
      remedy: "Declare the token in id_tokens of the job and use its name.",
      rules: ["AKV202", "AKV204"],
      part: .tokenReference,
      references: entraReferences
    ),
  ]
}
