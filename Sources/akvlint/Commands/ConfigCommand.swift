import ArgumentParser
import Files
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
          akvlint config show AKV209
          akvlint config show services/shop/.gitlab-ci.yml AKV2
        """
    )

    /// The formats of the settings.
    enum Format: String, ExpressibleByArgument, CaseIterable {
      case text
      case json
    }

    @Argument(
      help: ArgumentHelp(
        "A pipeline or a folder (default: the pipeline of the repository), and rules to show: IDs, "
          + "names or the beginning of IDs.",
        valueName: "path-or-rule"
      ),
      completion: Completions.rules
    )
    var subjects: [String] = []

    @Option(
      help: "Only these rules: IDs, names or prefixes of IDs; repeatable.",
      completion: Completions.rules
    )
    var rule: [String] = []

    @Option(name: .shortAndLong, help: "The format.")
    var format: Format = .text

    @OptionGroup var place: RepositoryOptions

    func run() throws {
      try CommandRunner.run { () throws(UsageError) in
        let paths = subjects.filter { HostSystem.kind($0) != nil || $0.contains("/") }
        guard paths.count <= 1 else {
          throw UsageError(message: "config show takes one path, not \(paths.count)")
        }
        let rule = rule + subjects.filter { !paths.contains($0) }
        let workspace = try place.workspace(for: paths.first)
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
