import AccessPrediction
import ArgumentParser
import Linting
import Reporting

/// `akvlint model`: the resolved pipeline as JSON.
struct ModelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model",
    abstract: "Print the resolved pipeline, with values as GitLab computes them.",
    discussion: """
      JSON has the ID tokens, secrets, variables and scripts of all jobs, those of child pipelines too. \
      YAML is the configuration that GitLab's pipeline editor shows under Full configuration: of the \
      pipeline, or of the jobs that --job names.
      Examples:
        akvlint model
        akvlint model --job deploy --format yaml
      """
  )

  @Argument(
    help: "The pipeline, or - for standard input (default: the repository's).",
    completion: .file()
  )
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
        throw .unknownJob(name, among: family.flatMap(\.jobNames))
      }
      if spans, format == .yaml {
        throw UsageError(message: "--spans needs --format json")
      }
      var options = ModelReport.Options()
      options.withSpans = spans
      options.jobs = job.isEmpty ? nil : Set(job)
      let sources = family.map {
        ModelReport.Source(pipeline: $0.pipeline, triggers: $0.triggers)
      }
      let report =
        format == .yaml
        ? FullConfiguration.render(configurations(family)) : ModelReport.render(sources, options)
      guard let report else {
        throw UsageError(message: "the model is larger than fifty megabytes")
      }
      Console.output(report)
      if input.isIncomplete {
        Console.note("the pipeline could not be read whole; see akvlint check")
      }
      return .of(input.excess, isIncomplete: input.isIncomplete)
    }
  }

  /// The root's configuration; with --job, the named jobs of all pipelines.
  private func configurations(_ family: [PipelineTree.Member]) -> [FullConfiguration.Source] {
    guard !job.isEmpty else {
      return family.prefix(1).map { FullConfiguration.Source($0.pipeline, jobs: nil) }
    }
    return family.map { member in
      let starters = member.triggers.joined(separator: ", ")
      let heading = member.child.map { "child pipeline \($0.path), started by \(starters)" }
      return FullConfiguration.Source(member.pipeline, jobs: Set(job), heading: heading)
    }
  }
}
