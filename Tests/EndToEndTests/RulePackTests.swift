import Foundation
import Testing

@Suite("Rules of the user's own") struct RulePackTests {
  private static let pipeline = """
    deploy:
      script: x
      id_tokens: {T: {aud: https://gitlab.com}}
      secrets: {S: {azure_key_vault: {name: database}, token: $T}}
    """
  private static let rule = """
    id: SHOP001
    name: secret-prefix
    for: secret
    when: has(secret.vault_name)
    assert: params.prefixes.exists(p, secret.vault_name.text.startsWith(p))
    at: secret.vault_name
    message: '"{{ secret.vault_name.text }}" is not one of {{ params.prefixes }}'
    params: {prefixes: [shop-]}
    """

  private func repository(
    _ rule: String = rule,
    configuration: String = "rule_packs: [ci/rules]\n"
  ) throws -> TemporaryRepository {
    try TemporaryRepository(text: [
      ".gitlab-ci.yml": Self.pipeline, "ci/rules/prefix.yml": rule, ".akvlint.yml": configuration,
    ])
  }

  private func check(
    _ repository: TemporaryRepository,
    _ arguments: [String] = []
  ) throws
    -> Tool.Outcome
  {
    try Tool.run(["--format", "concise"] + arguments, in: repository.path)
  }

  @Test func fromTheConfiguration() throws {
    let outcome = try check(repository())
    #expect(
      outcome.output.contains(
        ".gitlab-ci.yml:4:41: warning: \"database\" is not one of shop- [SHOP001]"
      ),
      "\(outcome.output)\(outcome.errors)"
    )
  }

  @Test func fromTheCommandLine() throws {
    let repository = try repository(configuration: "")
    #expect(try !check(repository).output.contains("SHOP001"))
    let outcome = try check(repository, ["--rules", "ci/rules", "--select", "SHOP001"])
    #expect(outcome.output.contains("SHOP001"))
    #expect(try check(repository, ["--rules", "ci/none"]).status == 2)
  }

  @Test("are set like any other rule")
  func settings() throws {
    let settings = { (text: String) in "rule_packs: [ci/rules]\nrules: {\(text)}\n" }
    let severe = try repository(configuration: settings("secret-prefix: error"))
    #expect(try check(severe).status == 1)
    let off = try repository(configuration: settings("SHOP001: off"))
    #expect(try !check(off).output.contains("SHOP001"))
    let other = try repository(
      configuration: settings("SHOP001: {params: {prefixes: [shop-, data]}}")
    )
    #expect(try !check(other).output.contains("SHOP001"))
  }

  @Test(arguments: [
    ("SHOP001: {params: {prefix: [a]}}", "has no parameter \"prefix\"; did you mean \"prefixes\"?"),
    ("SHOP001: {params: {prefixes: a}}", "must be a list of texts, not text"),
    ("AKV207: {params: {most: 1}}", "the rule AKV207 has no parameter \"most\""),
  ])
  func wrongParameters(setting: String, message: String) throws {
    let outcome = try check(
      repository(configuration: "rule_packs: [ci/rules]\nrules: {\(setting)}\n")
    )
    #expect(outcome.status == 2)
    #expect(outcome.output.contains(".akvlint.yml:2:"))
    #expect(outcome.output.contains(message), "\(outcome.output)")
  }

  @Test(
    "mistakes are reported with their place in the file",
    arguments: [
      (
        ("secret.vault_name.text.starts", "secret.vault_nam.text.starts"), "prefix.yml:5:42",
        "vault_name"
      ),
      (
        ("when: has(secret.vault_name)", "when: >-\n  has(secret.vault_name)\n  && secret.name"),
        "6:13", "bool"
      ),
      (
        ("when: has(secret.vault_name)", "when: |\n  true\n  && nothing"), "6:6", "unknown variable"
      ),
      (
        (
          "id: SHOP001",
          "related:\n  - {at: secret, message: a}\n  - {at: secret.nam, message: b}\nid: SHOP001"
        ), "prefix.yml:3:17", "in related[1].at: secret has no field \"nam\""
      ),
      (("assert: params.prefixes", "assert: params.prefix"), "5:", "no parameter \"prefix\""),
      (("id: SHOP001", "id: AKV999"), "1:5", "begins with AKV"),
      (("name: secret-prefix", "name: undefined-token"), "2:7", "another rule \"undefined-token\""),
      (("for: secret", "for: secrets"), "3:6", "must be one of pipeline, job"),
      (("for: secret\n", "check: yaml-syntax\n"), "3:8", "only built-in ones"),
      (("name: secret-prefix\n", ""), "1:1", "\"name\" is missing"),
      (("prefixes: [shop-]", "prefixes: {a: b}"), "8:20", "must be a text"),
    ]
  )
  func mistakes(change: (String, String), place: String, message: String) throws {
    let rule = Self.rule.replacing(change.0, with: change.1)
    try #require(rule != Self.rule)
    let outcome = try check(repository(rule))
    #expect(outcome.status == 2)
    #expect(outcome.output.contains(place), "\(outcome.output)")
    #expect(outcome.output.contains(message), "\(outcome.output)")
  }

  @Test("a folder outside the repository, or none")
  func folders() throws {
    for folder in ["../rules", "ci/none"] {
      let outcome = try check(repository(configuration: "rule_packs: [\(folder)]\n"))
      #expect(outcome.status == 2)
    }
  }

  @Test func examplesAreTests() throws {
    let examples = """

      examples:
        bad:
          - title: another prefix
            files:
              .gitlab-ci.yml: |
                deploy:
                  script: x
                  id_tokens: {T: {aud: https://gitlab.com}}
                  secrets: {S: {azure_key_vault: {name: «database»}, token: $T}}
      """
    let goodExample = """

        good:
          - title: the prefix
            files:
              .gitlab-ci.yml: |
                deploy: {script: x}
      """
    let lonely = try repository(Self.rule + examples)
    let half = try Tool.run(["rules", "test", "ci/rules"], in: lonely.path)
    #expect(half.status == 1)
    #expect(half.output.contains("no good example shows what it accepts"), "\(half.output)")
    let unshown = try repository()
    let bare = try Tool.run(["rules", "test", "ci/rules"], in: unshown.path)
    #expect(bare.status == 1)
    #expect(bare.output.contains("no bad example shows what the rule finds"))
    let right = try repository(Self.rule + examples + goodExample)
    let good = try Tool.run(["rules", "test", "ci/rules"], in: right.path)
    #expect(good.status == 0)
    #expect(good.output == "ok   SHOP001 secret-prefix: 1 bad, 1 good\n")
    let wrong = try repository(
      Self.rule.replacing("[shop-]", with: "[data]") + examples + goodExample
    )
    let bad = try Tool.run(["rules", "test", "ci/rules"], in: wrong.path)
    #expect(bad.status == 1)
    #expect(bad.output.contains("marked is .gitlab-ci.yml:4:41-4:49, found was nothing"))
  }

  // MARK: Commands

  @Test func areListedExplainedAndSelected() throws {
    let repository = try repository()
    let list = try Tool.run(["rules", "list", "--select", "SHOP"], in: repository.path)
    #expect(list.output == "SHOP001  warning        secret-prefix  secret-prefix\n")
    let explained = try Tool.run(["explain", "shop001", "AKV202"], in: repository.path)
    #expect(explained.status == 0)
    #expect(explained.output.hasPrefix("SHOP001 secret-prefix (warning, recommended)"))
    #expect(explained.output.contains("ci/rules/prefix.yml"))
    #expect(!explained.output.contains("What happens\n\n"))
    let hint = try Tool.run(["explain", "secret-prefx"], in: repository.path)
    #expect(hint.status == 2)
    #expect(hint.errors.contains("did you mean secret-prefix?"))
    let selected = try check(repository, ["--select", "SHOP"])
    #expect(selected.output.split(separator: "\n").count == 1)
    #expect(selected.output.contains("[SHOP001]"))
    #expect(try check(repository, ["--severity", "SHOP=error"]).status == 1)
    #expect(try check(repository, ["--select", "SHO"]).status == 2)
    let shown = try Tool.run(["config", "show", "SHOP001"], in: repository.path)
    #expect(
      shown.output.contains("SHOP001  secret-prefix  warning  recommended, in ci/rules/prefix.yml"),
      "\(shown.output)"
    )
  }

  @Test func documentsAndReportsNameThem() throws {
    let repository = try repository()
    let sarif = try Tool.run(["--format", "sarif"], in: repository.path).output
    #expect(sarif.contains("\"id\":\"SHOP001\",\"name\":\"secret-prefix\""))
    #expect(!sarif.contains("\"text\":\"\""))
    let docs = ["rules", "docs", "--rules", "ci/rules", "-o", "."]
    #expect(try Tool.run(docs + ["--check"], in: repository.path).status == 1)
    #expect(try Tool.run(docs, in: repository.path).status == 0)
    #expect(try Tool.run(docs + ["--check"], in: repository.path).status == 0)
    let page = try String(
      contentsOfFile: "\(repository.path)/rules/SHOP001-secret-prefix.md",
      encoding: .utf8
    )
    #expect(page.contains("# SHOP001 secret-prefix"))
    #expect(!page.contains("References"))
  }

  @Test func aNewRuleIsValidAndItsExamplesHold() throws {
    let repository = try TemporaryRepository(text: [
      ".gitlab-ci.yml": Self.pipeline, ".akvlint.yml": "rule_packs: [policies]\n",
    ])
    let new = ["rules", "new", "TEAM7", "--name", "team-prefix"]
    let written = try Tool.run(new + ["-o", "policies"], in: repository.path)
    #expect(written.status == 0, "\(written.errors)")
    let test = try Tool.run(["rules", "test", "policies"], in: repository.path)
    #expect(test.output == "ok   TEAM7 team-prefix: 1 bad, 1 good\n")
    #expect(try check(repository).output.contains("[TEAM7]"))
    #expect(try Tool.run(new, in: repository.path).status == 2)
    let second = try Tool.run(["rules", "new", "TEAM8"], in: repository.path)
    #expect(second.errors.contains("wrote policies/TEAM8-team8.yml"), "\(second.errors)")
    for (id, message) in [("AKV9", "begins with AKV"), ("a b", "must be letters")] {
      let wrong = try Tool.run(["rules", "new", id], in: repository.path)
      #expect(wrong.status == 2)
      #expect(wrong.errors.contains(message))
    }
  }

  /// A place that may be unset is written without a condition of its own.
  @Test(arguments: [
    ("secret.?version", ".gitlab-ci.yml:4:13: "), ("secret.?vault_name", ".gitlab-ci.yml:4:41: "),
    ("optional.none()", ".gitlab-ci.yml:4:13: "),
  ])
  func theThingItselfIsThePlaceWhereNoneIsSet(place: String, start: String) throws {
    let rule = Self.rule.replacing("at: secret.vault_name", with: "at: \(place)")
    let repository = try repository(rule)
    let output = try check(repository, ["--select", "SHOP"]).output
    #expect(output.hasPrefix(start), "\(output)")
  }

  @Test func aMissingFolderIsMade() throws {
    let repository = try TemporaryRepository(text: [".gitlab-ci.yml": Self.pipeline])
    let new = try Tool.run(["rules", "new", "TEAM1"], in: repository.path)
    #expect(new.status == 0)
    #expect(new.errors.contains("add \"rule_packs: [ci/akvlint-rules]\""))
    let test = try Tool.run(["rules", "test", "ci/akvlint-rules"], in: repository.path)
    #expect(test.status == 0)
  }

  @Test func packsOfOtherProjectsAreReadWhereTheOperatorAllowsIt() throws {
    let shared = try TemporaryRepository(text: [
      "rules/prefix.yml": Self.rule, "base.yml": "rules: {SHOP: error}\n",
    ])
    let repository = try TemporaryRepository(text: [
      ".gitlab-ci.yml": Self.pipeline,
      ".akvlint.yml": """
      includes: [{project: group/shared, path: ../\(shared.path.split(separator: "/").last ?? "")}]
      extends: [{project: group/shared, file: base.yml}]
      rule_packs: [{project: group/shared, path: rules}]
      """,
    ])
    #expect(try check(repository).status == 2)
    let allowed = try check(repository, ["--allow-outside", shared.path])
    #expect(allowed.status == 1, "\(allowed.errors)\(allowed.output)")
    #expect(allowed.output.contains("error: \"database\" is not one of shop- [SHOP001]"))
    let list = try Tool.run(
      ["rules", "list", "--select", "SHOP"],
      in: repository.path,
      environment: ["AKVLINT_ALLOW_OUTSIDE": shared.path]
    )
    #expect(list.output.hasPrefix("SHOP001"), "\(list.errors)")
  }

  @Test("the policies of the documentation hold, and its pages are fresh")
  func documentation() throws {
    let policies = try Tool.run(["rules", "test", "docs/policies"])
    #expect(policies.status == 0, "\(policies.output)\(policies.errors)")
    #expect(policies.output.split(separator: "\n").count >= 12)
    let guide = DocumentationTests.blocks.filter {
      $0.file == "docs/writing-rules.md" && $0.text.hasPrefix("id: ")
    }
    #expect(guide.count == 2)
    for rule in guide {
      let folder = try TemporaryRepository(text: ["rule.yml": rule.text])
      let outcome = try Tool.run(["rules", "test", "."], in: folder.path)
      #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    }
    let pages = try Tool.run(["rules", "docs", "--check"])
    #expect(pages.status == 0, "\(pages.errors)")
  }
}
