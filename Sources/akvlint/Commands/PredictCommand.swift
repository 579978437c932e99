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
    abstract: "Predict for each job and kind of run whether it will get its secrets.",
    discussion: """
      Needs to know the federated credentials and the project's CI/CD variables: see .akvlint.yml. \
      What is not known is shown as "?", never as a pass.
      """
  )

  /// The formats of the prediction.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
  }

  @Argument(help: "The pipeline; - for standard input. Without one, that of the repository.")
  var path: String?

  @Option(help: "The format.")
  var format: Format = .text

  @Option(help: "Only these jobs.")
  var job: [String] = []

  @Option(help: "Only these kinds of runs.")
  var scenario: [String] = []

  @Option(help: "Show everything that leads to one verdict: JOB@SCENARIO.")
  var explain: String?

  @Option(help: "When to colour the text.")
  var color: ColourMode = .auto

  @OptionGroup var place: RepositoryOptions

  func run() throws {
    try CommandRunner.run { () throws(UsageError) in
      let input = try place.pipeline(path)
      let configuration = input.workspace.configuration
      try configuration.requireNoProblems(note: Console.note)
      let predictions = try predictions(input, configuration)
      show(predictions)
      return input.isIncomplete ? .incomplete : .clean
    }
  }

  private func predictions(
    _ input: PipelineInput,
    _ configuration: Configuration
  ) throws(UsageError) -> [Prediction] {
    let all = configuration.allScenarios
    let wanted = try wantedScenarios(all)
    let predictor = Predictor(
      input.pipeline,
      evidence: configuration.evidence,
      paths: input.pathsForRules
    )
    let predictions = predictor.predictions(wanted)
    var jobs = job
    if let explain { jobs.append(String(explain.prefix { $0 != "@" })) }
    for name in jobs where !predictions.contains(where: { $0.job == name }) {
      throw UsageError(message: "there is no job \(name)")
    }
    return jobs.isEmpty ? predictions : predictions.filter { jobs.contains($0.job) }
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
      let known = all.map(\.name).joined(separator: ", ")
      throw UsageError(message: "there is no scenario \(name); there are \(known)")
    }
    return names.isEmpty ? all : all.filter { names.contains($0.name) }
  }

  private func show(_ predictions: [Prediction]) {
    let isColoured = Console.isColoured(color)
    if explain != nil {
      for prediction in predictions {
        Console.output(PredictionExplanation.render(prediction, isColoured: isColoured))
      }
      return
    }
    switch format {
    case .json: Console.output(PredictionJSON.render(predictions))
    case .text: Console.output(PredictionTable.render(predictions, isColoured: isColoured))
    }
  }
}
