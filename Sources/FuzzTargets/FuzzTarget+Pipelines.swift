import AccessPrediction
import BuiltInRules
import Diagnosis
import Evidence
import Files
import Findings
import GitLabCI
import Reporting
import RuleEngine
import YAMLSyntax

extension FuzzTarget {
  /// The name of the file that a bundle begins with.
  private static let rootPath = ".gitlab-ci.yml"
  private static let linter: Linter = {
    do throws(RuleError) {
      return try Linter(rules: BuiltInRuleSet.all)
    } catch {
      preconditionFailure(error.text)
    }
  }()

  static func yaml(_ input: [UInt8]) -> Bool {
    var tree = NodeTree()
    let header = tree.intern("spec")
    let source = SourceText(path: rootPath, bytes: input)
    let file = tree.loadPipeline(source, headerKey: header)
    precondition(EventListing.difference(in: source) == nil, "an event is not libyaml's")
    for number in 0..<tree.nodeCount {
      guard let node = tree.node(number) else { continue }
      let span = tree.location(node).span
      _ = source.text(in: span)
      precondition(span.start <= span.end, "a node ends before it begins")
      guard tree.kind(node) == .string, let end = tree.text(node).indices.last else { continue }
      _ = tree.location(of: 0..<end - tree.text(node).startIndex + 1, in: node)
    }
    return file.error == nil
  }

  static func check(_ input: [UInt8]) -> Bool {
    let bundle = FileBundle(input)
    var files = bundle.others
    files[rootPath] = bundle.first
    let configuration = ConfigurationReader.read(
      files[Configuration.fileName] ?? [],
      path: Configuration.fileName,
      rules: BuiltInRuleSet.all.map { ($0.id, $0.name) },
      readFile: InMemoryFiles(files).read
    )
    let report = report(files, configuration)
    let writer = ReportWriter(version: "0", rules: BuiltInRuleSet.all)
    for format in ReportFormat.allCases { _ = writer.render(report, as: format) }
    fix(report, files, configuration)
    return !report.isIncomplete
  }

  private static func report(
    _ files: [String: [UInt8]],
    _ configuration: Configuration
  ) -> RunReport {
    let repository = InMemoryFiles(files)
    var report = RunReport()
    let source = SourceText(path: rootPath, bytes: files[rootPath] ?? [])
    let pipeline = Pipeline(source, in: repository)
    for file in pipeline.composition.files {
      let source = pipeline.tree.file(file.file)
      report.sources[source.path] = source
    }
    let runs = Runs(configuration.allScenarios) { repository.allPaths() }
    do {
      report.take(try linter.check(pipeline, evidence: configuration.evidence, runs: runs))
    } catch {
      preconditionFailure(error.text)
    }
    return report
  }

  /// Applies all fixes once, and reads the result.
  private static func fix(
    _ report: RunReport,
    _ files: [String: [UInt8]],
    _ configuration: Configuration
  ) {
    let plan = FixPlan(report.findings, includesUnsafe: true) { report.sources[$0] != nil }
    guard plan.count > 0 else { return }
    var fixed = files
    for path in plan.paths {
      if let source = report.sources[path] { fixed[path] = plan.apply(to: source) }
    }
    // A misspelt include that is put right may lead to a file that is missing.
    let isBroken = Self.report(fixed, configuration).findings.contains {
      ["AKV001", "AKV003"].contains($0.rule)
    }
    precondition(report.isIncomplete || !isBroken, "a fix broke the file")
  }

  static func log(_ input: [UInt8]) -> Bool {
    !Diagnoser().diagnose(input).isEmpty
  }
}
