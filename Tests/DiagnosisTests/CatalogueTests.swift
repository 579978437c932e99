import AzureFederation
import BuiltInRules
import RuleEngine
import Testing

@Suite struct CatalogueTests {
  private static let all = ErrorCatalogue.entries

  @Test func codesAreThereOnce() {
    #expect(Set(Self.all.map(\.code)).count == Self.all.count)
  }

  @Test(arguments: all.map(\.code))
  func hasTwoSentencesAndARemedy(code: String) throws {
    let entry = try #require(ErrorCatalogue.entry(code))
    #expect(entry.explanation.hasSuffix("."))
    #expect(entry.explanation.split(separator: ". ").count == 2, "\(entry.explanation)")
    #expect(entry.remedy.hasSuffix("."))
    #expect(!entry.title.hasSuffix("."))
    #expect(!entry.references.isEmpty)
  }

  /// After renaming a rule, change this list, too.
  @Test func namesOnlyRulesThatExist() {
    let rules = Set(BuiltInRuleSet.all.map(\.id))
    for entry in Self.all { #expect(rules.isSuperset(of: entry.rules), "\(entry.code)") }
  }

  @Test(arguments: [
    ("aadsts700213", "AADSTS700213"), ("700213", "AADSTS700213"),
    ("forbiddenbyrbac", "ForbiddenByRbac"), ("AKV10032", "AKV10032"),
    ("Secrets_Provider_Not_Found", "secrets_provider_not_found"), ("7002999", "AADSTS7002999"),
  ])
  func findsCodes(text: String, code: String) {
    #expect(ErrorCatalogue.explanation(of: text)?.code == code)
  }

  @Test(arguments: ["", "AADSTS", "AADSTS12", "AADSTS70021x", "1234", "AADSTS123456789012", "none"])
  func knowsWhatIsNoCode(text: String) {
    #expect(ErrorCatalogue.explanation(of: text) == nil)
  }

  @Test(arguments: [
    ("AADSTS7002999", nil, "federated credentials"), ("AADSTS70029", nil, "application or its"),
    ("AADSTS700999", nil, "application or its"),
    ("AADSTS909999", nil, "make sense of the request"), ("AADSTS53999", nil, "a policy of"),
    ("AADSTS123456", "invalid_scope", "the scope"), ("AADSTS123456", nil, "refused the sign-in"),
  ])
  func unknownCodesHaveFamilies(code: String, error: String?, title: String) {
    let entry = ErrorCatalogue.entraFamily(code: code, error: error)
    #expect(entry.isFamily)
    #expect(entry.title.contains(title), "\(entry.title)")
  }

  // MARK: Commands

  /// The commands for applications and for managed identities, with and without values.
  @Test(arguments: all.map(\.code))
  func hasCommandsThatTheShellAccepts(code: String) throws {
    let entry = try #require(ErrorCatalogue.entry(code))
    #expect(!entry.commands.isEmpty)
    let values = Dictionary(uniqueKeysWithValues: FailureFact.allCases.map { ($0, "a b'c") })
    for cloud in Cloud.allCases {
      for facts in [[:], values] {
        for command in entry.commands.flatMap({ $0.filled(with: facts, in: cloud, for: nil) }) {
          #expect(try Shell.accepts(command.text), "\(command.text)")
        }
      }
    }
  }

  /// A federated credential of a managed identity is not managed with `az ad app`.
  @Test(arguments: all.map(\.code))
  func managedIdentitiesHaveTheirOwnCommands(code: String) throws {
    let entry = try #require(ErrorCatalogue.entry(code))
    for command in entry.commands {
      let filled = command.filled(with: [:], in: .public, for: .managedIdentity)
      for command in filled { #expect(!command.text.hasPrefix("az ad app federated")) }
    }
  }

  @Test func commandsAreFilled() {
    let command = CommandTemplate("az x --name {vault} --id {application} --ip {address}")
    let filled = command.filled(with: [.vault: "kv-shop", .address: "--all"])
    #expect(filled.text == "az x --name kv-shop --id CLIENT_ID --ip IP_ADDRESS")
    #expect(filled.missing == [.application, .address])
  }

  /// Job logs are not trusted.
  @Test func valuesAreQuotedForTheShell() {
    let template = CommandTemplate("az x --y {subject} --parameters {new audience}")
    let filled = template.filled(with: [.subject: "$(id) `id` 'a", .audience: "a\"\\'"])
    #expect(
      filled.text == #"az x --y '$(id) `id` '\''a' --parameters '{"audiences":["a\"\\'\''"]}'"#
    )
  }
}
