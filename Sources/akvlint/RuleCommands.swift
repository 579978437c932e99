import ArgumentParser
import BuiltInRules
import GitLabCI
import Reporting
import RuleEngine

/// `akvlint rules`: what there is to know about rules.
struct Rules: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules",
    abstract: "Tell about rules.",
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
      case .text: Console.output(RuleText.table(BuiltInRules.all))
      case .json: Console.output(RuleText.json(BuiltInRules.all))
      }
    }
  }
}

/// `akvlint explain`: what a rule is about.
struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explain a rule: what it finds, what happens at run time, what to type."
  )

  @Argument(help: "Rules, by ID (AKV202) or name (undefined-token).")
  var ids: [String]

  @Option(help: "When to colour the text.")
  var color: ColourMode = .auto

  func run() throws {
    var status = ExitStatus.clean
    for id in ids {
      let rules = BuiltInRules.all
      if let rule = rules.first(where: { $0.id == id.uppercased() || $0.name == id }) {
        Console.output(RuleText.explain(rule, isColoured: Console.isColoured(color)))
      } else {
        let known = rules.flatMap { [$0.id, $0.name] }
        let hint = Spelling.closest(to: id, among: known).map { "; did you mean \($0)?" } ?? ""
        Console.note("there is no rule \(id)\(hint)")
        status = .usage
      }
    }
    throw ExitCode(status.rawValue)
  }
}
