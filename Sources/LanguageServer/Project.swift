import Evidence
import Files
import Findings
import GitLabCI
import Linting
import Reporting
import RuleEngine
import YAMLSyntax

/// A repository with open documents: its configuration and rules are read once, and linted as
/// often as the documents change.
struct Project {
  /// The path of the repository's root, links resolved.
  let root: String
  /// What is wrong with the configuration; with mistakes in it nothing is linted.
  private let problems: [Finding]
  private let session: LintSession
  private let paths: Set<String>

  /// Reads the configuration around a folder and finds the pipelines that documents belong to.
  ///
  /// - Parameters:
  ///   - folder: The folder.
  ///   - options: Where the configuration is, when not where it is looked for.
  ///   - documents: The open documents; a configuration among them counts as it stands there.
  /// - Throws: That the configuration cannot be read or a rule is not valid.
  init(
    around folder: String,
    options: WorkspaceOptions,
    documents: [OpenDocument]
  ) throws(UsageError) {
    var contents: [String: [UInt8]] = [:]
    for document in documents where options.isConfiguration(document.path) {
      contents[document.path] = document.source.bytes
    }
    let workspace = try Workspace(around: folder, options: options, contents: contents)
    let root = workspace.repository.root
    self.root = root
    problems = try workspace.configuration.findings()
    let linter = try workspace.linter()
    let files = documents.map(\.path).sorted()
    paths = Set(files)
    let inputs = Self.inputs(files, in: workspace.repository)
    session = LintSession(workspace: workspace, linter: linter, inputs: inputs)
  }

  /// The root files that lint some documents.
  ///
  /// A part of a pipeline stands there by itself as well, for when no root includes it any more;
  /// last, so that one that is included, by an unsaved line even, is not linted twice.
  private static func inputs(_ documents: [String], in repository: DiskRepository) -> [Input] {
    var roots: [Input] = []
    var parts: [Input] = []
    for path in documents {
      guard let local = RepositoryPath.relative(path, to: repository.root) else { continue }
      guard HostSystem.kind(path) == .file else {
        if RepositoryPath.isPipelineName(local) { roots.append(Input(path: local)) }
        continue
      }
      guard path.hasSuffix(".yml") || path.hasSuffix(".yaml") else { continue }
      // As under a hook: of the YAML files that an editor opens, most are no pipelines.
      var resolver = InputResolver(repository: repository, folder: repository.root, isHook: true)
      resolver.add(path)
      roots += resolver.inputs.filter { $0.path != local || $0.role != .fragment }
      guard !resolver.inputs.isEmpty, !RepositoryPath.isPipelineName(local) else { continue }
      parts.append(Input(path: local, role: .fragment, isFound: true))
    }
    var seen: Set<String> = []
    return (roots + parts).filter { seen.insert($0.path).inserted }
  }

  /// Whether this is still the project for some documents.
  func serves(_ documents: [String]) -> Bool {
    paths == Set(documents)
  }

  /// Lints with the contents of the open documents.
  ///
  /// - Parameters:
  ///   - documents: The open documents.
  ///   - isGivenUp: Asked after each pipeline.
  /// - Returns: What was found; nil when it was given up.
  func lint(
    _ documents: [OpenDocument],
    isGivenUp: () -> Bool = { false }
  ) -> Analysis? {
    var analysis = Analysis()
    guard problems.isEmpty else {
      analysis.outcome.report.findings = problems
      return analysis
    }
    var hasEnded = false
    analysis.outcome = session.run(overlay: overlay(documents)) { linted in
      analysis.pipelines.append(linted)
      hasEnded = isGivenUp()
      return !hasEnded
    }
    return hasEnded ? nil : analysis
  }

  /// What a document becomes when all safe fixes are applied; nil when nothing changes.
  func fixed(_ document: OpenDocument, among documents: [OpenDocument]) -> [UInt8]? {
    guard problems.isEmpty, let local = local(document) else { return nil }
    let run = FixRun(session: session, includesUnsafe: false)
    return run.run(overlay: overlay(documents)).changes[local]?.new
  }

  /// A rule by its ID.
  func rule(_ id: String) -> RuleDefinition? {
    session.workspace.rules.first { $0.id == id }
  }

  /// What is known beyond the YAML.
  var evidence: ProjectEvidence { session.workspace.configuration.evidence }
  /// The kinds of runs to predict.
  var scenarios: [Scenario] { session.workspace.configuration.allScenarios }
  /// The paths of all files of the repository.
  var allPaths: [String] { session.workspace.repository.allPaths() }

  /// The path in the repository of a document; nil when it lies outside.
  func local(_ document: OpenDocument) -> String? {
    RepositoryPath.relative(document.path, to: root)
  }

  /// Whether a path of a finding is that of a file of the repository.
  func isStored(_ path: String) -> Bool {
    !path.hasPrefix("/") && !path.hasPrefix("..") && HostSystem.kind("\(root)/\(path)") == .file
  }

  /// The content of a file of the repository; empty when it cannot be read.
  func stored(_ path: String) -> [UInt8] {
    (try? session.workspace.repository.read(path)) ?? []
  }

  private func overlay(_ documents: [OpenDocument]) -> [String: [UInt8]] {
    var overlay: [String: [UInt8]] = [:]
    for document in documents {
      if let local = local(document) { overlay[local] = document.source.bytes }
    }
    return overlay
  }
}
