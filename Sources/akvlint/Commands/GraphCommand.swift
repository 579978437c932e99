import ArgumentParser
import Linting
import TrustReport

/// `akvlint graph`: the ways from jobs to secrets, for documentation and comments.
struct GraphCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "graph",
    abstract: "Draw which job can read which secret, for documentation and comments.",
    discussion: """
      Examples:
        akvlint graph
        akvlint graph --format svg -o trust.svg
      """
  )

  /// The formats of the graph.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case mermaid
    case dot
    case svg
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

  @Option(name: .shortAndLong, help: "The format.")
  var format: Format = .mermaid

  @OptionGroup var place: RepositoryOptions

  func run() throws {
    try CommandRunner.run { () throws(UsageError) in
      let input = try TrustInput(
        place.pipeline(path),
        withFindings: false,
        version: BuildVersion.number,
        note: Console.note
      )
      let graph = TrustGraph(input.survey)
      let text =
        switch format {
        case .mermaid: GraphText.mermaid(graph)
        case .dot: GraphText.dot(graph)
        case .svg: GraphSVG.render(graph)
        }
      try Console.output(text, to: output)
      return .of(input.excess, isIncomplete: input.isIncomplete)
    }
  }
}
