import Testing

/// Evidence that a snapshot keeps beside the pipeline.
@Suite struct SnapshotFileTests {
  @Test("a snapshot beside the pipeline is judged offline")
  func snapshot() throws {
    let repository = try TemporaryRepository(text: [
      ".gitlab-ci.yml": """
      variables:
        AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net
        AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555
        AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000
      deploy:
        script: x
        id_tokens: {T: {aud: https://gitlab.com}}
        secrets: {S: {azure_key_vault: {name: db}, token: $T}}
      """
    ])
    let snapshot = """
      {"schema": 1, "date": "2026-11-20", "vaults": [{"url": "https://example-vault.vault.azure.net",
        "exists": true, "tenant_id": "99999999-7777-8888-9999-000000000000", "secrets": []}]}
      """
    try repository.write(".akvlint.snapshot.json", Array(snapshot.utf8))
    let found = try Tool.run(["--format", "concise"], in: repository.path)
    #expect(found.status == 1)
    #expect(found.output.contains("[AKV802]"))
    try repository.write("other.json", Array(snapshot.replacing("9999", with: "6666").utf8))
    let broken = try Tool.run(["--evidence", "other.json"], in: repository.path)
    #expect(broken.status == 1)
    try repository.write(".akvlint.snapshot.json", Array("{\"schema\": 7}".utf8))
    let refused = try Tool.run(["--format", "concise"], in: repository.path)
    #expect(refused.status == 2)
    #expect(refused.output.contains(".akvlint.snapshot.json:1:12: error: $"), "\(refused.output)")
  }
}
