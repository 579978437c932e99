extension ErrorCatalogue {
  /// The token itself may be right, but Entra ID has no credential that matches it.
  ///
  /// Source: Microsoft's list of codes; GitLab's troubleshooting; azure-devops-docs for those that
  /// the list lacks; Azure/login issues 482 and 515. When several values differ, no page of
  /// Microsoft's says which of the codes is returned.
  static let federationErrors: [FailureEntry] = [
    FailureEntry(
      "AADSTS70021",
      .exchange,
      "no federated credential matches the token",
      "Entra ID found no federated credential with the issuer, the subject and the audience of the "
        + "token. At least one of the three differs, or the credential is so new that not every "
        + "region has it yet.",
      remedy: "Compare the three values with the identity's credentials, character by character. "
        + "After a change, wait a few minutes and run the job again.",
      commands: [.listCredentials, .addCredential],
      rules: ["AKV401", "AKV402", "AKV403"],
      part: .idToken,
      references: federationReferences
    ),
    FailureEntry(
      "AADSTS700211",
      .exchange,
      "no federated credential has the token's issuer",
      "The identity has no federated credential for the issuer of the token. For a GitLab token the "
        + "credential usually has a slash at its end, http instead of https, or an earlier URL of "
        + "the instance.",
      remedy: "If the issuer in the log is your GitLab instance, put exactly that text into the "
        + "credential. If it is not, the job sent a token of something else: send its ID token.",
      commands: [.listCredentials, .changeIssuer],
      rules: ["AKV403"],
      part: .idToken,
      references: federationReferences
    ),
    FailureEntry(
      "AADSTS700212",
      .exchange,
      "no federated credential has the token's audience",
      "The aud of the job's ID token differs from the audience of the federated credential. The two "
        + "must be equal in every character, including a slash at the end.",
      remedy: "Use the same text for aud of the ID token and for the audience of the credential.",
      commands: [.listCredentials, .changeAudience],
      rules: ["AKV401", "AKV102", "AKV106"],
      part: .audience,
      references: federationReferences
    ),
    FailureEntry(
      "AADSTS700213",
      .exchange,
      "no federated credential has the token's subject",
      "The subject names the project and the branch or tag for which the job ran, and no federated "
        + "credential has that text. Typical causes are a run on another branch, tag or fork, a "
        + "project whose ci_id_token_sub_claim_components changed from project_path to project_id, "
        + "and a * in the credential, which is not a wildcard there.",
      remedy: "Add a credential for this subject, or a flexible one whose expression matches it. "
        + "If such runs should not get the secret, keep the job out of them with rules.",
      commands: [.listCredentials, .addCredential],
      rules: ["AKV402", "AKV406", "AKV603"],
      part: .idToken,
      references: federationReferences
    ),
    FailureEntry(
      "AADSTS7002137",
      .exchange,
      "the credential expects another subject",
      "The subject of the token differs from the one in the federated credential. The job runs for "
        + "another branch, tag or project, or the components of the project's subject changed.",
      remedy: "Compare the subject in the log with the one that the message expects, and correct "
        + "the credential.",
      commands: [.listCredentials, .addCredential],
      rules: ["AKV402", "AKV603"],
      part: .idToken,
      references: federationReferences
    ),
    FailureEntry(
      "AADSTS7002138",
      .exchange,
      "the subject differs from the credential's only in upper and lower case",
      "A federated credential has this subject with other capital letters, and Entra ID compares "
        + "them exactly. The project's path was typed as it is displayed, not as it is in its URL.",
      remedy: "Give the credential the subject exactly as the log shows it.",
      commands: [.listCredentials, .changeSubject],
      rules: ["AKV404"],
      part: .idToken,
      references: federationReferences + [
        "https://learn.microsoft.com/entra/identity-platform/reference-breaking-changes#august-2024"
      ]
    ),
    FailureEntry(
      "AADSTS70023",
      .token,
      "the ID token is valid for more than 25 hours",
      "Entra ID accepts tokens that are valid for at most 25 h, and GitLab makes an ID token valid "
        + "for as long as the job's timeout. The timeout of this job is longer than that.",
      remedy: "Set a timeout of at most 25h in the job or in the project's settings, or a lower "
        + "maximum job timeout for the runner.",
      commands: [.projectTimeout],
      rules: ["AKV109"],
      part: .idToken,
      references: [
        "https://github.com/MicrosoftDocs/azure-docs/issues/86916",
        "https://docs.gitlab.com/ci/yaml/#timeout",
      ]
    ),
    FailureEntry(
      "AADSTS700214",
      .exchange,
      "a token of Entra ID's own needs the audience api://AzureADTokenExchange",
      "The token that was sent comes from Entra ID, which accepts only one audience for its own "
        + "tokens. A GitLab ID token does not get this answer, so the job sends another token.",
      remedy: "Send the job's own ID token.",
      commands: [.signIn],
      rules: ["AKV202", "AKV203"],
      part: .tokenReference,
      references: federationReferences
    ),
    FailureEntry(
      "AADSTS70025",
      .exchange,
      "the identity has no federated credential",
      "Entra ID knows the application or managed identity, but it has no federated credential. "
        + "AZURE_CLIENT_ID belongs to another identity than the one that was set up, or the "
        + "credential was created minutes ago.",
      remedy: "Check that AZURE_CLIENT_ID is the client ID of the identity with the credential; "
        + "if it is, add one.",
      commands: [.listCredentials, .addCredential],
      rules: ["AKV402", "AKV411"],
      part: .idToken,
      references: federationReferences
    ),
    FailureEntry(
      "AADSTS700263",
      .exchange,
      "several federated credentials have the same subject",
      "More than one federated credential matches the token, and Entra ID does not choose one. "
        + "Duplicates under different names are left from an earlier set-up.",
      remedy: "Delete all but one of the credentials with this subject.",
      commands: [.listCredentials],
      rules: ["AKV409"],
      references: federationReferences
    ),
    FailureEntry(
      "AADSTS700222",
      .exchange,
      "Entra ID does not accept its own token as an assertion",
      "Entra ID issued the token that was sent, and an application must present a token of the "
        + "outside provider. The job sends an access token instead of its GitLab ID token.",
      remedy: "Send the job's GitLab ID token.",
      commands: [.signIn],
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
      "only tokens of applications are accepted from this issuer",
      "The token that was sent is a user's token of Entra ID, and only tokens of applications are "
        + "accepted. A GitLab ID token does not get this answer, so the job sends another token.",
      remedy: "Send the job's GitLab ID token.",
      commands: [.signIn],
      part: .tokenReference,
      references: federationReferences
    ),
    FailureEntry(
      "AADSTS7000272",
      .exchange,
      "the issuer does not publish the key that signed the token",
      "Entra ID read the issuer's key set, and the key that signed the token is not in it. The key "
        + "was rotated, the key set is a copy that was never renewed, several GitLab or Geo nodes "
        + "have different keys, or a proxy returns an old answer.",
      remedy: "Compare the key ID (kid) in the token's header with the keys that the issuer "
        + "publishes, from outside your network, and make all nodes publish the same keys.",
      commands: [.signingKeys, .discovery],
      rules: ["AKV602"],
      part: .idToken,
      references: ["https://github.com/Azure/azure-workload-identity/issues/1232"]
        + federationReferences
    ),
    unreachable("AADSTS50166", "Entra ID cannot read the issuer's OpenID documents"),
    unreachable("AADSTS501661", "Entra ID cannot reach the issuer"),
    unreachable("AADSTS90061", "Entra ID's request to the issuer failed"),
  ]

  /// Source: GitLab's troubleshooting of Azure; azure-workload-identity issues 605 and 642.
  private static func unreachable(_ code: String, _ title: String) -> FailureEntry {
    FailureEntry(
      code,
      .exchange,
      title,
      "Entra ID reads the OpenID configuration and the keys of the issuer from the internet to "
        + "check the token's signature, and did not get them. The instance is not public, its "
        + "certificate chain is incomplete, or its URL is wrong.",
      remedy: "Make /.well-known/openid-configuration and /oauth/discovery/keys of the instance "
        + "readable from the internet, with a certificate that is publicly trusted.",
      commands: [.discovery, .signingKeys],
      rules: ["AKV403", "AKV602"],
      references: federationReferences
    )
  }

  private static func federationPolicy(_ code: String) -> FailureEntry {
    FailureEntry(
      code,
      .exchange,
      "the tenant does not allow this federation",
      "A policy of the tenant turns workload identity federation off or limits it to certain "
        + "issuers. The pipeline and the credential may both be right.",
      remedy: "Ask an administrator of the tenant to allow the GitLab instance as an issuer.",
      commands: [.signInLog],
      references: federationReferences
    )
  }
}
