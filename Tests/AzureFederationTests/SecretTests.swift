import AzureFederation
import Testing

@Suite("Secret names")
struct SecretNameTests {
  private static let identifier =
    "https://my-vault.vault.azure.net/secrets/db-password/0123456789abcdef0123456789abcdef"

  @Test(
    "recognizes names that Key Vault accepts, and suggests one for others",
    arguments: [
      ("db-password", true, nil),
      ("A1", true, nil),
      ("-", true, nil),
      (String(repeating: "a", count: 127), true, nil),
      (String(repeating: "a", count: 128), false, nil),
      ("", false, nil),
      ("   ", false, nil),
      ("db_password", false, "db-password"),
      ("db.password", false, "db-password"),
      ("db password ", false, "db-password"),
      ("team/db_password", false, "team-db-password"),
      ("schlüssel", false, "schl-ssel"),
      ("🔑", false, nil),
      ("___", false, nil),
      ("$DB_SECRET", false, nil),
      ("db-${STAGE}", false, nil),
      ("secrets/db-password", false, "db-password"),
      ("db-password/0123456789abcdef0123456789abcdef", false, "db-password"),
      ("secrets/db_password/0123456789abcdef0123456789abcdef", false, "db-password"),
      (identifier, false, "db-password"),
      ("my-vault.vault.azure.net/secrets/db-password", false, "db-password"),
      ("https://my-vault.vault.azure.net/secrets/db_password", false, "db-password"),
    ] as [(String, Bool, String?)]
  )
  func validity(text: String, isValid: Bool, suggestion: String?) {
    #expect(SecretName.isValid(text) == isValid)
    #expect(SecretName.suggestion(for: text) == suggestion)
  }

  @Test(
    "finds the version that was written as part of the name",
    arguments: [
      (identifier, "0123456789abcdef0123456789abcdef"),
      (
        "https://kv1.vault.azure.net/secrets/a/01234567-89ab-cdef-0123-456789abcdef",
        "0123456789abcdef0123456789abcdef"
      ),
      ("secrets/a/0123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcdef"),
      ("a/0123456789abcdef0123456789abcdef ", "0123456789abcdef0123456789abcdef"),
      ("0123456789abcdef0123456789abcdef", nil),
      ("https://kv1.vault.azure.net/secrets/a", nil),
      ("https://kv1.vault.azure.net/secrets/a/latest", nil),
      ("a_b", nil),
    ] as [(String, String?)]
  )
  func versions(text: String, version: String?) {
    #expect(SecretName.version(in: text) == version)
  }

  @Test(
    "splits identifiers",
    arguments: [
      (
        identifier,
        ["my-vault.vault.azure.net", "secrets", "db-password", "0123456789abcdef0123456789abcdef"]
      ),
      (
        "https://kv1.vault.azure.net:443/secrets/a/", ["kv1.vault.azure.net:443", "secrets", "a"]
      ),
      ("http://x/Secrets/a?api-version=7.4", ["x", "secrets", "a"]),
      (
        "kv1.vault.azure.cn/certificates/tls/7", ["kv1.vault.azure.cn", "certificates", "tls", "7"]
      ),
      ("example.com/secrets/a", nil),
      ("https://kv1.vault.azure.net/secrets", nil),
      ("https://kv1.vault.azure.net/storage/a", nil),
      ("https://kv1.vault.azure.net/secrets/a/b/c", nil),
      ("https:///secrets/a/b", nil),
      ("db-password", nil),
    ] as [(String, [String]?)]
  )
  func identifiers(text: String, parts: [String]?) {
    let identifier = SecretIdentifier(text)
    let found = identifier.map { identifier in
      [identifier.host, identifier.collection.rawValue, identifier.name]
        + [identifier.version].compactMap { $0 }
    }
    #expect(found == parts)
  }

  @Test("finds the vault of an identifier")
  func vault() {
    #expect(SecretIdentifier(Self.identifier)?.vault?.name == "my-vault")
    #expect(SecretIdentifier("https://example.com/secrets/a")?.vault == nil)
  }
}

@Suite("Secret versions")
struct SecretVersionTests {
  private static let version = "0123456789abcdef0123456789ABCDEF"
  private static let dashed = "01234567-89ab-cdef-0123-456789ABCDEF"

  @Test(
    "recognizes versions, and the one that was certainly meant",
    arguments: [
      (version, true, nil),
      (String(repeating: "0", count: 32), true, nil),
      ("", false, nil),
      (" ", false, nil),
      (dashed, false, version),
      (" \(dashed)", false, version),
      (" \(version)\n", false, version),
      ("latest", false, nil),
      ("0123", false, nil),
      (version + "0", false, nil),
      ("v1", false, nil),
      ("g123456789abcdef0123456789abcdef", false, nil),
      ("0123456789abcdef-0123456789abcdef", false, nil),
      ("<version>", false, nil),
    ] as [(String, Bool, String?)]
  )
  func validity(text: String, isValid: Bool, suggestion: String?) {
    #expect(SecretVersion.isValid(text) == isValid)
    #expect(SecretVersion.suggestion(for: text) == suggestion)
  }

  @Test(
    "recognizes words for the newest version",
    arguments: [("latest", true), (" Current", true), ("NEWEST", true), ("v1", false), ("", false)]
  )
  func newest(text: String, meansNewest: Bool) {
    #expect(SecretVersion.meansNewest(text) == meansNewest)
  }

  @Test(
    "takes the version out of an identifier",
    arguments: [
      ("https://kv1.vault.azure.net/secrets/a/\(version)", version),
      ("https://kv1.vault.azure.net/secrets/a/\(dashed)", version),
      ("kv1.vault.azure.net/secrets/a/\(version)", version),
      ("https://kv1.vault.azure.net/secrets/a", nil),
      ("https://kv1.vault.azure.net/keys/a/\(version)", nil),
    ] as [(String, String?)]
  )
  func identifiers(text: String, suggestion: String?) {
    #expect(SecretVersion.suggestion(for: text) == suggestion)
  }
}
