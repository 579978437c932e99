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
    ([], ["--exclude", "**/*.gitlab-ci.yml", "--exclude", ".gitlab-ci.yml"], 0),
    ([], ["--exclude", "**/*.gitlab-ci.yml", "--exclude", ".gitlab-ci.yml", "."], 0),
    ([], ["--exclude", "**/*.gitlab-ci.yml", "--exclude", ".gitlab-ci.yml", ".gitlab-ci.yml"], 0),
  ]

  /// An excluded pipeline is skipped with a note, by any name.
  @Test(arguments: [[], ["."], [".gitlab-ci.yml"]])
  func theExcludedPipelineIsNamed(paths: [String]) throws {
    let folder = try repository()
    let outcome = try Tool.run(["--exclude", ".gitlab-ci.yml"] + paths, in: folder.path)
    #expect(outcome.status == 0)
    #expect(outcome.errors == "akvlint: .gitlab-ci.yml is excluded\n")
  }

  // MARK: The root file

  @Test(arguments: [[], ["."], [".gitlab-ci.yml"], ["predict"]])
  func aMissingRootIsAnError(arguments: [String]) throws {
    let folder = try repository([".akvlint.yml": "gitlab: {ci_config_path: nope.yml}\n"])
    let outcome = try Tool.run(arguments, in: folder.path)
    #expect(outcome.status == 2)
    let text = outcome.output + outcome.errors
    #expect(text.contains(".akvlint.yml:1:"), "\(text)")
    #expect(text.contains("no file nope.yml") || text.contains("has no nope.yml"), "\(text)")
  }

  @Test func theErrorIsAtTheSetting() throws {
    let folder = try repository([
      ".akvlint.yml": "extends: [base.yml]\n",
      "base.yml": "gitlab:\n  ci_config_path: nope.yml\n",
    ])
    let outcome = try Tool.run(["--format", "concise"], in: folder.path)
    #expect(outcome.output.hasPrefix("base.yml:2:19: error: the repository has no file nope.yml"))
  }

  /// GitLab reads the pipeline from elsewhere, so the file here is only what others may include.
  @Test(arguments: ["x.yml@group/project", "ci/x.yaml@group/project:main", "https://example.com/x"])
  func aRootElsewhere(setting: String) throws {
    let folder = try repository([".akvlint.yml": "gitlab: {ci_config_path: '\(setting)'}\n"])
    let bare = try Tool.run(["--format", "concise"], in: folder.path)
    #expect(bare.status == 0 && bare.output == "", "\(bare.output)\(bare.errors)")
    #expect(bare.errors.contains("gitlab.ci_config_path names \(setting), which is outside"))
    let named = try Tool.run(["--format", "concise", ".gitlab-ci.yml"], in: folder.path)
    #expect(!named.output.contains("AKV202"), "\(named.output)")
    #expect(try Tool.run(["predict"], in: folder.path).status == 2)
  }

  /// A path with an `@` is in the repository unless a file name comes before it.
  @Test func aRootWithAnAt() throws {
    let folder = try repository([
      ".akvlint.yml": "gitlab: {ci_config_path: /ci@home/x.yml}\n", "ci@home/x.yml": Self.wrong,
    ])
    let outcome = try Tool.run(["--format", "concise"], in: folder.path)
    #expect(outcome.output.contains("ci@home/x.yml:"), "\(outcome.output)\(outcome.errors)")
  }

  /// Standard input without a name is the repository's pipeline, whatever that is called.
  @Test(arguments: [["--format", "concise", "-"], ["predict", "-"]])
  func standardInputIsTheRoot(arguments: [String]) throws {
    let folder = try repository([
      ".akvlint.yml": "gitlab: {ci_config_path: ci/main.yml}\n", "ci/main.yml": "a: {script: x}\n",
    ])
    let input = Array(Self.wrong.utf8)
    let output = try Tool.run(arguments, in: folder.path, input: input).output
    #expect(output.contains("NOPE") || output.contains("deploy"), "\(output)")
    if arguments.last == "-", arguments[0] != "predict" {
      #expect(output.hasPrefix("ci/main.yml:"), "\(output)")
    }
  }

  // MARK: What the output has

  @Test func conciseListsUndecidedChecks() throws {
    let folder = try repository()
    let plain = try Tool.run(["--format", "concise"], in: folder.path).output
    let verbose = try Tool.run(["--format", "concise", "-v"], in: folder.path).output
    #expect(verbose.hasPrefix(plain))
    #expect(verbose.contains("\nundecided: AKV401"), "\(verbose)")
  }

  @Test func quietPrintsOnlyFindings() throws {
    let folder = try repository()
    let outcome = try Tool.run(["-q"], in: folder.path)
    #expect(outcome.output.contains("[AKV202 "))
    #expect(!outcome.output.contains(" in 1 file"), "\(outcome.output)")
    #expect(!outcome.output.contains("fixable"))
  }

  // MARK: Several configurations

  /// The findings of a folder do not depend on the configuration of another one.
  @Test func aBrokenConfigurationHidesNoOtherFindings() throws {
    let folder = try repository([
      "a/.gitlab-ci.yml": Self.wrong, "a/.akvlint.yml": "gitlb: {}\n",
    ])
    let outcome = try Tool.run(["--format", "concise", "."], in: folder.path)
    #expect(outcome.status == 2)
    let places = outcome.output.split(separator: "\n").map { $0.prefix { $0 != ":" } }
    #expect(places.contains(".gitlab-ci.yml"), "\(outcome.output)")
    #expect(places.contains("a/.akvlint.yml") && !places.contains("a/.gitlab-ci.yml"))
    let alone = try Tool.run(["--format", "json", "a"], in: folder.path)
    try folder.write("report.json", Array(alone.output.utf8))
    #expect(alone.status == 2)
    #expect(try Tool.run(["merge", "report.json"], in: folder.path).status == 2)
  }

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
      "configuration: .akvlint.yml", "read: platform/base.yml",
      "fail_on: warning (from platform/base.yml)",
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

  @Test func configShowListsAllSettings() throws {
    let folder = try repository([
      ".akvlint.yml": """
      extends: [platform/base.yml]
      gitlab: {project: g/p, project_id: 42, tier: premium, protected: {branches: [main], tags: []}}
      azure: {identities: [{client_id: 11111111-2222-3333-4444-555555555555, credentials: []}]}
      variables: [AZURE_CLIENT_ID, {key: AZURE_TENANT_ID, value: hidden-value}]

      """,
      "platform/base.yml": """
      gitlab: {runner_version: "18.9", sub_claim: [project_id, ref_type, ref]}

      """,
    ])
    let output = try Tool.run(["config", "show", "AKV202"], in: folder.path).output
    for line in [
      "gitlab.project_id: 42\n", "gitlab.tier: premium\n",
      "gitlab.runner_version: 18.9 (from platform/base.yml)\n",
      "gitlab.protected: branches main, tags none\n",
      "gitlab.sub_claim: project_id, ref_type, ref (from platform/base.yml)\n",
      "azure.identities: 11111111-2222-3333-4444-555555555555 (0 credentials)\n",
      "variables: AZURE_CLIENT_ID, AZURE_TENANT_ID\n",
    ] {
      #expect(output.contains(line), "\(output)")
    }
    #expect(!output.contains("hidden-value"))
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
