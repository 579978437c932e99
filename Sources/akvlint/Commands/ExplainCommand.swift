import ArgumentParser
import AzureFederation
import BuiltInRules
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

  @Option(help: "When to color the text.")
  var color: ColourMode = .auto

  func run() throws {
    var status = ExitStatus.clean
    var texts: [String] = []
    for id in ids {
      if let text = explanation(of: id) {
        texts.append(text)
      } else {
        let rules = BuiltInRuleSet.all.flatMap { [$0.id, $0.name] }
        let known = rules + ErrorCatalogue.entries.map(\.code)
        let hint = Spelling.closest(to: id, among: known).map { "; did you mean \($0)?" } ?? ""
        Console.note("there is no rule or error \(id)\(hint)")
        status = .usage
      }
    }
    Console.output(texts.joined(separator: "\n"))
    throw ExitCode(status.rawValue)
  }

  private func explanation(of id: String) -> String? {
    let rules = BuiltInRuleSet.all
    let text = Console.text(color)
    if let rule = rules.first(where: { $0.id == id.uppercased() || $0.name == id }) {
      return RuleText.explain(rule, text)
    }
    return ErrorCatalogue.explanation(of: id).map {
      FailureText.explain($0, rules: rules, text)
    }
  }
}
