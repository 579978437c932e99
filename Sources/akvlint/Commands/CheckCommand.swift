import ArgumentParser
import Linting
import Reporting

/// `akvlint check`: lints pipelines.
struct CheckCommand: ParsableCommand, AskingCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Lint pipelines (the default).",
    discussion: """
      PATH is a file, a folder (every .gitlab-ci.yml and *.gitlab-ci.yml below), or - for standard \
      input. Without one, the .gitlab-ci.yml at the root of the repository around the current \
      folder is checked.
      Examples:
        akvlint
        akvlint --format concise deploy/
        akvlint check --fail-on warning --output sarif=akvlint.sarif
      """
  )

  @Argument(help: "Files or folders to check; - for standard input.", completion: .file())
  var paths: [String] = []

  @OptionGroup var reports: ReportOptions

  @Option(help: "The file name to assume for standard input.")
  var stdinFilename: String?

  @OptionGroup var place: RepositoryOptions

  @Option(
    help: """
      Rules to run, separated by commas: IDs, names, prefixes of IDs, recommended, strict or all.
      """,
    completion: Completions.rules
  )
  var select: [String] = []

  @Option(help: "Rules to skip, separated by commas.", completion: Completions.rules)
  var ignore: [String] = []

  @Option(
    help: "Set a rule's severity: RULE=error|warning|info|off; repeatable.",
    completion: Completions.severities
  )
  var severity: [String] = []

  @Option(
    help: "The lowest severity that makes the exit code 1 (default: error, or the configuration's)."
  )
  var failOn: CheckOptions.Threshold?

  @Option(
    help: ArgumentHelp("The exit code when there are warnings and no error.", valueName: "N")
  )
  var warningExitCode: Int32?

  @Flag(help: "Exit with 0 even when there are findings.")
  var exitZero = false

  @Flag(help: "Show the number of findings of each rule instead of the findings.")
  var statistics = false

  @Option(
    help: ArgumentHelp(
      "Files to skip, as a pattern of paths in the repository; repeatable.",
      valueName: "GLOB"
    )
  )
  var exclude: [String] = []

  @Option(
    help: ArgumentHelp("Apply fixes: --fix safe ones, --fix=unsafe all.", valueName: "safe")
  )
  var fix: CheckOptions.FixMode?

  @Flag(help: "Print the changes of --fix as a unified diff instead of applying them.")
  var diff = false

  @Option(
    help: ArgumentHelp(
      "Report only the findings that this revision does not have.",
      valueName: "REV"
    )
  )
  var since: String?

  @Option(help: "Do not report the findings in this baseline file.", completion: .file())
  var baseline: String?

  @Option(help: "Write all findings to a baseline file, and report none.", completion: .file())
  var writeBaseline: String?

  @Flag(help: "Suppress each finding with a comment above it, and report none.")
  var writeIgnores = false

  @Flag(help: "Ignore suppression comments.")
  var noIgnores = false

  @Flag(help: "Ignore suppression comments that give no reason.")
  var requireReasons = false

  @OptionGroup var asking: LiveOptions

  @Flag(help: "Exit with 3 if any include is unresolved.")
  var strictResolution = false

  @Option(
    help: ArgumentHelp(
      "Check one of several equal shares of the root files; auto reads CI_NODE_INDEX and "
        + "CI_NODE_TOTAL.",
      valueName: "I/N"
    )
  )
  var shard: Shard?

  @Option(
    help: ArgumentHelp(
      "The maximum number of pipelines to lint in parallel (default: one per core).",
      valueName: "N"
    )
  )
  var jobs: Int?

  @Flag(help: "Skip files that are not pipelines, as a pre-commit hook needs.")
  var hook = false

  @Flag(help: "Check Git's index instead of the working tree.")
  var staged = false

  @Option(help: "When to color the report.")
  var color: ColourMode = .auto

  @Flag(name: .shortAndLong, help: "Print only findings.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "List undecided checks and the files that were read.")
  var verbose = false

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs takes a number of at least 1.") }
    if staged, fix != nil || diff || writeIgnores || paths.contains("-") {
      throw ValidationError(
        "--staged cannot be combined with --fix, --diff, --write-ignores or standard input."
      )
    }
    if writeIgnores, fix != nil || diff || noIgnores || writeBaseline != nil || paths.contains("-")
    {
      throw ValidationError(
        "--write-ignores cannot be combined with --fix, --diff, --no-ignores, --write-baseline or "
          + "standard input."
      )
    }
    if let warningExitCode, !(0...255).contains(warningExitCode) {
      throw ValidationError("--warning-exit-code takes a number from 0 to 255.")
    }
    if exitZero, warningExitCode != nil {
      throw ValidationError("--exit-zero cannot be combined with --warning-exit-code.")
    }
    if statistics, ![.text, .concise, .json].contains(reports.format) {
      throw ValidationError("--statistics takes the formats text, concise and json.")
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
    options.since = since
    options.place.excluded = exclude
    options.warningExitCode = warningExitCode
    options.exitZero = exitZero
    options.statistics = statistics
    options.writeIgnores = writeIgnores
    return options
  }

  var asksOthers: Bool { options.live != nil }

  func run() throws {
    throw ExitCode(CheckRun(options: options).exitCode)
  }
}

extension CheckOptions.FixMode: ExpressibleByArgument {}
extension CheckOptions.Threshold: ExpressibleByArgument {}
