import AccessPrediction
import ArgumentParser
import GitLabCI
import Linting
import Reporting

/// `akvlint includes`: what a pipeline includes.
struct IncludesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "includes",
    abstract: "Show what a pipeline includes.",
    subcommands: [List.self],
    defaultSubcommand: List.self
  )

  /// `akvlint includes list`.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list",
      abstract: "List each include: where it was found, or why not.",
      discussion: """
        Examples:
          akvlint includes list
          akvlint includes list --format json
        """
    )

    @Argument(
      help: "The pipeline, or - for standard input (default: the repository's).",
      completion: .file()
    )
    var path: String?

    /// The formats of the list.
    enum Format: String, ExpressibleByArgument, CaseIterable {
      case text
      case json
    }

    @Option(name: .shortAndLong, help: "The format.")
    var format: Format = .text

    @OptionGroup var place: RepositoryOptions

    func run() throws {
      try CommandRunner.run { () throws(UsageError) in
        let input = try place.pipeline(path)
        let report = IncludeReport(input.family.map { ($0.pipeline, $0.child?.path) })
        Console.output(format == .json ? report.json : report.text)
        let isMissing = input.pipeline.composition.problems.contains { $0.isMissingFile }
        return .of(input.excess, isIncomplete: isMissing || input.isIncomplete)
      }
    }
  }
}
