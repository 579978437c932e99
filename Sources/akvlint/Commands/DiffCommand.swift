import AccessPrediction
import ArgumentParser
import Files
import Linting
import Reporting

/// `akvlint diff`: what a change does to access.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Show what a change does to access: who can read what, before and after.",
    discussion: """
      Compares two commits, each judged with its own evidence. BASE is the base of the merge request \
      (CI_MERGE_REQUEST_DIFF_BASE_SHA), or else the last common commit with the default branch; HEAD \
      is the working tree. Both are read with git; nothing of the repository runs.
      Examples:
        akvlint diff
        akvlint diff main --format markdown -o note.md
        akvlint diff v1.4.0 v1.5.0 --fail-on gained
      """
  )

  /// The formats of the comparison.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case markdown
    case json
  }

  /// The changes that make the exit code 1.
  enum Threshold: String, ExpressibleByArgument, CaseIterable {
    case gained
    case broken
    case any
    case never

    func isReached(by changes: AccessChanges) -> Bool {
      switch self {
      case .gained: changes.changes.contains { $0.kind == .gained }
      case .broken: changes.changes.contains { $0.kind == .broken }
      case .any: !changes.isEmpty
      case .never: false
      }
    }
  }

  @Argument(help: "The revision to compare with.")
  var base: String?

  @Argument(help: "The revision to compare (default: the working tree).")
  var head: String?

  @Flag(help: "Compare Git's index instead of the working tree.")
  var staged = false

  @Option(name: .shortAndLong, help: "The format.")
  var format: Format = .text

  @Option(
    name: .shortAndLong,
    help: "The file to write (default: standard output).",
    completion: .file()
  )
  var output: String?

  @Option(
    help: "The changes of access that make the exit code 1: gained, broken or any of them."
  )
  var failOn: Threshold = .never

  @Option(help: "When to color the text.")
  var color: ColourMode = .auto

  @OptionGroup var place: RepositoryOptions

  func validate() throws {
    if staged, head != nil { throw ValidationError("--staged cannot be combined with HEAD.") }
  }

  func run() throws {
    try CommandRunner.run { () throws(UsageError) in
      var workspaces = try place.workspaces()
      let main = try workspaces.main()
      for warning in main.warnings { Console.note(warning) }
      var choice = ChangeRange.Choice()
      choice.base = base
      choice.head = head
      choice.isStaged = staged
      let range = try ChangeRange(choice, in: main)
      var options = place.workspaceOptions
      options.root = main.repository.root
      let run = try ChangeRun(range, options: options, note: Console.note)
      let paths = ShownPaths(of: main.repository.root, from: HostSystem.currentFolder)
      try Console.output(text(run.report, paths), to: output)
      if run.isIncomplete { return .incomplete }
      return failOn.isReached(by: run.report.access) ? .findings : .clean
    }
  }

  private func text(_ report: ChangeReport, _ paths: ShownPaths) -> String {
    switch format {
    case .text:
      ChangeText.render(
        report,
        isColoured: output == nil && Console.isColoured(color),
        paths: paths
      )
    case .markdown: ChangeMarkdown.render(report)
    case .json: ChangeJSON.render(report)
    }
  }
}
