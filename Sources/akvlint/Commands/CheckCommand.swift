import ArgumentParser

/// `akvlint check`: lints pipelines.
struct CheckCommand: ParsableCommand, AskingCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Lint pipelines (the default).",
    discussion: """
      PATH is a file, a folder (every .gitlab-ci.yml and *.gitlab-ci.yml below), or - for standard \
      input. Without one, the .gitlab-ci.yml at the root of the repository around the current \
      folder is checked.
      """
  )

  @Argument(help: "Files or folders to check; - for standard input.")
  var paths: [String] = []

  @OptionGroup var reports: ReportOptions

  @Option(help: "The name of the file that standard input is.")
  var stdinFilename: String?

  @OptionGroup var place: RepositoryOptions

  @Option(help: "Only these rules: IDs, names, beginnings of IDs, recommended, strict or all.")
  var select: [String] = []

  @Option(help: "Not these rules.")
  var ignore: [String] = []

  @Option(help: "A rule's severity: RULE=error|warning|info|off.")
  var severity: [String] = []

  @Option(help: "From which severity on the exit code is 1.")
  var failOn: CheckOptions.Threshold = .error

  @Option(
    help: ArgumentHelp("Apply fixes: --fix the safe ones, --fix=unsafe all.", valueName: "safe")
  )
  var fix: CheckOptions.FixMode?

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

  @Option(
    help: ArgumentHelp(
      "Lint so many pipelines at the same time at most; otherwise one a core.",
      valueName: "N"
    )
  )
  var jobs: Int?

  @Flag(help: "Skip named files that are no pipelines, as for a pre-commit hook.")
  var hook = false

  @Flag(help: "Judge Git's index, which a commit would hold, and not the working tree.")
  var staged = false

  @Option(help: "When to colour the report.")
  var color: ColourMode = .auto

  @Flag(name: .shortAndLong, help: "Show nothing but findings.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "List what could not be decided, and say what was read.")
  var verbose = false

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs takes a number from 1 on.") }
    if staged, fix != nil || diff || paths.contains("-") {
      throw ValidationError("--staged cannot be combined with --fix, --diff or standard input.")
    }
  }

  /// The values of the options.
  var options: CheckOptions {
    var options = CheckOptions(
      paths: paths,
      format: reports.format,
      output: reports.output,
      stdinFilename: stdinFilename,
      place: place.workspaceOptions,
      select: select,
      ignore: ignore,
      severity: severity,
      failOn: failOn,
      fix: fix,
      diff: diff,
      baseline: baseline,
      writeBaseline: writeBaseline,
      noIgnores: noIgnores,
      requireReasons: requireReasons,
      live: asking.offline ? nil : asking.live,
      strictResolution: strictResolution,
      shard: shard,
      jobs: jobs,
      hook: hook,
      color: color,
      quiet: quiet,
      verbose: verbose
    )
    options.staged = staged
    return options
  }

  var asksOthers: Bool { options.live != nil }

  func run() throws {
    throw ExitCode(CheckRun(options: options).status.rawValue)
  }
}

extension CheckOptions.FixMode: ExpressibleByArgument {}
extension CheckOptions.Threshold: ExpressibleByArgument {}
