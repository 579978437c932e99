import AccessPrediction
import ArgumentParser
import Linting
import Reporting
import TextFormats

/// `akvlint model`: the resolved pipeline as JSON.
struct ModelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model",
    abstract: "Print the resolved pipeline as JSON, with values as GitLab computes them.",
    discussion: """
      Examples:
        akvlint model
        akvlint model --job deploy --format yaml
      """
  )

  @Argument(help: "The pipeline, or - for standard input (default: the repository's).")
  var path: String?

  /// The formats of the model.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case json
    case yaml
  }

  @Option(name: .shortAndLong, help: "The format.")
  var format: Format = .json

  @Option(
    help: ArgumentHelp(
      "Only this job, in a child pipeline CHILD_FILE:JOB; repeatable.",
      valueName: "NAME"
    ),
    completion: Completions.jobs
  )
  var job: [String] = []

  @Flag(help: "Add the location and provenance of each value.")
  var spans = false

  @OptionGroup var place: RepositoryOptions

  func run() throws {
    try CommandRunner.run { () throws(UsageError) in
      let input = try place.pipeline(path)
      let family = input.family
      for name in job where !family.contains(where: { $0.jobNames.contains(name) }) {
        throw UsageError(message: "there is no job \(name)")
      }
      var options = ModelReport.Options()
      options.withSpans = spans
      options.jobs = job.isEmpty ? nil : Set(job)
      let sources = family.map {
        ModelReport.Source(pipeline: $0.pipeline, triggers: $0.triggers)
      }
      guard let report = ModelReport.render(sources, options) else {
        throw UsageError(message: "the model is larger than fifty megabytes")
      }
      Console.output(format == .yaml ? YAMLText.render(json: report) : report)
      if input.isIncomplete {
        Console.note("the pipeline could not be read whole; see akvlint check")
      }
      return .of(input.excess, isIncomplete: input.isIncomplete)
    }
  }
}
