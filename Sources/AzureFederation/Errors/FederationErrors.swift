extension ErrorCatalogue {
  /// The token is good, and Entra ID knows no credential that fits it.
  ///
  /// Source: Microsoft's list of codes; GitLab's troubleshooting; azure-devops-docs for those that
  /// the list lacks; Azure/login issues 482 and 515.
  static let federationErrors: [FailureEntry] = [
    FailureEntry(
      "AADSTS70021",
      .exchange,
      "no federated credential fits the token",
      "Entra ID found no federated credential whose issuer, subject and audience are all those of "
        + "the token. One of the three differs, or the credential is so new that not every region "
        + "knows it yet.",
      remedy: "Compare the three values with the application's credentials, character by "
        + "character. After a change, wait a few minutes and run the job again.",
      commands: [.listCredentials, .addCredential],
      rules: ["AKV401", "AKV402", "AKV403"],
      part: .idToken,
      references: federationReferences
    ),
    FailureEntry(
      "AADSTS700211",
      .exchange,
      "no federated credential has the token's issuer",
      "The application has no federated credential for the GitLab instance that made the token. "
        + "Usually the credential has a slash at the end, http in place of https, or an earlier "
        + "URL of the instance.",
      remedy: "Give the credential the issuer exactly as the token has it: the instance's URL, "
        + "without a slash at its end.",
      commands: [.listCredentials, .changeIssuer],
      rules: ["AKV403"],
      part: .idToken,
      references: federationReferences
    ),
    FailureEntry(
      "AADSTS700212",
      .exchange,
      "no federated credential has the token's audience",
      "The job's ID token was made for another audience than the one that the federated credential "
        + "names. The two texts must be equal in every character, a slash at the end included.",
      remedy: "Make aud of the ID token and the audience of the credential the same text.",
      commands: [.listCredentials, .changeAudience],
      rules: ["AKV401", "AKV102", "AKV106"],
      part: .audience,
      references: federationReferences
    ),
    FailureEntry(
      "AADSTS700213",
      .exchange,
      "no federated credential has the token's subject",
      "The subject says which project and which branch or tag the job ran for, and no federated "
        + "credential has that very text. Typical causes are a run on another branch, tag or "
        + "fork, and a * in the credential, which is no wildcard there.",
      remedy: "Add a credential for this subject, or a flexible one whose expression matches it. "
        + "If such runs should not get the secret, keep the job out of them with rules.",
      commands: [.listCredentials, .addCredential],
      rules: ["AKV402", "AKV406"],
      part: .idToken,
      references: federationReferences
    ),
    FailureEntry(
      "AADSTS7002137",
      .exchange,
      "the credential expects another subject",
      "The token's subject is not the one that the federated credential was made for. The job runs "
        + "for another branch, tag or project, or the project's subject has other components.",
      remedy: "Compare the subject in the log with the one that the message expects, and correct "
        + "the credential.",
      commands: [.listCredentials, .addCredential],
      rules: ["AKV402"],
      part: .idToken,
      references: federationReferences
    ),
    FailureEntry(
      "AADSTS7002138",
      .exchange,
      "the subject differs from the credential's in case only",
      "A federated credential has this subject with some letters in another case, and Entra ID "
        + "compares them as they are. The path of the project was typed as it is shown, not as it "
        + "is written in its URL.",
      remedy: "Give the credential the subject exactly as the log shows it.",
      commands: [.listCredentials, .changeSubject],
      rules: ["AKV404"],
      part: .idToken,
      references: federationReferences
    ),
    FailureEntry(
      "AADSTS700214",
      .exchange,
      "a token of Entra ID's own needs the audience api://AzureADTokenExchange",
      "The token that was sent comes from Entra ID itself, and for such tokens only one audience "
        + "is taken. A GitLab ID token does not get this answer, so the job sends another token.",
      remedy: "Send the job's own ID token.",
      rules: ["AKV202", "AKV203"],
      part: .tokenReference,
      references: federationReferences
    ),
    FailureEntry(
      "AADSTS70025",
      .exchange,
      "the application has no federated credential at all",
      "Entra ID knows the application, but it has no federated credential. AZURE_CLIENT_ID names "
        + "another application than the one that was set up, or the credential was made minutes "
        + "ago.",
      remedy: "Check that AZURE_CLIENT_ID is the client ID of the application with the credential; "
        + "if it is, add one.",
      commands: [.listCredentials, .addCredential],
      rules: ["AKV411"],
      part: .idToken,
      references: federationReferences
    ),
    FailureEntry(
      "AADSTS700263",
      .exchange,
      "several federated credentials have the same subject",
      "More than one federated credential fits the token, and Entra ID does not choose. Duplicates "
        + "under different names are left from an earlier set-up.",
      remedy: "Delete all but one of the credentials with this subject.",
      commands: [.listCredentials],
      rules: ["AKV409"],
      references: federationReferences
    ),
    FailureEntry(
      "AADSTS700222",
      .exchange,
      "a token of Entra ID's own cannot be the assertion",
      "The assertion was issued by Entra ID, and the application must be shown a token of the "
        + "outside provider. The job sends an access token where its ID token belongs.",
      remedy: "Send the job's GitLab ID token.",
      rules: ["AKV202", "AKV203"],
      part: .tokenReference,
      references: federationReferences
    ),
    federationPolicy("AADSTS700223"),
    federationPolicy("AADSTS700238"),
    federationPolicy("AADSTS7002381"),
    FailureEntry(
      "AADSTS700229",
      .exchange,
      "only application tokens may be used from this issuer",
      "The assertion is a user's token of Entra ID, and only tokens of applications are taken. A "
        + "GitLab ID token does not get this answer, so the job sends another token.",
      remedy: "Send the job's GitLab ID token.",
      part: .tokenReference,
      references: federationReferences
    ),
    FailureEntry(
      "AADSTS50166",
      .exchange,
      "Entra ID cannot read the issuer's OpenID documents",
      unreachable,
      remedy: unreachableRemedy,
      commands: [.discovery, .signingKeys],
      rules: ["AKV403", "AKV602"],
      references: federationReferences
    ),
    FailureEntry(
      "AADSTS501661",
      .exchange,
      "Entra ID cannot reach the issuer",
      unreachable,
      remedy: unreachableRemedy,
      commands: [.discovery, .signingKeys],
      rules: ["AKV403", "AKV602"],
      references: federationReferences
    ),
    FailureEntry(
      "AADSTS90061",
      .exchange,
      "Entra ID's request to the issuer failed",
      unreachable,
      remedy: unreachableRemedy,
      commands: [.discovery, .signingKeys],
      rules: ["AKV403"],
      references: federationReferences
    ),
  ]

  private static let unreachable =
    "To check the token's signature Entra ID fetches the GitLab instance's OpenID configuration "
    + "and keys from the internet, and did not get them. The instance is not public, its "
    + "certificate chain is broken, or the issuer's path is wrong."
  private static let unreachableRemedy =
    "Make /.well-known/openid-configuration and /oauth/discovery/keys of the instance readable "
    + "from the internet, with a certificate that is publicly trusted."

  private static func federationPolicy(_ code: String) -> FailureEntry {
    FailureEntry(
      code,
      .exchange,
      "the tenant does not allow this federation",
      "A policy of the tenant switches workload identity federation off or limits it to certain "
        + "issuers. The pipeline and the credential may both be right.",
      remedy: "Ask an administrator of the tenant to allow the GitLab instance as an issuer.",
      references: federationReferences
    )
  }
}
