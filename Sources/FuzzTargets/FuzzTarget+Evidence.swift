import AzureFederation
import BuiltInRules
import Evidence
import Files
import RuleEngine

extension FuzzTarget {
  private static let ruleNames = BuiltInRuleSet.all.map { ($0.id, $0.name) }

  /// Names every kind of file that a configuration can name.
  private static let exports = """
    azure:
      identities:
        - client_id: 11111111-2222-3333-4444-555555555555
          tenant_id: 66666666-7777-8888-9999-000000000000
          credentials: export.json
    variables: { file: export.json }
    """

  static func configuration(_ input: [UInt8]) -> Bool {
    let bundle = FileBundle(input)
    let files = InMemoryFiles(bundle.others)
    let configuration = ConfigurationReader.read(
      bundle.first,
      path: Configuration.fileName,
      rules: ruleNames,
      readFile: files.read
    )
    _ = configuration.allScenarios
    return configuration.problems.isEmpty
  }

  static func rules(_ input: [UInt8]) -> Bool {
    let pack = RulePack.read([(path: "rule.yml", bytes: input)], known: BuiltInRuleSet.all)
    guard let linter = try? Linter(rules: BuiltInRuleSet.all + pack.rules) else { return false }
    _ = try? linter.check(pipeline, evidence: ProjectEvidence())
    return pack.problems.isEmpty
  }

  static func terraform(_ input: [UInt8]) -> Bool {
    let configuration = ConfigurationReader.read(
      Array(exports.split(separator: "variables:")[0].utf8),
      path: Configuration.fileName,
      rules: ruleNames,
      readFile: InMemoryFiles(["export.json": input]).read
    )
    return configuration.problems.isEmpty
      && configuration.evidence.identities.contains { !($0.credentials ?? []).isEmpty }
  }

  static func evidence(_ input: [UInt8]) -> Bool {
    let snapshot = SnapshotReader.read(input, path: SnapshotReader.fileName)
    let configuration = ConfigurationReader.read(
      Array(exports.utf8),
      path: Configuration.fileName,
      rules: ruleNames,
      readFile: InMemoryFiles(["export.json": input]).read
    )
    var evidence = snapshot.evidence
    evidence.join(configuration.evidence)
    return snapshot.problems.isEmpty || configuration.problems.isEmpty
  }
}
