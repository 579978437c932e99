import Foundation
import Testing

/// `akvlint init --ask`, with an `az` and a `glab` that are shell scripts.
@Suite("akvlint init --ask") struct InitAskTests {
  private static let client = "11111111-2222-3333-4444-555555555555"
  private static let files = [
    ".gitlab-ci.yml": """
    variables: {AZURE_CLIENT_ID: \(client)}
    deploy:
      script: ./deploy.sh
      id_tokens: {AZURE_JWT: {aud: https://gitlab.example.com}}
      secrets: {S: {azure_key_vault: {name: db}, token: $AZURE_JWT}}
    """,
    ".git/config": "[remote \"origin\"]\n\turl = git@gitlab.example.com:acme/shop.git\n",
  ]

  #if Live
  private func programs(_ scripts: [String: String]) throws -> TemporaryRepository {
    let folder = try TemporaryRepository(text: [:])
    for (name, script) in scripts {
      try folder.write(name, Array("#!/bin/sh\n\(script)\n".utf8))
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755],
        ofItemAtPath: "\(folder.path)/\(name)"
      )
    }
    return folder
  }

  private func draft(_ scripts: [String: String], ask: String = "az,glab") throws -> Tool.Outcome {
    let repository = try TemporaryRepository(text: Self.files)
    let folder = try programs(scripts)
    return try Tool.run(
      ["init", "--ask", ask, "-o", "-"],
      in: repository.path,
      environment: ["PATH": "\(folder.path):/usr/bin:/bin", "HOME": "/nonexistent"]
    )
  }

  @Test("their answers are in the draft with their source, and the next run uses them")
  func tells() throws {
    let az = """
      case "$*" in
      "account show"*) echo '{"tenantId": "66666666-7777-8888-9999-000000000000"}';;
      *) echo '[{"name": "main", "issuer": "https://gitlab.example.com", "subject":
        "project_path:acme/shop:ref_type:branch:ref:trunk", "audiences": ["https://gitlab.example.com"]}]';;
      esac
      """
    let glab = """
      case "$*" in
      *variables*) echo '[{"key": "AZURE_TENANT_ID", "value": "hush", "protected": true}]';;
      *) echo '{"path_with_namespace": "acme/shop", "default_branch": "trunk"}';;
      esac
      """
    let outcome = try draft(["az": az, "glab": glab])
    #expect(outcome.status == 0, "\(outcome.errors)")
    for text in [
      "tenant_id: 66666666-7777-8888-9999-000000000000 # from az",
      "default_branch: trunk # from glab",
      "credentials: # from az", "audiences: [https://gitlab.example.com]",
      "#   - {key: AZURE_TENANT_ID, protected: true}",
    ] {
      #expect(outcome.output.contains(text), "\(text)\n\(outcome.output)")
    }
    #expect(!outcome.output.contains("hush"))
    let repository = try TemporaryRepository(text: Self.files)
    try repository.write(".akvlint.yml", Array(outcome.output.utf8))
    let next = try Tool.run(["predict"], in: repository.path)
    #expect(next.status < 2 && next.output.contains("deploy"), "\(next.output)\(next.errors)")
    #expect(!next.output.contains("AKV901"))
  }

  @Test("without answers the draft is the usual one, and lists what is missing")
  func failures() throws {
    let outcome = try draft(["az": "exit 1", "glab": "echo rubbish"])
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("# Not answered: az account show"))
    #expect(outcome.errors.contains("its output is not valid JSON"))
  }

  @Test("a missing program, or an unknown one", arguments: ["az", "vault", ""])
  func unknown(_ name: String) throws {
    let outcome = try draft([:], ask: name)
    #expect(outcome.status == 2, "\(outcome.output)")
  }

  @Test("no program of the repository is run")
  func planted() throws {
    let repository = try TemporaryRepository(text: Self.files)
    try repository.write("bin/az", Array("#!/bin/sh\ntouch \(repository.path)/ran\n".utf8))
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755],
      ofItemAtPath: "\(repository.path)/bin/az"
    )
    let outcome = try Tool.run(
      ["init", "--ask", "az", "-o", "-"],
      in: repository.path,
      environment: ["PATH": "\(repository.path)/bin:/nonexistent", "HOME": "/nonexistent"]
    )
    #expect(outcome.status == 2 && outcome.errors.contains("az is not on PATH"))
    #expect(!FileManager.default.fileExists(atPath: "\(repository.path)/ran"))
  }
  #endif
}
