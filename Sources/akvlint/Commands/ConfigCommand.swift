import ArgumentParser
import Linting
import RuleEngine

/// `akvlint config`: the settings that apply.
struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Show the settings that apply.",
    subcommands: [Show.self],
    defaultSubcommand: Show.self
  )

  /// `akvlint config show`.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "Show which files the settings come from, and why a rule is on.",
      discussion: """
        Examples:
          akvlint config show
          akvlint config show services/shop/.gitlab-ci.yml --rule AKV209
        """
    )

    /// The formats of the settings.
    enum Format: String, ExpressibleByArgument, CaseIterable {
      case text
      case json
    }

    @Argument(help: "A pipeline or a folder (default: the pipeline of the repository).")
    var path: String?

    @Option(help: "Only these rules: IDs, names or prefixes of IDs; can be repeated.")
    var rule: [String] = []

    @Option(name: .shortAndLong, help: "The format.")
    var format: Format = .text

    @OptionGroup var place: RepositoryOptions

    func run() throws {
      try CommandRunner.run { () throws(UsageError) in
        let workspace = try place.workspace(for: path)
        for warning in workspace.warnings { Console.note(warning) }
        let selectors = try RuleSelectors(rule, among: workspace.rules)
        var overview = ConfigurationOverview(workspace)
        if !rule.isEmpty { overview.show(only: selectors.include) }
        Console.output(format == .json ? overview.json : overview.text)
        try workspace.configuration.requireNoProblems(note: Console.note)
        return .clean
      }
    }
  }
}
