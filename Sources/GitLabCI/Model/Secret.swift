import ShellSyntax
package import YAMLSyntax

/// An entry of `secrets`: a variable that the runner fills from a vault.
package struct Secret: Hashable, Sendable {
  /// Its name and its mapping.
  package let entry: Named
  /// Where it is fetched from; nil when the entry names no provider, or several.
  package let provider: SecretProvider?
  /// The key of the provider, as written.
  package let providerKey: NodeID?
  /// Which ID token serves it; nil when `token` is absent or null.
  package let token: SecretToken?
  /// Whether the variable holds a path to a file (the default) or the value itself; nil when
  /// unset or no boolean.
  package let file: Sourced?

  /// Its name, for comparing.
  package var symbol: Symbol { entry.symbol }

  /// Whether it is fetched from Azure Key Vault.
  package var isAzure: Bool {
    if case .azureKeyVault? = provider { true } else { false }
  }
}

/// Where a secret is fetched from, with what the provider needs to know.
package enum SecretProvider: Hashable, Sendable {
  case azureKeyVault(AzureKeyVaultSecret?)
  case vault(Sourced?)
  case gcpSecretManager(Sourced?)
  case awsSecretsManager(Sourced?)
  case gitLabSecretsManager(Sourced?)

  /// The provider that a key of a secret's mapping stands for.
  ///
  /// - Parameters:
  ///   - keyword: The key.
  ///   - value: Its value; nil when it is null.
  ///   - tree: The tree that holds it.
  init?(_ keyword: Keyword, value: Sourced?, in tree: borrowing NodeTree) {
    switch keyword {
    case .azureKeyVault:
      self = .azureKeyVault(value.map { AzureKeyVaultSecret($0, in: tree) })
    case .vault: self = .vault(value)
    case .gcpSecretManager: self = .gcpSecretManager(value)
    case .awsSecretsManager: self = .awsSecretsManager(value)
    case .gitlabSecretsManager: self = .gitLabSecretsManager(value)
    default: return nil
    }
  }

  /// The keys of the providers.
  package static let keywords: [Keyword] = [
    .vault, .azureKeyVault, .gcpSecretManager, .gitlabSecretsManager, .awsSecretsManager,
  ]

  /// The provider's key.
  package var keyword: Keyword {
    switch self {
    case .azureKeyVault: .azureKeyVault
    case .vault: .vault
    case .gcpSecretManager: .gcpSecretManager
    case .awsSecretsManager: .awsSecretsManager
    case .gitLabSecretsManager: .gitlabSecretsManager
    }
  }

  /// The provider's key, as a text that costs nothing to return.
  package var name: String {
    switch self {
    case .azureKeyVault: "azure_key_vault"
    case .vault: "vault"
    case .gcpSecretManager: "gcp_secret_manager"
    case .awsSecretsManager: "aws_secrets_manager"
    case .gitLabSecretsManager: "gitlab_secrets_manager"
    }
  }

  /// Whether the provider's value is null: accepted, and then never fetched.
  package var isNull: Bool {
    switch self {
    case .azureKeyVault(let secret): secret == nil
    case .vault(let value), .gcpSecretManager(let value), .awsSecretsManager(let value),
      .gitLabSecretsManager(let value):
      value == nil
    }
  }
}

/// The value of `azure_key_vault`: a name in the vault and optionally a version.
package struct AzureKeyVaultSecret: Hashable, Sendable {
  /// The value of the provider key.
  package let value: Sourced
  /// The secret's name in the vault; nil when missing or no string.
  package let name: Sourced?
  /// The version; nil when absent or null.
  ///
  /// It may be of a wrong type.
  package let version: Sourced?

  init(_ value: Sourced, in tree: borrowing NodeTree) {
    self.value = value
    name = tree.entry(.name, in: value.node).map(Sourced.init)
      .flatMap { tree.kind($0.node).isString || tree.kind($0.node) == .unknown ? $0 : nil }
    version = tree.entry(.version, in: value.node).map(Sourced.init)
      .flatMap { tree.kind($0.node) == .null ? nil : $0 }
  }
}

/// The value of `token`, and what it refers to.
package struct SecretToken: Hashable, Sendable {
  /// The runner's interpretation of the text of `token`.
  package enum Reference: Hashable, Sendable {
    /// Exactly one variable, `$NAME` or `${NAME}`; nil when no key of the pipeline has the name.
    case variable(String)
    /// Text that the runner sends as it is, or joins to a variable's value.
    case malformed
    /// Not known here.
    case unknown
  }

  /// The value as written.
  package let value: Sourced
  /// The reference.
  package let reference: Reference

  init(_ value: Sourced, in tree: borrowing NodeTree) {
    self.value = value
    let kind = tree.kind(value.node)
    if kind == .unknown || kind == .reference {
      reference = .unknown
    } else {
      reference =
        VariableReference.only(in: tree.string(value.node)).map(Reference.variable) ?? .malformed
    }
  }
}

extension Secret {
  /// The value of `azure_key_vault`; nil if it is null or the secret has another provider.
  package var azure: AzureKeyVaultSecret? {
    guard case .azureKeyVault(let secret)? = provider else { return nil }
    return secret
  }
}
