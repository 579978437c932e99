import Foundation
import Testing

/// Options of a check that other linters have, too.
@Suite struct CheckOptionTests {
  private static let wrong = """
    deploy:
      script: x
      id_tokens: {A: {aud: https://gitlab.com}}
      secrets:
        P:
          azure_key_vault: {name: n}
          token: $NOPE

    """
  /// A rule of the profile strict, as a warning.
  private static let warns = "rules: {AKV209: warning, AKV202: off}\n"

  private func repository(_ files: [String: String] = [:]) throws -> TemporaryRepository {
    try TemporaryRepository(
      text: [".gitlab-ci.yml": Self.wrong].merging(files) { $1 }
    )
  }

  // MARK: Exit codes

  private static let exits: [(configuration: String, arguments: [String], code: Int32)] = [
    ("", [], 1),
    ("", ["--exit-zero"], 0),
    ("", ["--warning-exit-code", "7"], 1),
    (warns, ["--warning-exit-code", "7"], 7),
    (warns, [], 0),
    (warns, ["--fail-on", "warning", "--warning-exit-code", "7"], 7),
    ("fail_on: never\n", [], 0),
    ("fail_on: never\n", ["--fail-on", "error"], 1),
    ("\(warns)fail_on: warning\n", [], 1),
    ("\(warns)fail_on: warning\n", ["--exit-zero"], 0),
    ("", ["--exit-zero", "--warning-exit-code", "7"], 2),
    ("", ["--warning-exit-code", "256"], 2),
  ]

  @Test(arguments: exits)
  func exitCodes(configuration: String, arguments: [String], code: Int32) throws {
    let folder = try repository([".akvlint.yml": configuration])
    #expect(try Tool.run(arguments, in: folder.path).status == code)
  }

  // MARK: Files

  private static let exclusions: [(settings: [String], arguments: [String], count: Int)] = [
    ([], ["--exclude", "old/**", "."], 1),
    (["exclude: ['old/**']"], ["."], 1),
    (["exclude: ['old/**']"], ["old/a.gitlab-ci.yml"], 0),
    (["exclude: ['old/**']"], ["--hook", "old/a.gitlab-ci.yml"], 0),
    (["exclude: ['**']"], [], 0),
  ]

  @Test(arguments: exclusions)
  func excludedFilesAreNotLinted(settings: [String], arguments: [String], count: Int) throws {
    let folder = try repository([
      "old/a.gitlab-ci.yml": Self.wrong.replacing("name: n", with: "name: n_m"),
      ".akvlint.yml": settings.map { $0 + "\n" }.joined(),
    ])
    let outcome = try Tool.run(["--format", "concise"] + arguments, in: folder.path)
    let errors = outcome.output.split(separator: "\n").filter { $0.contains(": error: ") }
    #expect(errors.count == count, "\(outcome.output)")
    #expect(outcome.status == (count == 0 ? 0 : 1))
  }

  /// Text and concise lines can be opened from the working directory; machine formats name files
  /// from the repository's root.
  @Test(arguments: [
    ("", [".gitlab-ci.yml", "ci/part.yml"]), ("ci", ["../.gitlab-ci.yml", "part.yml"]),
    ("ci/deep", ["../../.gitlab-ci.yml", "../part.yml"]),
  ])
  func pathsAreRelativeToTheWorkingDirectory(folder: String, paths: [String]) throws {
    let repository = try repository([
      ".gitlab-ci.yml": "include: {local: ci/part.yml}\n" + Self.wrong, "ci/deep/a.txt": "",
      "ci/part.yml": Self.wrong.replacing("deploy", with: "other"),
    ])
    let outcome = try Tool.run(
      ["--format", "concise", "--select", "AKV202"],
      in: "\(repository.path)/\(folder)"
    )
    let shown = outcome.output.split(separator: "\n").compactMap { $0.split(separator: ":").first }
    #expect(shown.map(String.init) == paths)
    let json = try Tool.run(["--format", "json"], in: "\(repository.path)/\(folder)").output
    #expect(json.contains("\"path\":\"ci/part.yml\""))
  }

  // MARK: Reports

  @Test func statistics() throws {
    let folder = try repository([".akvlint.yml": "profile: strict\n"])
    let outcome = try Tool.run(["--statistics", "--select", "AKV202,AKV209"], in: folder.path)
    #expect(
      outcome.output == "1  AKV202  error  undefined-token\n1  AKV209  info  unpinned-version\n"
    )
    #expect(outcome.status == 1)
    let json = try Tool.run(["--statistics", "-f", "json", "--select", "AKV202"], in: folder.path)
    #expect(
      json.output
        == "{\"schema\":1,\"statistics\":[{\"rule\":\"AKV202\",\"name\":\"undefined-token\","
        + "\"severity\":\"error\",\"count\":1}]}\n"
    )
  }

  @Test func ignoresAreWritten() throws {
    let folder = try repository()
    let written = try Tool.run(["--write-ignores"], in: folder.path)
    #expect(written.status == 0, "\(written.errors)")
    #expect(written.errors.contains("ignored 2 findings in 1 file"), "\(written.errors)")
    let text = try String(contentsOfFile: "\(folder.path)/.gitlab-ci.yml", encoding: .utf8)
    #expect(text.contains("      # akvlint: ignore[AKV202] say why\n      token: $NOPE\n"))
    let outcome = try Tool.run([], in: folder.path)
    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix("no findings"), "\(outcome.output)")
  }

  // MARK: Settings

  @Test func theConfigurationNamesTheBaseline() throws {
    let folder = try repository([".akvlint.yml": "baseline: ci/known.json\n", "ci/a": ""])
    #expect(try Tool.run([], in: folder.path).errors.contains("--write-baseline ci/known.json"))
    let written = try Tool.run(["--write-baseline", "ci/known.json"], in: folder.path)
    #expect(written.status == 0, "\(written.errors)")
    #expect(try Tool.run([], in: folder.path).status == 0)
  }

  @Test func configShowNamesFilesAndReasons() throws {
    let folder = try repository([
      ".akvlint.yml": "extends: [platform/base.yml]\nrules: {AKV202: warning}\n",
      "platform/base.yml": "rules: {AKV209: error}\nfail_on: warning\n",
    ])
    let outcome = try Tool.run(["config", "show", "--rule", "AKV20"], in: folder.path)
    #expect(outcome.status == 0)
    for line in [
      "configuration: .akvlint.yml", "read: platform/base.yml", "fail_on: warning",
      "AKV202  undefined-token            warning  .akvlint.yml:2:9",
      "AKV209  unpinned-version           error    platform/base.yml:1:9",
      "AKV203  malformed-token-reference  error    recommended",
    ] {
      #expect(outcome.output.contains(line), "\(outcome.output)")
    }
    let json = try Tool.run(["config", "show", "-f", "json"], in: folder.path).output
    #expect(
      json.contains("{\"id\":\"AKV202\",\"name\":\"undefined-token\",\"severity\":\"warning\",")
    )
  }

  @Test func configShowNamesTheProfileTheGroupAndTheFiles() throws {
    let folder = try repository([
      ".akvlint.yml": """
      extends: [platform/base.yml]
      profile: production
      paths: [{match: prod/**, severity: {AKV209: error}}]

      """,
      "platform/base.yml": "profiles: {production: {extends: strict, rules: {AKV2: info}}}\n",
    ])
    let outcome = try Tool.run(["config", "show", "AKV209", "AKV105", "AKV1"], in: folder.path)
    #expect(outcome.status == 0, "\(outcome.errors)")
    for line in [
      "profile: production\n",
      "  info     platform/base.yml:1:50 (AKV2, profile production)\n",
      "  prod/**: error  .akvlint.yml:3:37\n",
      "  info     profile: production, which extends strict (.akvlint.yml:2:10)\n",
    ] {
      #expect(outcome.output.contains(line), "\(outcome.output)")
    }
    #expect(try Tool.run(["config", "show", "AKV999"], in: folder.path).status == 2)
    #expect(try Tool.run(["config", "show", "a/b", "c/d"], in: folder.path).status == 2)
  }

  @Test func verboseNamesTheFilesThatAreUsed() throws {
    let folder = try repository([
      ".akvlint.yml": """
      extends: [base.yml]
      azure:
        identities:
          - {client_id: 11111111-2222-3333-4444-555555555555, credentials: azure/c.json}

      """,
      "base.yml": "rules: {AKV209: error}\n", "azure/c.json": "[]",
    ])
    let errors = try Tool.run(["-v"], in: folder.path).errors
    for line in ["configuration: .akvlint.yml", "read: azure/c.json", "read: base.yml"] {
      #expect(errors.contains(line), "\(errors)")
    }
  }

  @Test(arguments: [
    (["--select", "AKV202"], ["AKV202"]),
    (["--select", "unpinned-version,AKV101"], ["AKV101", "AKV209"]),
  ])
  func rulesAreListedBySelectors(arguments: [String], rules: [String]) throws {
    let outcome = try Tool.run(["rules", "list"] + arguments)
    #expect(outcome.output.split(separator: "\n").map { String($0.prefix(6)) } == rules)
    #expect(try Tool.run(["rules", "list", "--select", "NOPE"]).status == 2)
  }

  @Test("A hook shows infos only when they stop the commit", arguments: [false, true])
  func hookShowsWhatStopsIt(stops: Bool) throws {
    let pipeline = """
      deploy:
        id_tokens: {AZURE_JWT: {aud: https://gitlab.com}}
        secrets: {DB: {azure_key_vault: {name: db}, token: $AZURE_JWT}}
        script: ./deploy.sh

      """
    let repository = try TemporaryRepository(text: [".gitlab-ci.yml": pipeline])
    let threshold = stops ? ["--fail-on", "info"] : []
    let outcome = try Tool.run(["--hook", ".gitlab-ci.yml"] + threshold, in: repository.path)
    #expect(outcome.status == (stops ? 1 : 0))
    #expect(outcome.output.contains("AKV301") == stops)
  }
}
