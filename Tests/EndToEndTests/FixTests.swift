import Foundation
import Testing

@Suite("Fixing files") struct FixFileTests {
  private static let broken = """
    # keeps its comments
    .base: &base {image: alpine}
    deploy:
      script: ./deploy.sh   # and spaces
      image: debian
      <<: *base
      id_tokens: {AZURE_JWT: {aud: https://gitlab.com}}
      secrets:
        PASSWORD:
          azure_key_vault:
            name: "database-password"
            version: 3f2a9c1b-7d4e-4a68-9b0c-5e1d2f3a4b5c
          token: $AZURE_JTW
    """
  private static let safelyFixed = """
    # keeps its comments
    .base: &base {image: alpine}
    deploy:
      script: ./deploy.sh   # and spaces
      <<: *base
      image: debian
      id_tokens: {AZURE_JWT: {aud: https://gitlab.com}}
      secrets:
        PASSWORD:
          azure_key_vault:
            name: "database-password"
            version: 3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c
          token: $AZURE_JTW
    """
  private static let allFixed = safelyFixed.replacing("$AZURE_JTW", with: "$AZURE_JWT")

  private func content(_ repository: TemporaryRepository, _ name: String) throws -> String {
    try String(contentsOfFile: "\(repository.path)/\(name)", encoding: .utf8)
  }

  @Test func fixesWhatIsSafe() throws {
    let repository = try TemporaryRepository(text: [".gitlab-ci.yml": Self.broken])
    let outcome = try Tool.run(["--fix"], in: repository.path)
    #expect(outcome.status == 1)
    #expect(try content(repository, ".gitlab-ci.yml") == Self.safelyFixed)
    #expect(outcome.errors.contains("fixed 2 findings in 1 file"))
    #expect(outcome.output.contains("AKV202") && !outcome.output.contains("AKV207"))
    let again = try Tool.run(["--fix"], in: repository.path)
    #expect(!again.errors.contains("fixed"))
  }

  @Test func fixesAllWhenTold() throws {
    let repository = try TemporaryRepository(text: [".gitlab-ci.yml": Self.broken])
    let outcome = try Tool.run(["--fix=unsafe"], in: repository.path)
    #expect(outcome.status == 0, "\(outcome.output)")
    #expect(try content(repository, ".gitlab-ci.yml") == Self.allFixed)
  }

  @Test("keeps anchors, and moves no alias before its own")
  func anchors() throws {
    let text = """
      .base:
        variables: {DATE: &date 2024-01-01, SAME: *date}
      deploy:
        script: ./deploy.sh
        image: &image {name: alpine}
        <<: *image
        secrets:
          PASSWORD:
            azure_key_vault: {name: a, version: &version 12345678901234567890123456789012}
          OTHER:
            azure_key_vault: {name: b, version: *version}
      """
    let repository = try TemporaryRepository(text: [".gitlab-ci.yml": text])
    _ = try Tool.run(["--fix=unsafe"], in: repository.path)
    let fixed = try content(repository, ".gitlab-ci.yml")
    let repaired = text.replacing("&date 2024-01-01", with: "&date '2024-01-01'")
      .replacing("&version 1234567890", with: "&version '1234567890")
      .replacing("3456789012}", with: "3456789012'}")
    #expect(fixed == repaired)
  }

  private static let identifier =
    "https://kv-shop.vault.azure.net/secrets/db-pw/0123456789abcdef0123456789abcdef"

  /// Entries are removed and appended where they are written by themselves, and nowhere else.
  @Test(
    arguments: [
      (" {name: a, version: latest}", " {name: a}"),
      (" {version: latest, name: a}", " {name: a}"),
      (" {\n        version: latest,\n        name: a}", " {\n        name: a}"),
      (" {name: a,\n        version: latest}", " {name: a}"),
      ("\n        name: a\n        version: latest # newest", "\n        name: a"),
      (
        "\n        version: latest\n        # the name\n        name: a",
        "\n        # the name\n        name: a"
      ),
      ("\n        name: a\n        version:\n          latest", nil),
      ("\n        name: a\n        version: &version latest", nil),
      ("\n        name: a\n        version: *latest", nil),
      (" {name: \(identifier)}", " {name: db-pw, version: 0123456789abcdef0123456789abcdef}"),
      (
        "\n        name: '\(identifier)' # production",
        "\n        name: 'db-pw' # production\n        version: 0123456789abcdef0123456789abcdef"
      ),
      ("\n        name: \(identifier)\n        version:", nil),
      ("\n        name: *identifier", nil),
    ] as [(String, String?)]
  )
  func entries(written: String, fixed: String?) throws {
    let text = { (secret: String) in
      """
      .latest: &latest latest
      .identifier: &identifier \(Self.identifier)
      deploy:
        id_tokens: {AZURE_JWT: {aud: https://gitlab.com}}
        script: x
        secrets:
          PASSWORD:
            token: $AZURE_JWT
            azure_key_vault:\(secret)
      """
    }
    let repository = try TemporaryRepository(text: [".gitlab-ci.yml": text(written)])
    _ = try Tool.run(["--fix=unsafe"], in: repository.path)
    #expect(try content(repository, ".gitlab-ci.yml") == text(fixed ?? written))
  }

  @Test("leaves comments with what they are about")
  func comments() throws {
    let text = """
      .base: &base {image: alpine}
      deploy:
        script: ./deploy.sh
        # about the image
        image: debian
        # about the base
        <<: *base
        id_tokens:
          AZURE_JWT: {aud: https://gitlab.com}
          OTHER_JWT: {aud: https://example.com}
        secrets:
          OTHER:
            azure_key_vault: {name: b}
            token: $AZURE_JWT
          PASSWORD:
            # akvlint: ignore[AKV201] as agreed
            azure_key_vault: {nmae: a}

      """
    let repository = try TemporaryRepository(text: [".gitlab-ci.yml": text])
    _ = try Tool.run(["--fix"], in: repository.path)
    #expect(
      try content(repository, ".gitlab-ci.yml") == """
        .base: &base {image: alpine}
        deploy:
          script: ./deploy.sh
          # about the base
          <<: *base
          # about the image
          image: debian
          id_tokens:
            AZURE_JWT: {aud: https://gitlab.com}
            OTHER_JWT: {aud: https://example.com}
          secrets:
            OTHER:
              azure_key_vault: {name: b}
              token: $AZURE_JWT
            PASSWORD:
              token: $AZURE_JWT
              # akvlint: ignore[AKV201] as agreed
              azure_key_vault: {nmae: a}

        """
    )
  }

  @Test("writes no reference that the runner cannot resolve")
  func unreferencable() throws {
    let text = Self.broken.replacing("$AZURE_JTW", with: "AZURE-JWT")
      .replacing("AZURE_JWT:", with: "AZURE-JWT:")
    let repository = try TemporaryRepository(text: [".gitlab-ci.yml": text])
    _ = try Tool.run(["--fix=unsafe"], in: repository.path)
    #expect(try content(repository, ".gitlab-ci.yml").contains("token: AZURE-JWT"))
  }

  @Test("keeps the mode, and a link a link")
  func modeAndLink() throws {
    let repository = try TemporaryRepository(text: ["real/pipeline.yml": Self.broken])
    let real = "\(repository.path)/real/pipeline.yml"
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: real)
    let link = "\(repository.path)/.gitlab-ci.yml"
    try FileManager.default.createSymbolicLink(
      atPath: link,
      withDestinationPath: "real/pipeline.yml"
    )
    _ = try Tool.run(["--fix=unsafe"], in: repository.path)
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: link) == "real/pipeline.yml"
    )
    #expect(try content(repository, "real/pipeline.yml") == Self.allFixed)
    let attributes = try FileManager.default.attributesOfItem(atPath: real)
    #expect(attributes[.posixPermissions] as? Int == 0o640)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: "\(repository.path)/real")
        == ["pipeline.yml"]
    )
  }

  @Test("a difference that patch applies, and nothing is written", arguments: ["\n", "\r\n"])
  func diff(lineBreak: String) throws {
    let broken = Self.broken.replacing("\n", with: lineBreak)
    let repository = try TemporaryRepository(text: [".gitlab-ci.yml": broken])
    let outcome = try Tool.run(["--diff", "--fix=unsafe"], in: repository.path)
    #expect(outcome.status == 1)
    #expect(try content(repository, ".gitlab-ci.yml") == broken)
    #expect(outcome.output.hasPrefix("--- a/.gitlab-ci.yml\n+++ b/.gitlab-ci.yml\n@@ -2,"))
    let git = try Tool.run(
      "/usr/bin/env",
      ["git", "apply", "-"],
      in: repository.path,
      input: Array(outcome.output.utf8),
      environment: ProcessInfo.processInfo.environment
    )
    #expect(git.status == 0, "\(git.errors)")
    let fixed = Self.allFixed.replacing("\n", with: lineBreak)
    #expect(try content(repository, ".gitlab-ci.yml") == fixed)
    let clean = try Tool.run(["--diff"], in: repository.path)
    #expect(clean.status == 0)
    #expect(clean.output.isEmpty)
  }

  @Test("standard input comes out fixed")
  func standardInput() throws {
    let repository = try TemporaryRepository()
    let outcome = try Tool.run(
      ["--fix", "-"],
      in: repository.path,
      input: Array(Self.broken.utf8)
    )
    #expect(outcome.output == Self.safelyFixed)
    #expect(outcome.errors.contains("[AKV202]"))
    #expect(outcome.status == 1)
  }

  @Test("an included file is fixed at its place; one of another project is not")
  func included() throws {
    let base = """
      .azure:
        secrets:
          PASSWORD:
            azure_key_vault: {name: a, version: 3f2a9c1b-7d4e-4a68-9b0c-5e1d2f3a4b5c}
            token: $T
      """
    let job = "job: {extends: .azure, script: x, id_tokens: {T: {aud: a}}}\n"
    let repository = try TemporaryRepository(text: [
      "main/.git/HEAD": "", "main/.gitlab-ci.yml": "include: ci/base.yml\n\(job)",
      "main/ci/base.yml": base, "other/base.yml": base,
      "main/other.gitlab-ci.yml": "include: {project: g/p, file: base.yml}\n\(job)",
      "main/.akvlint.yml": "includes: [{project: g/p, path: ../other}]\n",
    ])
    let folder = repository.path + "/main"
    let outcome = try Tool.run(["--fix", "--allow-outside", "../other", "."], in: folder)
    #expect(outcome.errors == "akvlint: fixed 1 finding in 1 file\n", "\(outcome.errors)")
    #expect(try !content(repository, "main/ci/base.yml").contains("3f2a9c1b-"))
    #expect(try content(repository, "other/base.yml") == base)
  }

  /// No file beside it can have a longer name, so it cannot be replaced.
  private static let unwritable = String(repeating: "a", count: 240) + ".gitlab-ci.yml"

  @Test("what cannot be written is not fixed")
  func unwritable() throws {
    let files = [".gitlab-ci.yml": Self.broken, Self.unwritable: Self.broken]
    let repository = try TemporaryRepository(text: files)
    let before = try Tool.run(["--format", "concise", Self.unwritable], in: repository.path)
    let outcome = try Tool.run(["--fix", "--format", "concise", "."], in: repository.path)
    #expect(outcome.status == 3)
    #expect(outcome.errors.contains("cannot write \(Self.unwritable): "), "\(outcome.errors)")
    #expect(outcome.errors.contains("wrote 1 of 2 files with fixes"))
    for line in before.output.split(separator: "\n") {
      #expect(outcome.output.contains(line), "\(outcome.output)")
    }
    #expect(try content(repository, ".gitlab-ci.yml") != Self.broken)
    let ignored = try Tool.run(["--write-ignores", Self.unwritable], in: repository.path)
    #expect(ignored.status == 3)
    #expect(!ignored.errors.contains("ignored"), "\(ignored.errors)")
  }

  @Test("a folder that cannot be written to is reported")
  func readOnly() throws {
    let repository = try TemporaryRepository(text: [".gitlab-ci.yml": Self.broken])
    let outcome = try Tool.run(
      "/bin/sh",
      ["-c", "ulimit -f 0; exec \"$0\" --fix", Tool.path],
      in: repository.path,
      environment: [:]
    )
    #expect(try content(repository, ".gitlab-ci.yml") == Self.broken)
    #expect(outcome.status != 0)
  }
}
