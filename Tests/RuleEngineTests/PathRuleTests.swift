import BuiltInRules
import Evidence
import Files
import Findings
import GitLabCI
import RuleEngine
import Testing
import TextFormats
import YAMLSyntax

/// Settings of rules for some files.
@Suite struct PathRuleTests {
  private static let files = [
    ".gitlab-ci.yml": """
    include: [prod/a.yml, prod/old/b.yml]
    main: {script: x, id_tokens: {T: {aud: a}}, secrets: {S: {azure_key_vault: {name: x}, token: $T}}}
    """,
    "prod/a.yml":
      "a: {script: x, id_tokens: {T: {aud: a}}, secrets: {S: {azure_key_vault: {name: y}, token: $T}}}",
    "prod/old/b.yml":
      "b: {script: x, id_tokens: {T: {aud: a}}, secrets: {S: {azure_key_vault: {name: z}, token: $T}}}",
  ]

  private static let pack = RulePack.read(
    [
      (
        "rules/first.yml",
        Array(
          """
          id: SHOP001
          name: first
          for: secret
          assert: secret.vault_name.text in params.names
          message: '{{ params.names }}'
          params: {names: [none]}
          """.utf8
        )
      )
    ],
    known: BuiltInRuleSet.all
  )

  /// The findings of two rules as `path severity`, or `path message` for the second.
  private func findings(
    _ settings: String,
    _ change: (inout RuleSelection) -> Void = { _ in }
  ) throws -> [String] {
    let rules = BuiltInRuleSet.all + Self.pack.rules
    let configuration = ConfigurationReader.read(
      Array(settings.utf8),
      path: ".akvlint.yml",
      rules: rules.map { ($0.id, $0.name) }
    ) { _ throws(FileError) in throw .missing }
    #expect(configuration.problems.isEmpty, "\(configuration.problems)")
    let (set, problems) = RuleParameters.apply(configuration, to: rules)
    #expect(problems.isEmpty, "\(problems)")
    var selection = RuleSelection()
    selection.settings = configuration.rules.compactMapValues(RuleSelection.Setting.init)
    change(&selection)
    let repository = InMemoryFiles(text: Self.files)
    let pipeline = Pipeline(
      SourceText(
        path: ".gitlab-ci.yml",
        bytes: Array((Self.files[".gitlab-ci.yml"] ?? "").utf8)
      ),
      in: repository
    )
    let linter = try Linter(rules: set, selection: selection, paths: configuration.paths)
    let result = linter.join([try linter.check(pipeline, evidence: ProjectEvidence())])
    return result.findings.compactMap { finding in
      switch finding.rule {
      case "AKV209": "\(finding.place.path) \(finding.severity.rawValue)"
      case "SHOP001": "\(finding.place.path) \(finding.severity.rawValue): \(finding.message)"
      default: nil
      }
    }
  }

  private static let first = [
    ".gitlab-ci.yml warning: none", "prod/a.yml warning: none", "prod/old/b.yml warning: none",
  ]

  @Test(arguments: [
    // A severity for a rule that is off turns it on for these files; the last setting counts.
    (
      "{match: 'prod/**', severity: {AKV209: error}}", ["prod/a.yml error", "prod/old/b.yml error"]
    ),
    (
      "{match: 'prod/**', severity: {AKV209: error}}, {match: 'prod/old/*', severity: {AKV209: off}}",
      ["prod/a.yml error"]
    ),
    (
      "{match: 'prod/**', severity: {AKV209: error}}, {match: prod/a.yml, severity: {AKV2: info}}",
      ["prod/a.yml error", "prod/old/b.yml error"]
    ),
    ("{match: 'prod/**', severity: {AKV2: error}}", []),
    (
      "{match: 'prod/**', severity: {AKV209: error}}, {match: prod/a.yml, ignore: [AKV209]}",
      ["prod/old/b.yml error"]
    ),
  ])
  func severitiesOfARuleThatIsOff(paths: String, found: [String]) throws {
    let findings = try findings("rules: {SHOP: off}\npaths: [\(paths)]\n")
    #expect(findings == found)
  }

  @Test(arguments: [
    ("{match: 'prod/**', severity: {SHOP: error}}", ["warning", "error", "error"]),
    ("{match: 'prod/*.yml', severity: {first: off}}", ["warning", "warning"]),
    ("{match: '**', severity: {SHOP001: info}}", ["info", "info", "info"]),
    ("{match: none, severity: {SHOP001: info}}", ["warning", "warning", "warning"]),
  ])
  func severitiesOfARuleThatIsOn(paths: String, severities: [String]) throws {
    let findings = try findings("paths: [\(paths)]\n")
    #expect(findings.map { String($0.split(separator: " ")[1].dropLast()) } == severities)
  }

  @Test(arguments: [
    ("{match: 'prod/**', params: {SHOP001: {names: [y]}}}", ["none", "y"]),
    ("{match: 'prod/a.yml', params: {SHOP: {names: [y]}}}", ["none", "none"]),
    (
      "{match: 'prod/**', params: {first: {names: [z]}}}, {match: '**', severity: {first: error}}",
      ["none", "z"]
    ),
    (
      "{match: '**', params: {first: {names: [x]}}}, {match: 'prod/**', params: {first: {names: [q]}}}",
      ["q", "q"]
    ),
  ])
  func parameters(paths: String, messages: [String]) throws {
    let findings = try findings("paths: [\(paths)]\n")
    #expect(findings.compactMap { $0.split(separator: " ").last.map(String.init) } == messages)
  }

  @Test func groupsTurnOnNoRuleThatIsOff() throws {
    #expect(try findings("rules: {AKV2: error}\n") == Self.first)
    #expect(try findings("rules: {SHOP: error, AKV209: error}\n").count == 6)
  }

  @Test func theCommandLineCountsForAllFiles() throws {
    let text = "paths: [{match: 'prod/**', severity: {SHOP001: error, AKV209: error}}]\n"
    let pinned = try findings(text) { selection in
      selection.settings["SHOP001"] = .severity(.info)
      selection.pinned = ["SHOP001"]
      selection.ignored = ["AKV209"]
    }
    #expect(pinned.map { $0.contains("info") } == [true, true, true])
    #expect(
      try findings(text) { $0.selected = ["SHOP"] }.map { $0.contains("error") } == [
        false, true, true,
      ]
    )
  }

  /// The command line does not bring back files for which all rules are ignored.
  @Test(arguments: [
    ("paths: [{match: '**', ignore: [SHOP001]}]\n", 3),
    ("paths: [{match: 'prod/**', severity: {first: off}}]\n", 3),
    ("rules: {first: off}\n", 3),
    ("paths: [{match: 'prod/**', ignore: [all]}]\n", 1),
  ])
  func theCommandLineComesFirst(text: String, count: Int) throws {
    let pinned = try findings(text) { selection in
      selection.settings["SHOP001"] = .severity(.info)
      selection.pinned = ["SHOP001"]
      selection.ignored = ["AKV209"]
    }
    #expect(pinned.count { $0.contains("info") } == count)
    let named = try findings(text) { $0.selected = ["first"] }
    #expect(named.count { $0.contains("warning") } == count)
  }

  /// A group of rules is selected as the configuration has it.
  @Test func aSelectedGroupKeepsTheSettings() throws {
    let text = "paths: [{match: '**', ignore: [SHOP001]}]\n"
    #expect(try findings(text) { $0.selected = ["SHOP"] } == [])
    #expect(try findings("rules: {first: off}\n") { $0.selected = ["SHOP"] } == [])
  }

  @Test func wrongParametersOfFilesAreReported() throws {
    let rules = BuiltInRuleSet.all + Self.pack.rules
    let configuration = ConfigurationReader.read(
      Array("paths: [{match: a, params: {SHOP001: {name: [x]}}}]".utf8),
      path: ".akvlint.yml",
      rules: rules.map { ($0.id, $0.name) }
    ) { _ throws(FileError) in throw .missing }
    let problems = RuleParameters.apply(configuration, to: rules).problems
    #expect(
      problems.map(\.message) == [
        "the rule SHOP001 has no parameter \"name\"; did you mean \"names\"?"
      ]
    )
  }
}
