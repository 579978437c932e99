import ArgumentParser
import Linting
import Reporting

/// `akvlint model`: the resolved pipeline as JSON.
struct ModelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model",
    abstract: "Print the resolved pipeline as JSON, with values as GitLab computes them."
  )

  @Argument(help: "The pipeline, or - for standard input (default: the repository's).")
  var path: String?

  @Flag(help: "Add the location and provenance of each value.")
  var spans = false

  @OptionGroup var place: RepositoryOptions

  func run() throws {
    try CommandRunner.run { () throws(UsageError) in
      let input = try place.pipeline(path)
      guard let report = ModelReport.render(input.pipeline, withSpans: spans) else {
        throw UsageError(message: "the model is larger than fifty megabytes")
      }
      Console.output(report)
      guard input.isIncomplete else { return .clean }
      Console.note("the pipeline could not be read whole; see akvlint check")
      return .incomplete
    }
  }
}
