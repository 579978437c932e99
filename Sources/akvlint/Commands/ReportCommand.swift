import ArgumentParser
import Linting
import TrustReport

/// `akvlint report`: who can read what, and what will break, on one page.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write a page that shows who can read what, and what will break.",
    discussion: """
      The page needs no server and no network. It holds the jobs' verdicts for each kind of run \
      with all that leads to them, the ways from jobs to secrets, the findings and the evidence.
      """
  )

  /// The formats of the report.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case html
    case markdown
  }

  @Argument(help: "The pipeline; - for standard input. Without one, that of the repository.")
  var path: String?

  @Option(name: .shortAndLong, help: "The file to write, instead of standard output.")
  var output: String?

  @Option(help: "The format; markdown is for the note of a merge request.")
  var format: Format = .html

  @OptionGroup var place: RepositoryOptions

  func run() throws {
    try CommandRunner.run { () throws(UsageError) in
      let input = try TrustInput(
        place.pipeline(path),
        withFindings: true,
        version: BuildVersion.number,
        note: Console.note
      )
      let text =
        switch format {
        case .html: ReportPage.render(input.survey)
        case .markdown: MarkdownReport.render(input.survey)
        }
      try Console.output(text, to: output)
      return input.isIncomplete ? .incomplete : .clean
    }
  }
}
