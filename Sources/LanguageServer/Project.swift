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
  /// The faults of the configurations; pipelines with a faulty configuration are not linted.
  private let problems: [Finding]
  private var session: LintSession
  private var paths: Set<String>
  /// Whether it was linted since it was read: reading it and linting it first are one run.
  private var isLinted = false

  /// Reads the configurations of a repository and finds the pipelines that documents belong to.
  ///
  /// - Parameters:
  ///   - folder: The folder.
  ///   - options: Where the configuration is, when not where it is looked for.
  ///   - documents: The open documents; a configuration among them counts with its unsaved content.
  /// - Throws: That a configuration cannot be read or a rule is not valid.
  init(
    around folder: String,
    options: WorkspaceOptions,
    documents: [OpenDocument]
  ) throws(UsageError) {
    var contents: [String: [UInt8]] = [:]
    for document in documents where options.isConfiguration(document.path) {
      contents[document.path] = document.source.bytes
    }
    var workspaces = try Workspaces(around: folder, options: options, contents: contents)
    root = workspaces.repository.root
    paths = Set(documents.map(\.path))
    let (inputs, composed) = try Self.inputs(documents, &workspaces)
    _ = try workspaces.main()
    var settings: [LintSettings] = []
    var problems: [Finding] = []
    var broken: Set<Int> = []
    for (index, workspace) in workspaces.all.enumerated() {
      let mistakes = try workspace.configuration.findings()
      if !mistakes.isEmpty { broken.insert(index) }
      problems += mistakes
      settings.append(LintSettings(workspace: workspace, linter: try workspace.linter()))
    }
    let baseline = try workspaces.baseline()
    self.problems = problems + (try baseline.problems.findings())
    session = LintSession(
      settings: settings,
      inputs: inputs.filter { !broken.contains($0.settings) },
      baseline: baseline.baseline
    )
    session.composed = composed
  }

  /// The root files that lint some documents, decided by one resolver for all of them.
  ///
  /// A part of a pipeline is linted by itself as well, in case no root includes it any more; last,
  /// so that one that is included, even by an unsaved line, is not linted twice.
  private static func inputs(
    _ documents: [OpenDocument],
    _ workspaces: inout Workspaces
  ) throws(UsageError) -> ([LintRoot], ComposedInputs) {
    let repository = workspaces.repository
    var overlay: [String: [UInt8]] = [:]
    for document in documents {
      guard let local = RepositoryPath.relative(document.path, to: repository.root),
        isPipelineText(document)
      else { continue }
      overlay[local] = document.source.bytes
    }
    // As under a hook: most of the YAML files that an editor opens are not pipelines.
    var resolver = InputResolver(
      workspaces,
      folder: repository.root,
      isHook: true,
      overlay: overlay
    )
    for path in overlay.keys.sorted() { resolver.add("\(repository.root)/\(path)") }
    let inputs = try resolver.resolve()
    let known = Set(inputs.map(\.path))
    var parts: [LintRoot] = []
    if !inputs.isEmpty {
      for path in overlay.keys.sorted() where !known.contains(path) && resolver.isHeld(path) {
        var part = LintRoot(path: path, role: .fragment, isFound: true)
        part.settings = try resolver.index(of: path)
        parts.append(part)
      }
    }
    workspaces = resolver.workspaces
    return (inputs + parts, resolver.composed)
  }

  /// Whether a document is a stored YAML file, or will be a pipeline by its name.
  private static func isPipelineText(_ document: OpenDocument) -> Bool {
    guard HostSystem.kind(document.path) == .file else {
      return RepositoryPath.isPipelineName(document.path)
    }
    return document.path.hasSuffix(".yml") || document.path.hasSuffix(".yaml")
  }

  /// Whether this is still the project for some documents.
  func serves(_ documents: [String]) -> Bool {
    paths == Set(documents)
  }

  /// Takes further documents that are parts of the pipelines which were linted.
  ///
  /// - Parameters:
  ///   - documents: The open documents.
  ///   - analysis: The results for the others.
  /// - Returns: Whether all of them are; else the project must be read again.
  mutating func extend(to documents: [OpenDocument], _ analysis: Analysis) -> Bool {
    let others = documents.filter { !paths.contains($0.path) }
    guard paths.isSubset(of: documents.map(\.path)), holds(for: documents, analysis) else {
      return false
    }
    paths.formUnion(others.map(\.path))
    return true
  }

  /// Whether linting the documents would give what it gave before: their pipelines were linted, and
  /// those that differ from the stored files are the same.
  func holds(for documents: [OpenDocument], _ analysis: Analysis) -> Bool {
    let sources = analysis.outcome.report.sources
    return changes(documents) == analysis.changes
      && documents.allSatisfy { document in
        local(document).map { sources[$0] != nil } ?? true
      }
  }

  /// The contents of the documents that differ from the stored files.
  private func changes(_ documents: [OpenDocument]) -> [String: [UInt8]] {
    overlay(documents).filter { path, bytes in
      (try? session.workspace.repository.read(path)) != bytes
    }
  }

  /// Lints with the contents of the open documents.
  ///
  /// - Parameters:
  ///   - documents: The open documents.
  ///   - isGivenUp: Asked after each pipeline.
  /// - Returns: The findings; nil when it was given up.
  func lint(
    _ documents: [OpenDocument],
    isGivenUp: () -> Bool = { false }
  ) -> Analysis? {
    var analysis = Analysis()
    if isLinted { session.workspace.repository.beginRun() }
    analysis.outcome = session.run(overlay: overlay(documents)) { linted in
      analysis.pipelines.append(linted)
      return !isGivenUp()
    }
    analysis.outcome.report.findings += problems
    analysis.changes = changes(documents)
    return analysis.outcome.isCut ? nil : analysis
  }

  /// Ends a run: stored files may be others the next time, so pipelines are composed again.
  mutating func endRun() {
    session.composed = ComposedInputs()
    isLinted = true
  }

  /// A document with all safe fixes applied; nil if nothing changes.
  func fixed(_ document: OpenDocument, among documents: [OpenDocument]) -> [UInt8]? {
    guard let local = local(document) else { return nil }
    session.workspace.repository.beginRun()
    let run = FixRun(session: session, includesUnsafe: false)
    return run.run(overlay: overlay(documents)).changes[local]?.new
  }

  /// The rules of the repository's main configuration.
  var rules: [RuleDefinition] { session.workspace.rules }

  /// A rule by its ID.
  func rule(_ id: String) -> RuleDefinition? {
    session.settings.lazy.compactMap { $0.workspace.rules.first { $0.id == id } }.first
  }

  /// The evidence beyond the YAML.
  var evidence: ProjectEvidence { session.workspace.configuration.evidence }
  /// The scenarios to predict.
  var scenarios: [Scenario] { session.workspace.configuration.allScenarios }
  /// The number of pipelines that its last run has composed.
  var compositionCount: Int { session.workspace.repository.budget.spent(on: .compositions) }
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
