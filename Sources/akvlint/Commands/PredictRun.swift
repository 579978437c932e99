import AccessPrediction
import Evidence
import GitLabCI
import Linting
import Reporting

/// A prediction, with its options read.
struct PredictRun {
  private let options: PredictOptions
  /// The predictions, which thus live as long as the run: releasing thousands takes longer than showing
  /// them.
  private var result: PipelinePredictions?

  /// A prediction.
  init(options: PredictOptions) {
    self.options = options
  }

  /// Predicts, and prints the result.
  ///
  /// - Returns: The exit status.
  /// - Throws: That the pipeline cannot be read, or has no such job or scenario.
  mutating func run() throws(UsageError) -> ExitStatus {
    let input = try options.place.pipeline(options.path)
    let configuration = input.workspace.configuration
    try configuration.requireNoProblems(note: Console.note)
    let result = input.predictions(try wantedScenarios(configuration.allScenarios))
    self.result = result
    let predictions = try wanted(result)
    show(result, predictions)
    let status = ExitStatus.of(input.excess, isIncomplete: input.isIncomplete)
    if status != .clean { return status }
    return isReached(result, predictions) ? .findings : .clean
  }

  /// The predictions for the jobs that are named.
  private func wanted(_ result: PipelinePredictions) throws(UsageError) -> [Prediction] {
    var jobs = options.jobs
    if let explain = options.explain { jobs.append(String(explain.prefix { $0 != "@" })) }
    for name in jobs where !result.predictions.contains(where: { $0.job == name }) {
      throw .unknownJob(name, among: result.predictions.map(\.job))
    }
    if jobs.isEmpty, options.shard == nil { return result.predictions }
    return result.predictions.filter { prediction in
      (jobs.isEmpty || jobs.contains(prediction.job))
        && options.shard?.contains(prediction.job) ?? true
    }
  }

  /// Whether a verdict makes the exit code 1, or that GitLab refuses the pipeline or a run, or jobs that
  /// may be missing; that forks are refused is the intended protection.
  private func isReached(_ result: PipelinePredictions, _ predictions: [Prediction]) -> Bool {
    guard options.failOn != .never else { return false }
    if !result.refused.isEmpty || options.failOn == .unknown && !result.omitted.isEmpty {
      return true
    }
    return predictions.contains { prediction in
      guard prediction.mergeRequest != .fork else { return false }
      if let refusal = prediction.refusal, refusal.isFailure { return true }
      return prediction.verdicts.contains { verdict in
        switch options.failOn {
        case .never: false
        case .fails: verdict.answer == .fails
        case .unknown: verdict.answer != .works
        }
      }
    }
  }

  private func wantedScenarios(_ all: [Scenario]) throws(UsageError) -> [Scenario] {
    var names = options.scenarios
    if let explain = options.explain {
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
    let text = Console.text(options.color)
    if options.explain != nil {
      for prediction in predictions {
        Console.output(PredictionExplanation.render(prediction, text))
      }
      return
    }
    switch options.format {
    case .json:
      Console.output(PredictionJSON.render(result, predictions, isShare: options.shard != nil))
    case .text:
      Console.output(PredictionTable.render(result, predictions, text, showsAll: options.showsAll))
    }
  }
}
