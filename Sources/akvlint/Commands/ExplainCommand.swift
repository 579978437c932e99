import ArgumentParser
import AzureFederation
import BuiltInRules
import Evidence
import Linting
import Reporting
import RuleEngine
import TextFormats

/// `akvlint explain`: what a rule or an error is about.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explain a rule or an error code: its cause and its fix.",
    discussion: """
      Examples:
        akvlint explain AKV202
        akvlint explain AADSTS700213
        akvlint explain ForbiddenByRbac
      """
  )

  @Argument(
    help: """
      Rules by ID (AKV202) or name (undefined-token), Entra codes (AADSTS700213), Key Vault codes \
      (ForbiddenByRbac), GitLab's failure reasons (secrets_provider_not_found).
      """,
    completion: Completions.explained
  )
  var ids: [String]

  @Option(help: "A folder with your own rules; repeatable (default: those of the configuration).")
  var rules: [String] = []

  @Option(help: "When to color the text.")
  var color: ColourMode = .auto

  func run() throws {
    try CommandRunner.run { () throws(UsageError) in
      var status = ExitStatus.clean
      var texts: [String] = []
      for id in ids.flatMap({ $0.split(separator: ",").map(String.init) }) {
        if let text = explanation(of: id, among: BuiltInRuleSet.all) {
          texts.append(text)
          continue
        }
        let all = try allRules()
        if let text = explanation(of: id, among: all) {
          texts.append(text)
        } else {
          let known = all.flatMap { [$0.id, $0.name] } + ErrorCatalogue.entries.map(\.code)
          let hint = Spelling.suggestion(for: id, among: known, isQuoted: false)
          Console.note("unknown rule or error \(id)\(hint)")
          status = .usage
        }
      }
      Console.output(texts.joined(separator: "\n"))
      return status
    }
  }

  /// The built-in rules and the user's own, which are read only for what is not built in.
  private func allRules() throws(UsageError) -> [RuleDefinition] {
    let workspace = try RuleSources.workspace(rules)
    RuleSources.note(workspace.configuration.problems)
    return workspace.rules
  }

  private func explanation(of id: String, among rules: [RuleDefinition]) -> String? {
    let text = Console.text(color)
    let rule = rules.first { $0.id == id || $0.name == id || $0.id == ASCII.uppercased(id) }
    if let rule { return RuleText.explain(rule, text) }
    return ErrorCatalogue.explanation(of: id).map {
      FailureText.explain($0, rules: BuiltInRuleSet.all, text)
    }
  }
}
