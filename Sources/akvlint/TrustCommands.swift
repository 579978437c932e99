import ArgumentParser
import GitLabCI
import Linting
import TrustReport

/// `akvlint report`: who can read what, and what will break, on one page.
struct TrustPage: ParsableCommand {
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

  @OptionGroup var place: PlaceOptions

  func run() throws {
    try Command.run { () throws(UsageError) in
      let input = try TrustInput(path, at: place, withFindings: true)
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

/// `akvlint graph`: the ways from jobs to secrets, for documentation and comments.
struct TrustPicture: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "graph",
    abstract: "Draw the ways from jobs to secrets, for documentation and comments."
  )

  /// The formats of the graph.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case mermaid
    case dot
    case svg
  }

  @Argument(help: "The pipeline; - for standard input. Without one, that of the repository.")
  var path: String?

  @Option(name: .shortAndLong, help: "The file to write, instead of standard output.")
  var output: String?

  @Option(help: "The format.")
  var format: Format = .mermaid

  @OptionGroup var place: PlaceOptions

  func run() throws {
    try Command.run { () throws(UsageError) in
      let input = try TrustInput(path, at: place, withFindings: false)
      let graph = TrustGraph(input.survey)
      let text =
        switch format {
        case .mermaid: GraphText.mermaid(graph)
        case .dot: GraphText.dot(graph)
        case .svg: GraphSVG.render(graph)
        }
      try Console.output(text, to: output)
      return input.isIncomplete ? .incomplete : .clean
    }
  }
}

extension Console {
  /// Writes a report to a file; to standard output when none is named.
  static func output(_ text: String, to file: String?) throws(UsageError) {
    guard let file else { return output(text) }
    try FileOutput.write(text, to: file)
  }
}
