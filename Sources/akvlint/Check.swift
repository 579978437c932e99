import ArgumentParser
import BuiltInRules
import Evidence
import GitLabCI
import Linting
import Reporting
import RuleEngine
import YAMLSyntax

/// `akvlint check`: lints pipelines.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Lint pipelines (the default).",
    discussion: """
      PATH is a file, a folder (every .gitlab-ci.yml and *.gitlab-ci.yml below), or - for standard \
      input. Without one, the .gitlab-ci.yml at the root of the repository around the current \
      folder is checked.
      """
  )

  /// Which fixes are applied.
  enum FixMode: String, ExpressibleByArgument, CaseIterable {
    case safe
    case unsafe
  }

  /// From which severity on findings make the exit code 1.
  enum Threshold: String, ExpressibleByArgument, CaseIterable {
    case error
    case warning
    case info
    case never

    func isReached(by severities: some Sequence<Severity>) -> Bool {
      guard let severity = Severity(rawValue: rawValue) else { return false }
      return severities.contains { $0 >= severity }
    }
  }

  @Argument(help: "Files or folders to check; - for standard input.")
  var paths: [String] = []

  @OptionGroup var reports: ReportOptions

  @Option(help: "The name of the file that standard input is.")
  var stdinFilename: String?

  @OptionGroup var place: PlaceOptions

  @Option(help: "Only these rules: IDs, names, beginnings of IDs, recommended, strict or all.")
  var select: [String] = []

  @Option(help: "Not these rules.")
  var ignore: [String] = []

  @Option(help: "A rule's severity: RULE=error|warning|info|off.")
  var severity: [String] = []

  @Option(help: "From which severity on the exit code is 1.")
  var failOn: Threshold = .error

  @Option(
    help: ArgumentHelp("Apply fixes: --fix the safe ones, --fix=unsafe all.", valueName: "safe")
  )
  var fix: FixMode?

  @Flag(help: "Show what --fix would change, as a unified diff, and change nothing.")
  var diff = false

  @Option(help: "A file of known findings, which are not reported.")
  var baseline: String?

  @Option(help: "Write all findings to a file, as the known ones, and report none.")
  var writeBaseline: String?

  @Flag(help: "Comments in pipelines silence nothing.")
  var noIgnores = false

  @Flag(help: "Comments in pipelines silence only with a reason behind the bracket.")
  var requireReasons = false

  @OptionGroup var asking: LiveOptions

  @Flag(help: "Any unresolved include makes the exit code 3.")
  var strictResolution = false

  @Option(
    help: ArgumentHelp(
      "Check one of several equal shares of the root files; auto takes it from CI_NODE_INDEX and "
        + "CI_NODE_TOTAL.",
      valueName: "I/N"
    )
  )
  var shard: Shard?

  @Flag(help: "Skip named files that are no pipelines, as for a pre-commit hook.")
  var hook = false

  @Option(help: "When to colour the report.")
  var color: ColourMode = .auto

  @Flag(name: .shortAndLong, help: "Show nothing but findings.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "List what could not be decided, and say what was read.")
  var verbose = false

  func run() throws {
    let run = CheckRun(options: self)
    let status: ExitStatus
    do throws(UsageError) {
      status = try run.run()
    } catch {
      Console.note(error.message)
      status = .usage
    }
    throw ExitCode(status.rawValue)
  }
}

/// Where the repository and its configuration are.
struct PlaceOptions: ParsableArguments {
  @Option(help: "The configuration, instead of the .akvlint.yml that is found.")
  var config: String?

  @Option(help: "The repository's root, instead of the folder with .git.")
  var root: String?

  @Option(help: "A folder with copies of includes: projects/, templates/, remotes/, components/.")
  var includes: String?

  @Option(help: "A folder with rules of your own; may be given several times.")
  var rules: [String] = []

  @Option(help: "A snapshot, or an export of CI/CD variables; may be given several times.")
  var evidence: [String] = []

  /// The repository around the first of some paths, or around the current folder.
  func workspace(for path: String?) throws(UsageError) -> Workspace {
    let folder = HostSystem.currentFolder
    var start = folder
    if let path {
      let absolute = RepositoryPath.absolute(path, from: folder)
      start =
        HostSystem.kind(absolute) == .folder ? absolute : RepositoryPath.folder(of: absolute)
    }
    return try Workspace(around: start, options: workspaceOptions)
  }

  /// The options with paths that do not depend on a folder.
  var workspaceOptions: WorkspaceOptions {
    let folder = HostSystem.currentFolder
    var options = WorkspaceOptions()
    options.root = root.map { RepositoryPath.absolute($0, from: folder) }
    options.configurationFile = config.map { RepositoryPath.absolute($0, from: folder) }
    options.includes = includes
    options.ruleFolders = rules
    options.evidenceFiles = evidence.map { RepositoryPath.absolute($0, from: folder) }
    return options
  }

  /// The pipeline that a path names.
  ///
  /// - Parameter path: Its root file; `-` for standard input, nil for that of the repository.
  /// - Returns: The pipeline.
  /// - Throws: That it cannot be read.
  func pipeline(_ path: String?) throws(UsageError) -> PipelineInput {
    try PipelineInput(path, in: workspace(for: path == "-" ? nil : path))
  }
}
