import AccessPrediction
import ArgumentParser
import Evidence
import GitLabCI
import Linting
import Reporting

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

  /// The formats of the prediction.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
  }

  @Argument(
    help: "The pipeline, or - for standard input (default: the repository's).",
    completion: .file()
  )
  var path: String?

  @Option(name: .shortAndLong, help: "The format.")
  var format: Format = .text

  @Option(help: "Limit the table to this job; repeatable.", completion: Completions.jobs)
  var job: [String] = []

  @Option(help: "Limit the table to this scenario; repeatable.", completion: Completions.scenarios)
  var scenario: [String] = []

  @Option(help: "Explain one verdict: JOB@SCENARIO.", completion: Completions.runs)
  var explain: String?

  @Option(help: "Exit with 1 if a run fails (fails), or fails or is unknown (unknown).")
  var failOn: Threshold = .never

  /// The verdicts that make the exit code 1.
  enum Threshold: String, ExpressibleByArgument, CaseIterable {
    case fails
    case unknown
    case never
  }

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

  func run() throws {
    try CommandRunner.run { () throws(UsageError) in
      let input = try place.pipeline(path)
      let configuration = input.workspace.configuration
      try configuration.requireNoProblems(note: Console.note)
      let result = input.predictions(try wantedScenarios(configuration.allScenarios))
      let predictions = try wanted(result)
      show(result, predictions)
      let status = ExitStatus.of(input.excess, isIncomplete: input.isIncomplete)
      if status != .clean { return status }
      return isReached(predictions) ? .findings : .clean
    }
  }

  /// The predictions for the jobs that are named.
  private func wanted(_ result: PipelinePredictions) throws(UsageError) -> [Prediction] {
    var jobs = job
    if let explain { jobs.append(String(explain.prefix { $0 != "@" })) }
    for name in jobs where !result.predictions.contains(where: { $0.job == name }) {
      throw .unknownJob(name, among: result.predictions.map(\.job))
    }
    return result.predictions.filter { prediction in
      (jobs.isEmpty || jobs.contains(prediction.job)) && shard?.contains(prediction.job) ?? true
    }
  }

  /// Whether a verdict makes the exit code 1; that forks are refused is the intended protection.
  private func isReached(_ predictions: [Prediction]) -> Bool {
    guard failOn != .never else { return false }
    return predictions.contains { prediction in
      guard prediction.mergeRequest != .fork else { return false }
      return prediction.verdicts.contains { verdict in
        switch failOn {
        case .never: false
        case .fails: verdict.answer == .fails
        case .unknown: verdict.answer != .works
        }
      }
    }
  }

  private func wantedScenarios(_ all: [Scenario]) throws(UsageError) -> [Scenario] {
    var names = scenario
    if let explain {
      guard let at = explain.lastIndex(of: "@") else {
        throw UsageError(message: "--explain takes JOB@SCENARIO, not \(explain)")
      }
      names.append(String(explain[explain.index(after: at)...]))
    }
    for name in names where !all.contains(where: { $0.name == name }) {
      throw .unknownScenario(name, among: all.map(\.name))
    }
    return names.isEmpty ? all : all.filter { names.contains($0.name) }
  }

  private func show(_ result: PipelinePredictions, _ predictions: [Prediction]) {
    let text = Console.text(color)
    if explain != nil {
      for prediction in predictions {
        Console.output(PredictionExplanation.render(prediction, text))
      }
      return
    }
    switch format {
    case .json:
      Console.output(PredictionJSON.render(result, predictions, isShare: shard != nil))
    case .text:
      Console.output(PredictionTable.render(result, predictions, text, showsAll: all))
    }
  }
}
