/// The purpose of a GitLab keyword, in our words.
enum KeywordHelp: String, Hashable, CaseIterable {
  case idTokens = "id_tokens"
  case aud
  case azureKeyVault = "azure_key_vault"
  case name
  case version
  case token

  /// One paragraph.
  var text: String {
    switch self {
    case .idTokens:
      """
      The ID tokens of the job: JSON web tokens that GitLab signs when the job starts, each in a \
      variable of its name. A job's own id_tokens replace those of default as a whole.
      """
    case .aud:
      """
      The recipient of the token: its aud claim. A federated credential in Entra ID accepts exactly \
      one audience and compares it letter for letter.
      """
    case .azureKeyVault:
      """
      The secret is fetched from Azure Key Vault. The job needs the variables \
      AZURE_KEY_VAULT_SERVER_URL, AZURE_CLIENT_ID and AZURE_TENANT_ID, and an ID token that Entra ID \
      trusts.
      """
    case .name:
      "The secret's name in the vault: letters, digits and dashes, 127 at most."
    case .version:
      "The version of the secret: 32 hexadecimal digits. Without it the newest one is fetched."
    case .token:
      """
      Which ID token signs in, as $NAME: the name of an entry of id_tokens. With one ID token it may \
      be left out, with several it is required.
      """
    }
  }

  /// GitLab's own page on it.
  var link: String {
    switch self {
    case .idTokens: "https://docs.gitlab.com/ci/yaml/#id_tokens"
    case .aud: "https://docs.gitlab.com/ci/secrets/id_token_authentication/"
    case .token: "https://docs.gitlab.com/ci/yaml/#secretstoken"
    case .azureKeyVault, .name, .version: "https://docs.gitlab.com/ci/secrets/azure_key_vault/"
    }
  }
}
