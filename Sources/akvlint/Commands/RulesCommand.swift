import ArgumentParser
import BuiltInRules
import Evidence
import GitLabCI
import Linting
import Reporting
import RuleEngine
import YAMLSyntax

/// `akvlint rules`: what there is to know about rules.
struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules",
    abstract: "List rules, test them, and print their schema.",
    subcommands: [List.self, Test.self, FileSchema.self, Docs.self],
    defaultSubcommand: List.self
  )

  /// `akvlint rules list`.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list",
      abstract: "List the rules.",
      discussion: """
        Examples:
          akvlint rules list
          akvlint rules list --select AKV4 --format json
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
      help: "Rules to list: IDs, names, prefixes of IDs, recommended, strict or all."
    )
    var select: [String] = []

    @Option(help: "A folder with rules of your own; can be repeated.")
    var rules: [String] = []

    func run() throws {
      try CommandRunner.run { () throws(UsageError) in
        let pack = try RulePackFiles.read(rules, known: BuiltInRuleSet.all)
        for problem in pack.problems {
          let start = problem.span.start
          Console.note("\(problem.path):\(start.line):\(start.column): \(problem.message)")
        }
        let shown = try selected(BuiltInRuleSet.all + pack.rules)
        switch format {
        case .text:
          let newest = "Keywords and values up to GitLab \(GitLabFeature.newest)\n"
          Console.output(RuleText.table(shown) + (select.isEmpty ? newest : ""))
        case .json: Console.output(RuleText.json(shown))
        }
        return pack.problems.isEmpty ? .clean : .usage
      }
    }

    private func selected(_ all: [RuleDefinition]) throws(UsageError) -> [RuleDefinition] {
      let selectors = try RuleSelectors(select, among: all)
      return all.filter(selectors.include)
    }
  }
}
