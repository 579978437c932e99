import Evidence
import Files
import Testing
import YAMLSyntax

/// Settings of rules: groups, files and profiles.
@Suite struct RuleSettingTests {
  private static let rules = [
    (id: "AKV201", name: "shape"), (id: "AKV202", name: "undefined-token"),
    (id: "AKV209", name: "pin"), (id: "AKV301", name: "variable"), (id: "SHOP001", name: "prefix"),
    (id: "SHOP-2", name: "owner"), (id: "vaults", name: "our-vaults"),
  ]

  private func configuration(_ text: String, base: String = "") -> Configuration {
    ConfigurationReader.read(
      Array(text.utf8),
      path: ".akvlint.yml",
      rules: Self.rules
    ) { path throws(FileError) in
      guard path == "base.yml" else { throw .missing }
      return Array(base.utf8)
    }
  }

  private func levels(_ configuration: Configuration) -> [String: String] {
    configuration.rules.mapValues { $0.isOff ? "off" : $0.severity ?? "" }
  }

  // MARK: Groups

  @Test(arguments: [
    ("AKV2", ["AKV201", "AKV202", "AKV209"]), ("AKV20", ["AKV201", "AKV202", "AKV209"]),
    ("AKV", ["AKV201", "AKV202", "AKV209", "AKV301"]), ("SHOP", ["SHOP-2", "SHOP001"]),
    ("SHOP0", ["SHOP001"]), ("SHOP-", ["SHOP-2"]),
  ])
  func aGroupIsTheBeginningOfIDs(group: String, ids: [String]) {
    let configuration = configuration("rules: {\(group): off}")
    #expect(configuration.problems.isEmpty)
    #expect(levels(configuration) == Dictionary(uniqueKeysWithValues: ids.map { ($0, "off") }))
    #expect(configuration.rules.values.allSatisfy { $0.isOfGroup && $0.key == group })
  }

  @Test(arguments: ["AK", "A", "SHO", "AKV4", "akv2", "SHOP1", "vault", "AKV2020", "2"])
  func otherBeginningsAreMistakes(group: String) {
    let messages = configuration("rules: {'\(group)': off}").problems.map(\.message)
    #expect(messages.count == 1)
    #expect(messages.allSatisfy { $0.hasPrefix("unknown rule \"\(group)\"") })
  }

  @Test func theLongestNameCounts() {
    let read = configuration(
      "rules: {AKV: info, pin: {params: {days: 3}}, AKV20: warning, AKV202: error}"
    )
    let expected = [
      "AKV201": "warning", "AKV202": "error", "AKV209": "warning", "AKV301": "info",
    ]
    #expect(levels(read) == expected)
    #expect(read.rules["AKV209"]?.params["days"]?.value.integer == 3)
    #expect(read.rules["AKV209"]?.isOfGroup == true)
    #expect(read.rules["AKV202"]?.isOfGroup == false)
  }

  @Test func nearerGroupsWinOverFartherRules() {
    let read = configuration(
      "extends: [base.yml]\nrules: {AKV20: warning}\n",
      base: "rules: {AKV202: {severity: error, params: {a: b}}, AKV301: off}\n"
    )
    let expected = [
      "AKV201": "warning", "AKV202": "warning", "AKV209": "warning", "AKV301": "off",
    ]
    #expect(levels(read) == expected)
    #expect(read.rules["AKV202"]?.params["a"]?.path == "base.yml")
    #expect(read.rules["AKV202"]?.path == ".akvlint.yml")
  }

  // MARK: Files

  @Test func filesHaveTheirOwnSettings() throws {
    let read = configuration(
      """
      paths:
        - match: prod/**
          severity: {AKV2: error, pin: off}
          params: {prefix: {prefixes: [a, b]}, pin: {days: 1}}
        - {match: old/**, ignore: [SHOP, undefined-token]}
      """
    )
    #expect(read.problems.isEmpty, "\(read.problems)")
    let first = try #require(read.paths.first)
    #expect(first.rules["AKV201"]?.severity == "error")
    #expect(first.rules["AKV209"]?.isOff == true)
    #expect(first.rules["AKV209"]?.params["days"]?.value.integer == 1)
    #expect(first.rules["SHOP001"]?.hasLevel == false)
    #expect(first.rules["SHOP001"]?.params["prefixes"]?.value.texts == ["a", "b"])
    #expect(read.paths.last?.ignore == ["SHOP001", "SHOP-2", "AKV202"])
  }

  @Test(arguments: [
    ("{match: a}", "1:9: an entry of \"paths\" needs \"ignore\", \"severity\" or \"params\""),
    ("{match: a, severity: {AKV9: error}}", "1:31: unknown rule \"AKV9\""),
    ("{match: a, severity: {pin: loud}}", "1:36: \"pin\" must be error, warning, info or off"),
    ("{match: a, severity: {pin: off, AKV209: off}}", "1:41: the rule AKV209 (pin) is set twice"),
    ("{match: a, params: {pin: 3}}", "1:34: \"pin\" must be a mapping"),
  ])
  func mistakesInSettingsOfFiles(entry: String, message: String) throws {
    let problem = try #require(configuration("paths: [\(entry)]").problems.first)
    let start = problem.span.start
    let text = "\(start.line):\(start.column): \(problem.message)"
    #expect(text.hasPrefix(message), "\(text)")
  }

  // MARK: Profiles

  @Test func profilesGoBeforeNothingButTheDefaults() {
    let read = configuration(
      """
      extends: [base.yml]
      profile: production
      profiles:
        production:
          extends: careful
          rules: {AKV2: error, AKV301: info}
        unused:
          rules: {SHOP: off}
      rules: {AKV209: warning}
      """,
      base: "profiles: {careful: {extends: strict, rules: {AKV301: off, SHOP001: info}}}\n"
    )
    #expect(read.problems.isEmpty, "\(read.problems)")
    #expect(read.profile?.name == "production")
    #expect(read.builtInProfile == "strict")
    let expected = [
      "AKV201": "error", "AKV202": "error", "AKV209": "warning", "AKV301": "info",
      "SHOP001": "info",
    ]
    #expect(levels(read) == expected)
    #expect(read.rules["AKV301"]?.profile == "production")
    #expect(read.rules["SHOP001"]?.profile == "careful")
    #expect(read.rules["AKV209"]?.profile == nil)
  }

  @Test func aFartherConfigurationMayChooseTheProfile() {
    let read = configuration(
      "extends: [base.yml]\nprofiles: {ours: {rules: {pin: error}}}\n",
      base: "profile: ours\n"
    )
    #expect(read.problems.isEmpty, "\(read.problems)")
    #expect(read.profile?.path == "base.yml")
    #expect(levels(read) == ["AKV209": "error"])
    #expect(read.builtInProfile == "recommended")
  }

  @Test(arguments: [
    ("profile: strickt", "1:10: unknown profile \"strickt\"; did you mean \"strict\"?"),
    ("profiles: {a: {extends: b}}", "1:25: unknown profile \"b\""),
    ("profiles: {a: {extends: b}, b: {extends: a}}", "1:25: the profile \"a\" extends itself"),
    ("profiles: {strict: {}}", "1:12: the profile \"strict\" is built in"),
    ("profiles: {a: {rules: {none: off}}}", "1:24: unknown rule \"none\""),
    ("profiles: {a: {base: strict}}", "1:16: unknown key \"base\" in a profile"),
  ])
  func mistakesInProfiles(text: String, message: String) throws {
    let problem = try #require(configuration(text).problems.first)
    let start = problem.span.start
    let found = "\(start.line):\(start.column): \(problem.message)"
    #expect(found.hasPrefix(message), "\(found)")
  }

  @Test func aProfileOfAFileThatCannotBeReadIsNoSecondMistake() {
    let read = configuration("extends: [none.yml]\nprofile: ours\n")
    #expect(read.problems.map(\.message) == ["cannot read none.yml: the file does not exist"])
  }

  // MARK: Packs

  @Test func packsOfMappedProjects() {
    let read = configuration(
      """
      includes: [{project: group/platform, path: ../platform}]
      rule_packs: [ci/rules, {project: group/platform, path: lint/rules}]
      """
    )
    #expect(read.problems.isEmpty, "\(read.problems)")
    #expect(read.rulePacks == ["ci/rules", "../platform/lint/rules"])
    let other = configuration("rule_packs: [{project: group/other, path: rules}]")
    #expect(other.problems.map(\.message).first?.contains("group/other") == true)
  }
}
