import ArgumentParser
import Linting
import TrustReport

/// `akvlint report`: who can read what, and what will break, on one page.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write a page that shows which job can read which secret, and what will fail.",
    discussion: """
      The page needs neither a server nor a network. It contains the jobs' verdicts in each scenario \
      with their reasons, the access paths from jobs to secrets, the findings and the evidence.
      Examples:
        akvlint report -o akvlint.html
        akvlint report --format markdown
        akvlint report --base main
      """
  )

  /// The formats of the report.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case html
    case markdown
  }

  @Argument(
    help: "The pipeline, or - for standard input (default: the repository's).",
    completion: .file()
  )
  var path: String?

  @Option(
    name: .shortAndLong,
    help: "The file to write (default: standard output).",
    completion: .file()
  )
  var output: String?

  @Option(name: .shortAndLong, help: "The format; markdown is meant for a note on a merge request.")
  var format: Format = .html

  @Option(
    help: ArgumentHelp(
      "Also show the edges that were added and lost since a revision.",
      valueName: "BASE"
    )
  )
  var base: String?

  @OptionGroup var place: RepositoryOptions

  func run() throws {
    try CommandRunner.run { () throws(UsageError) in
      let input = try TrustInput(
        place.pipeline(path),
        withFindings: true,
        version: BuildVersion.number,
        note: Console.note
      )
      let difference = try base.map { base throws(UsageError) in
        try TrustDifference(
          since: base,
          of: path,
          in: place.workspaces(for: path.map { $0 == "-" ? [] : [$0] } ?? []),
          place.workspaceOptions,
          to: input.survey,
          note: Console.note
        )
      }
      let text =
        switch format {
        case .html: ReportPage.render(input.survey, since: difference)
        case .markdown: MarkdownReport.render(input.survey, since: difference)
        }
      try Console.output(text, to: output)
      return .of(input.excess, isIncomplete: input.isIncomplete)
    }
  }
}
