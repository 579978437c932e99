#if !Live
import Foundation
import Testing

/// The behavior of a binary that was built without live mode.
@Suite("Live mode in a lean binary") struct LiveTests {
  private func repository() throws -> TemporaryRepository {
    try TemporaryRepository(text: [
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
  }

  @Test(
    "says that there is none and where it is",
    arguments: [
      ["--live"], ["--live=vault"], ["snapshot"], ["init", "--ask=az"],
      ["diagnose", "--job-url", "https://gitlab.com/a/b/-/jobs/1"],
    ]
  )
  func none(arguments: [String]) throws {
    let repository = try repository()
    let outcome = try Tool.run(arguments, in: repository.path)
    #expect(outcome.status == 4)
    #expect(
      outcome.errors.contains(
        "built without live mode; install a package of akvlint, which has it as akvlint-live"
      ),
      "\(outcome.errors)"
    )
  }

  @Test(
    "starts the akvlint beside it that has it",
    arguments: [
      ["--live"], ["--live=vault", "-"], ["check", "--live", "a b.yml"], ["snapshot", "-o", "-"],
      ["init", "--ask", "az"],
    ]
  )
  func companion(arguments: [String]) throws {
    let folder = try TemporaryRepository(text: [
      ".gitlab-ci.yml": "job: {script: x}\n",
      "bin/akvlint-live": "#!/bin/sh\necho \"$# $*\"; cat; exit 7\n",
    ])
    let program = folder.path + "/bin/akvlint"
    // Another process copies it: nothing runs a file that is open for writing, and a program that
    // another test starts meanwhile has all files of this process open for a moment.
    let copy = try Tool.run("/bin/cp", [Tool.path, program], in: folder.path, environment: [:])
    try #require(copy.status == 0)
    func run(_ arguments: [String]) throws -> Tool.Outcome {
      let input = Array("typed".utf8)
      return try Tool.run(program, arguments, in: folder.path, input: input, environment: [:])
    }
    // A file that is not a program does not count.
    #expect(try run(arguments).status != 7)
    let companion = folder.path + "/bin/akvlint-live"
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: companion)
    let outcome = try run(arguments)
    #expect(outcome.status == 7)
    #expect(outcome.output == "\(arguments.count) \(arguments.joined(separator: " "))\ntyped")
    #expect(try run(["--live", "--offline"]).status == 0)
  }

  @Test(
    "findings come before what could not be asked, unless it is required, and --offline before all"
  )
  func order() throws {
    let repository = try repository()
    let offline = try Tool.run(["--live", "--offline"], in: repository.path)
    #expect(offline.status == 0)
    let findings = try Tool.run(["--live", "--fail-on", "info"], in: repository.path)
    #expect(findings.status == 4)
    try repository.write(".gitlab-ci.yml", Array("a: {scrip: x}\n".utf8))
    #expect(try Tool.run(["--live"], in: repository.path).status == 1)
    #expect(try Tool.run(["--live=vault"], in: repository.path).status == 4)
    try repository.write(".gitlab-ci.yml", Array("a: [".utf8))
    #expect(try Tool.run(["--live=vault"], in: repository.path).status == 3)
  }

  @Test("a snapshot beside the pipeline is judged offline")
  func snapshot() throws {
    let repository = try repository()
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
#endif
