import ArgumentParser
import BuiltInRules
import GitLabCI
import Reporting

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
      abstract: "List the rules."
    )

    /// The formats of the list.
    enum Format: String, ExpressibleByArgument, CaseIterable {
      case text
      case json
    }

    @Option(help: "The list's format.")
    var format: Format = .text

    func run() {
      switch format {
      case .text:
        let newest = "Keywords and values up to GitLab \(GitLabFeature.newest)\n"
        Console.output(RuleText.table(BuiltInRuleSet.all) + newest)
      case .json: Console.output(RuleText.json(BuiltInRuleSet.all))
      }
    }
  }
}
