import ArgumentParser
import Linting

/// `akvlint predict`: whether each job will get its secrets.
struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Predict for each job and scenario whether it will get its secrets.",
    discussion: """
      Needs the federated credentials and the project's CI/CD variables: see .akvlint.yml. \
      An unknown verdict is shown as "?", never as a pass.
      Examples:
        akvlint predict
        akvlint predict --scenario tag --job deploy
        akvlint predict --explain deploy@tag
      """
  )

  @Argument(
    help: "The pipeline, or - for standard input (default: the repository's).",
    completion: .file()
  )
  var path: String?

  @Option(name: .shortAndLong, help: "The format.")
  var format: PredictOptions.Format = .text

  @Option(help: "Limit the table to this job; repeatable.", completion: Completions.jobs)
  var job: [String] = []

  @Option(help: "Limit the table to this scenario; repeatable.", completion: Completions.scenarios)
  var scenario: [String] = []

  @Option(help: "Explain one verdict: JOB@SCENARIO.", completion: Completions.runs)
  var explain: String?

  @Option(help: "Exit with 1 if a run fails (fails), or fails or is unknown (unknown).")
  var failOn: PredictOptions.Threshold = .never

  @Flag(help: "Show one row per job even if there are more than 30.")
  var all = false

  @Option(
    help: ArgumentHelp(
      "Write one of several shares of the jobs as JSON, for akvlint merge; auto takes it from "
        + "CI_NODE_INDEX and CI_NODE_TOTAL.",
      valueName: "I/N"
    )
  )
  var shard: Shard?

  @Option(help: "When to color the text.")
  var color: ColourMode = .auto

  @OptionGroup var place: RepositoryOptions

  func validate() throws {
    if shard != nil, format != .json || explain != nil {
      throw ValidationError("--shard needs --format json.")
    }
  }

  /// The options as they were read.
  var options: PredictOptions {
    PredictOptions(
      path: path,
      format: format,
      jobs: job,
      scenarios: scenario,
      explain: explain,
      failOn: failOn,
      showsAll: all,
      shard: shard,
      color: color,
      place: place.workspaceOptions
    )
  }

  func run() throws {
    try CommandRunner.run { () throws(UsageError) in
      var run = PredictRun(options: options)
      return try run.run()
    }
  }
}

extension PredictOptions.Format: ExpressibleByArgument {}
extension PredictOptions.Threshold: ExpressibleByArgument {}
