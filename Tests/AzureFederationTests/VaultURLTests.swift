import AzureFederation
import Testing

@Suite("Vault URLs")
struct VaultURLTests {
  @Test(
    "accepts a vault of every cloud, with or without a slash, in either case",
    arguments: [
      ("https://my-vault.vault.azure.net", "my-vault", Cloud.public),
      ("https://my-vault.vault.azure.net/", "my-vault", .public),
      ("https://My-Vault.vault.azure.net", "My-Vault", .public),
      ("HTTPS://kv1.vault.azure.net/", "kv1", .public),
      ("https://kv1.vault.usgovcloudapi.net", "kv1", .usGovernment),
      ("https://kv1.vault.azure.cn/", "kv1", .china),
      ("https://kv1.vault.sovcloud-api.fr", "kv1", .france),
      ("https://abc.vault.azure.net", "abc", .public),
      ("https://abcdefghijklmnopqrstuvwx.vault.azure.net", "abcdefghijklmnopqrstuvwx", .public),
    ]
  )
  func valid(text: String, name: String, cloud: Cloud) throws {
    #expect(VaultURL.problems(with: text) == [])
    #expect(VaultURL.suggestion(for: text) == nil)
    let url = try VaultURL(text)
    #expect(url.name == name)
    #expect(url.cloud == cloud)
    #expect(url.text == "https://\(name.lowercased())\(cloud.vaultSuffix)")
  }

  private static let corrected = "https://my-vault.vault.azure.net"

  @Test(
    "names what is wrong, and what was meant where the vault is certain",
    arguments: [
      ("", [.blank], nil),
      (" \n", [.blank], nil),
      (" https://my-vault.vault.azure.net", [.surroundingWhiteSpace], corrected),
      ("https://my-vault.vault.azure.net\n", [.surroundingWhiteSpace], corrected),
      ("http://my-vault.vault.azure.net", [.notHTTPS("http")], corrected),
      ("ftp://my-vault.vault.azure.net", [.notHTTPS("ftp")], corrected),
      ("my-vault.vault.azure.net", [.noScheme], corrected),
      ("//my-vault.vault.azure.net", [.noScheme], corrected),
      ("my-vault", [.nameOnly("my-vault")], corrected),
      ("https://me@my-vault.vault.azure.net", [.hasUserInfo], corrected),
      ("https://me:pw@my-vault.vault.azure.net", [.hasUserInfo], corrected),
      ("https://my-vault.vault.azure.net:8443", [.hasPort("8443")], corrected),
      ("https://my-vault.vault.azure.net:443/", [.hasPort("443")], corrected),
      ("https://my-vault.vault.azure.net//", [.hasPath("//")], corrected),
      ("https://my-vault.vault.azure.net/secrets", [.hasPath("/secrets")], corrected),
      ("https://my-vault.vault.azure.net/a/b/c", [.hasPath("/a/b/c")], corrected),
      ("https://my-vault.vault.azure.net?x=1", [.hasPath("?x=1")], corrected),
      ("https://my-vault.vault.azure.net#top", [.hasPath("#top")], corrected),
      ("https://my-hsm.managedhsm.azure.net", [.managedHSM], nil),
      ("https://my-hsm.managedhsm.usgovcloudapi.net/", [.managedHSM], nil),
      (
        "https://my-vault.privatelink.vaultcore.azure.net", [.privateLinkHost("my-vault")],
        corrected
      ),
      ("https://my-vault.vault.microsoftazure.de", [.closedCloud], nil),
      ("https://vault.azure.net", [.noVaultName], nil),
      ("https://.vault.azure.net", [.noVaultName], nil),
      ("https://vault.example.com", [.unknownHost("vault.example.com")], nil),
      ("https://my-vaultvault.azure.net", [.unknownHost("my-vaultvault.azure.net")], nil),
      (
        "https://my-vault.vault.azure.net.evil.example",
        [.unknownHost("my-vault.vault.azure.net.evil.example")], nil
      ),
      (
        "https://my-vault.vault.azure.net@evil.example",
        [.hasUserInfo, .unknownHost("evil.example")], nil
      ),
      (
        "https://evil.example\\.vault.azure.net",
        [.unknownHost("evil.example"), .hasPath("\\.vault.azure.net")], nil
      ),
      ("https://localhost:8443", [.unknownHost("localhost"), .hasPort("8443")], nil),
      ("https://", [.noVaultName], nil),
      (
        "https://my-vault.VAULT.azure.net", [.suffixInCapitals(".vault.azure.net")], corrected
      ),
      ("https://ab.vault.azure.net", [.invalidName("ab")], nil),
      ("https://1kv.vault.azure.net", [.invalidName("1kv")], nil),
      ("https://kv-.vault.azure.net", [.invalidName("kv-")], nil),
      ("https://k--v.vault.azure.net", [.invalidName("k--v")], nil),
      ("https://my_vault.vault.azure.net", [.invalidName("my_vault")], nil),
      ("https://a.b.vault.azure.net", [.invalidName("a.b")], nil),
      (
        "https://abcdefghijklmnopqrstuvwxy.vault.azure.net",
        [.invalidName("abcdefghijklmnopqrstuvwxy")], nil
      ),
      ("https://<vault>.vault.azure.net", [.invalidName("<vault>")], nil),
      (
        "http://my-vault.vault.azure.net:80/x",
        [.notHTTPS("http"), .hasPort("80"), .hasPath("/x")], corrected
      ),
    ] as [(String, [VaultURLProblem], String?)]
  )
  func problems(text: String, problems: [VaultURLProblem], suggestion: String?) {
    #expect(VaultURL.problems(with: text) == problems)
    #expect(VaultURL.problem(with: text) == problems.first)
    #expect(VaultURL.suggestion(for: text) == suggestion)
  }

  @Test("recognises an identifier that was pasted")
  func identifier() throws {
    let text = "https://my-vault.vault.azure.net/secrets/db/0123456789abcdef0123456789abcdef"
    let identifier = try #require(SecretIdentifier(text))
    #expect(VaultURL.problems(with: text) == [.identifier(identifier)])
    #expect(
      VaultURLProblem.identifier(identifier).words
        == "is the identifier of the secret \"db\"; it must end after the host"
    )
    #expect(VaultURL.suggestion(for: text) == Self.corrected)
  }

  @Test("throws the gravest problem")
  func throwing() {
    #expect(throws: VaultURLProblem.notHTTPS("http")) {
      try VaultURL("http://my-vault.vault.azure.net:80")
    }
  }

  @Test(
    "describes each problem in our words",
    arguments: [
      ("http://kv1.vault.azure.net", "begins with http://, not with https://"),
      ("kv1", "is only a vault's name; it must be https://kv1.vault.azure.net"),
      ("https://kv1.vault.azure.net:443", "names a port (:443), not only the host"),
      ("https://kv1.managedhsm.azure.net", "is that of a managed HSM, which holds no secrets"),
      (
        "https://vault.example.com",
        "has the host vault.example.com, which is not a Key Vault of a known cloud"
      ),
      (
        "https://my_vault.vault.azure.net",
        "names the vault \"my_vault\", which is not a valid vault name"
      ),
      ("https://kv1.vault.azure.net/x", "continues after the host: /x"),
    ]
  )
  func words(text: String, words: String) {
    #expect(VaultURL.problem(with: text)?.words == words)
  }
}
