extension ErrorCatalogue {
  /// A host of Azure cannot be found, reached or trusted.
  ///
  /// Source: Key Vault's pages on private links and firewalls; Go's, Python's, curl's and .NET's
  /// texts for such failures.
  static let networkErrors: [FailureEntry] = [
    FailureEntry(
      "vault_host_unknown",
      .vault,
      "the vault's host has no address",
      "The name server that the job uses does not know the vault's host. The name has a mistake, the "
        + "vault was deleted, or it has a private endpoint whose zone is not visible from there.",
      remedy:
        "Compare the vault's name with the vault's URI, and look the host up from the runner.",
      commands: [.findVault, .resolveVault],
      rules: ["AKV304", "AKV801"],
      references: ["https://learn.microsoft.com/azure/key-vault/general/private-link-diagnostics"]
    ),
    FailureEntry(
      "vault_unreachable",
      .vault,
      "the vault cannot be reached",
      "The vault's host has an address, and no connection to it was possible. A firewall or a proxy "
        + "is between the runner and Azure.",
      remedy: "Allow the runner to reach the vault's host on port 443.",
      commands: [.resolveVault],
      references: ["https://learn.microsoft.com/azure/key-vault/general/access-behind-firewall"]
    ),
    FailureEntry(
      "authority_unreachable",
      .exchange,
      "Entra ID cannot be reached",
      "The sign-in host could not be found or did not answer. A firewall, a proxy or the runner's "
        + "name server is in the way.",
      remedy: "Allow the runner to reach {authority} on port 443.",
      commands: [.resolveHost, .reachHost],
      references: ["https://learn.microsoft.com/azure/key-vault/general/access-behind-firewall"]
    ),
    FailureEntry(
      "proxy_refused",
      .exchange,
      "the proxy does not let the request through",
      "The request to Azure went through a proxy, which refused it or could not be reached. The "
        + "variables HTTPS_PROXY and NO_PROXY of the runner decide which proxy is used.",
      remedy: "Allow Azure's hosts in the proxy, correct HTTPS_PROXY, or add the host to NO_PROXY.",
      commands: [.reachHost],
      references: ["https://docs.gitlab.com/runner/configuration/proxy/"]
    ),
    FailureEntry(
      "certificate_not_trusted",
      .exchange,
      "the certificate is not trusted",
      "The certificate that Azure's host showed was not issued by an authority that the runner or "
        + "the image knows. A proxy that inspects encrypted connections replaces certificates with "
        + "its own.",
      remedy:
        "Add the proxy's certificate authority to the runner's host or the job's image; do not "
        + "turn the verification off.",
      commands: [.reachHost],
      references: ["https://docs.gitlab.com/runner/configuration/tls-self-signed/"]
    ),
  ]
}
