import ArgumentParser
import Evidence
import GitLabCI
import Linting
import Reporting
import RuleEngine

/// `akvlint rules`: what there is to know about rules.
struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules",
    abstract: "List rules, write and test your own, and print their schema.",
    subcommands: [List.self, New.self, Test.self, FileSchema.self, Docs.self],
    defaultSubcommand: List.self
  )

  /// `akvlint rules list`.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list",
      abstract: "List the rules, with those of the repository's configuration.",
      discussion: """
        Examples:
          akvlint rules list --select AKV2
          akvlint rules list --rules policies --select SHOP -f json
        """
    )

    /// The formats of the list.
    enum Format: String, ExpressibleByArgument, CaseIterable {
      case text
      case json
    }

    @Option(name: .shortAndLong, help: "The list's format.")
    var format: Format = .text

    @Option(
      help: """
        Rules to list, separated by commas: IDs, names, prefixes of IDs, recommended, strict or all.
        """,
      completion: Completions.rules
    )
    var select: [String] = []

    @Option(help: "A folder with your own rules; repeatable.")
    var rules: [String] = []

    func run() throws {
      try CommandRunner.run { () throws(UsageError) in
        let workspace = try RuleSources.workspace(rules)
        let problems = workspace.configuration.problems
        RuleSources.note(problems)
        let shown = try selected(workspace.rules)
        switch format {
        case .text:
          let newest = "Keywords and values up to GitLab \(GitLabFeature.newest)\n"
          Console.output(
            RuleText.table(shown, Console.text(.never)) + (select.isEmpty ? newest : "")
          )
        case .json: Console.output(RuleText.json(shown))
        }
        return problems.isEmpty ? .clean : .usage
      }
    }

    private func selected(_ all: [RuleDefinition]) throws(UsageError) -> [RuleDefinition] {
      let selectors = try RuleSelectors(select, among: all)
      return all.filter(selectors.include)
    }
  }
}
