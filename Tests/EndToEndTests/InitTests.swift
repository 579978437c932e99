import Foundation
import Testing

/// `akvlint init`, in repositories as Git makes them.
@Suite("akvlint init") struct InitTests {
  private static let pipeline = """
    variables: {AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555}
    deploy:
      script: ./deploy.sh
      id_tokens: {AZURE_JWT: {aud: https://gitlab.example.com}}
      secrets: {S: {azure_key_vault: {name: db}, token: $AZURE_JWT}}
    test: {script: make test}
    """

  private func repository(_ pipeline: String = pipeline) throws -> TemporaryRepository {
    try TemporaryRepository(text: [
      ".gitlab-ci.yml": pipeline,
      ".git/config": "[remote \"origin\"]\n\turl = git@gitlab.example.com:acme/shop.git\n",
      ".git/refs/remotes/origin/HEAD": "ref: refs/remotes/origin/trunk\n",
    ])
  }

  @Test("writes what it finds out, and the next run reads it")
  func writes() throws {
    let repository = try repository()
    let outcome = try Tool.run(["init"], in: repository.path)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let text = try String(contentsOfFile: "\(repository.path)/.akvlint.yml", encoding: .utf8)
    for line in [
      "# yaml-language-server: $schema=https://", "  url: https://gitlab.example.com #",
      "  project: acme/shop #", "  default_branch: trunk #",
      "- client_id: 11111111-2222-3333-4444-555555555555",
      "# Jobs that read Azure secrets: deploy.",
    ] {
      #expect(text.contains(line), "\(line)")
    }
    let first = try Tool.run(["check"], in: repository.path)
    #expect(first.status < 2, "\(first.output)\(first.errors)")
    #expect(!first.output.contains("AKV901") && !first.output.contains("AKV411"))
  }

  @Test("sees child pipelines and the sign-ins of scripts, whose applications it lists")
  func signIns() throws {
    let repository = try repository(
      Self.pipeline + """

        next: {trigger: {include: child.yml}}
        regions:
          extends: deploy
          parallel: {matrix: [{AZURE_CLIENT_ID: [44444444-2222-3333-4444-555555555555]}]}
        releases:
          extends: deploy
          rules:
            - if: $CI_COMMIT_TAG
              variables: {AZURE_CLIENT_ID: 55555555-2222-3333-4444-555555555555}
            - when: always

        """
    )
    try repository.write(
      "child.yml",
      Array(
        """
        plan:
          id_tokens: {ARM_OIDC_TOKEN: {aud: api://AzureADTokenExchange}}
          variables:
            ARM_USE_OIDC: "true"
            ARM_CLIENT_ID: 22222222-2222-3333-4444-555555555555
            ARM_TENANT_ID: 66666666-7777-8888-9999-000000000000
          script: [terraform init, terraform plan]
        login:
          id_tokens: {AZ: {aud: api://AzureADTokenExchange}}
          script:
            - az login --service-principal -u 33333333-2222-3333-4444-555555555555
              --tenant 66666666-7777-8888-9999-000000000000 --federated-token "$AZ"

        """.utf8
      )
    )
    #expect(try Tool.run(["init"], in: repository.path).status == 0)
    let text = try String(contentsOfFile: "\(repository.path)/.akvlint.yml", encoding: .utf8)
    #expect(
      text.contains("# Jobs whose scripts sign in to Azure: child.yml:plan, child.yml:login.")
    )
    for digit in 1...5 { #expect(text.contains("- client_id: \(digit)")) }
    let check = try Tool.run(["--fail-on", "warning"], in: repository.path)
    #expect(check.status == 0, "\(check.output)")
  }

  @Test("never overwrites")
  func neverOverwrites() throws {
    let repository = try repository()
    try repository.write(".akvlint.yml", Array("rules: {}\n".utf8))
    let outcome = try Tool.run(["init"], in: repository.path)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("already exists and was not changed"))
    let text = try String(contentsOfFile: "\(repository.path)/.akvlint.yml", encoding: .utf8)
    #expect(text == "rules: {}\n")
  }

  /// The draft would be read instead of it.
  @Test("writes nothing beside a configuration with the other name")
  func besideAnother() throws {
    let repository = try repository()
    try repository.write(".akvlint.yaml", Array("rules: {}\n".utf8))
    let outcome = try Tool.run(["init"], in: repository.path)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(".akvlint.yaml already exists"), "\(outcome.errors)")
    #expect(!FileManager.default.fileExists(atPath: "\(repository.path)/.akvlint.yml"))
    #expect(try Tool.run(["init", "-o", "draft.yml"], in: repository.path).status == 0)
  }

  @Test("lists only variables that the YAML lacks, and the instance with its port")
  func variables() throws {
    let repository = try repository()
    let url = "[remote \"origin\"]\n\turl = https://gitlab.example.com:8443/acme/shop.git\n"
    try repository.write(".git/config", Array(url.utf8))
    let text = try Tool.run(["init", "-o", "-"], in: repository.path).output
    #expect(text.contains("  url: https://gitlab.example.com:8443 #"), "\(text)")
    #expect(text.contains("#   - AZURE_KEY_VAULT_SERVER_URL\n"))
    #expect(text.contains("#   - {key: AZURE_TENANT_ID, protected: true}\n"))
    #expect(!text.contains("AZURE_CLIENT_ID"))
  }

  @Test("asks only programs that it knows")
  func unknownPrograms() throws {
    let repository = try repository()
    let outcome = try Tool.run(["init", "--ask", "foo", "-o", "-"], in: repository.path)
    #expect(outcome.status == 2)
    #expect(outcome.errors == "akvlint: --ask takes az, glab or az,glab, not foo\n")
  }

  @Test("names in the pipeline stay in their comments")
  func hostile() throws {
    let job = "\"x\\nazure: [evil]\\u2028rules: {all: off}\""
    let repository = try repository(Self.pipeline.replacing("deploy:", with: "\(job):"))
    let outcome = try Tool.run(["init", "-o", "-"], in: repository.path)
    #expect(outcome.status == 0)
    #expect(!outcome.output.contains("\nazure: [evil]") && !outcome.output.contains("\u{2028}"))
    try repository.write(".akvlint.yml", Array(outcome.output.utf8))
    #expect(try Tool.run(["check"], in: repository.path).status < 2)
  }

  @Test("without a remote and without secrets it is all comments, and still valid")
  func bare() throws {
    let repository = try TemporaryRepository(text: [".gitlab-ci.yml": "test: {script: x}\n"])
    let outcome = try Tool.run(["init"], in: repository.path)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try Tool.run(["check"], in: repository.path).status == 0)
  }

  @Test("the schema in the repository is fresh; akvlint init --schema > schema/akvlint.schema.json")
  func schema() throws {
    let stored = try String(
      contentsOfFile: "\(Tool.packageRoot)/schema/akvlint.schema.json",
      encoding: .utf8
    )
    #expect(try Tool.run(["init", "--schema"]).output == stored)
  }
}
