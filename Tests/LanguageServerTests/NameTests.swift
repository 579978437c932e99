import Evidence
import Foundation
import LanguageServer
import Testing

/// Names in several files of a pipeline: found, shown and renamed everywhere.
@Suite struct NameTests {
  static let root = """
    include: ci/azure.yml
    deploy:
      extends: .azure
      before_script:
        - !reference [.login, script]
      script:
        - ./deploy.sh "$PASSWORD" ${AZURE_JWT} $AZURE_JWT_OTHER
        - |
          echo %AZURE_JWT% $env:AZURE_JWT
    start:
      trigger: {include: ci/child.yml}

    """
  static let azure = """
    .login:
      script: [az login --federated-token "$AZURE_JWT"]
    .azure:
      id_tokens:
        AZURE_JWT: {aud: https://gitlab.com}
      secrets:
        PASSWORD:
          azure_key_vault: {name: password}
          token: "$AZURE_JWT"

    """
  static let child = """
    sell:
      script: x
      id_tokens: {SHOP: {aud: https://gitlab.com}}

    """

  static func editor(_ capabilities: String = "{}") throws -> NameEditor {
    try NameEditor(
      [".gitlab-ci.yml": root, "ci/azure.yml": azure, "ci/child.yml": child],
      capabilities
    )
  }

  // MARK: Definition and highlights

  @Test(arguments: [
    // From !reference, extends, the script's variable, the trigger's file.
    (4, 20, "ci/azure.yml 0:0-0:6"), (2, 12, "ci/azure.yml 2:0-2:6"),
    (6, 34, "ci/azure.yml 4:4-4:13"), (6, 22, "ci/azure.yml 6:4-6:12"),
    (10, 24, "ci/child.yml 0:0-0:0"),
  ])
  func definition(line: Int, character: Int, place: String) throws {
    let editor = try Self.editor()
    let answer = try editor.ask("textDocument/definition", line, character)
    #expect(editor.places(answer["result"]) == [place])
  }

  @Test func highlights() throws {
    let editor = try Self.editor()
    let answer = try editor.ask("textDocument/documentHighlight", 6, 34)
    let shown = answer["result"]?.elements.map {
      "\(NameEditor.text($0["range"])) \($0["kind"]?.integer ?? 0)"
    }
    #expect(shown == ["6:32-6:41 2", "8:12-8:21 2", "8:28-8:37 2"])
  }

  @Test(arguments: [
    ("", [".azure", ".login", "AZURE_JWT", "PASSWORD", "SHOP", "deploy", "sell", "start"]),
    ("jwt", ["AZURE_JWT"]), ("LOGIN", [".login"]), ("nothing", []),
  ])
  func symbols(query: String, names: [String]) throws {
    let answer = try Self.editor().send("workspace/symbol", "{\"query\":\"\(query)\"}")
    #expect(answer["result"]?.elements.compactMap { $0["name"]?.text } == names)
  }

  // MARK: Rename

  @Test(arguments: [
    (
      "an ID token", 6, 34, "VAULT_JWT",
      [
        ".gitlab-ci.yml 6:32-6:41", ".gitlab-ci.yml 8:12-8:21", ".gitlab-ci.yml 8:28-8:37",
        "ci/azure.yml 1:40-1:49", "ci/azure.yml 4:4-4:13", "ci/azure.yml 8:15-8:24",
      ]
    ),
    (
      "a secret", 6, 22, "DATABASE_PASSWORD",
      [".gitlab-ci.yml 6:20-6:28", "ci/azure.yml 6:4-6:12"]
    ),
    (
      "a hidden job", 2, 12, ".azure-jwt",
      [".gitlab-ci.yml 2:11-2:17", "ci/azure.yml 2:0-2:6"]
    ),
    (
      "a hidden job in !reference", 4, 20, ".sign-in",
      [".gitlab-ci.yml 4:18-4:24", "ci/azure.yml 0:0-0:6"]
    ),
  ])
  func rename(
    what: String,
    line: Int,
    character: Int,
    name: String,
    places: [String]
  ) throws {
    let editor = try Self.editor()
    let answer = try editor.ask(
      "textDocument/rename",
      line,
      character,
      ",\"newName\":\"\(name)\""
    )
    let changes = answer["result"]?["changes"]?.members ?? []
    let found = changes.flatMap { member in
      member.value.elements.map { edit in
        #expect(edit["newText"]?.text == name)
        return "\(editor.path(member.key)) \(NameEditor.text(edit["range"]))"
      }
    }
    #expect(found == places, "\(what)")
  }

  @Test(arguments: [
    (6, 34, "1ST", "letters, digits and _"), (6, 34, "PASSWORD", "already"),
    (2, 12, "azure", "a dot"), (2, 12, ".login", "already"), (1, 2, "x", "only ID tokens"),
  ])
  func badNamesAreRefused(line: Int, character: Int, name: String, words: String) throws {
    let editor = try Self.editor()
    let answer = try editor.ask(
      "textDocument/rename",
      line,
      character,
      ",\"newName\":\"\(name)\""
    )
    #expect(answer["error"]?["code"]?.integer == -32803)
    #expect(answer["error"]?["message"]?.text?.contains(words) == true, "\(answer)")
  }

  @Test func whatCanBeRenamedIsKnownBefore() throws {
    let editor = try Self.editor()
    let token = try editor.ask("textDocument/prepareRename", 6, 34)["result"]
    #expect(NameEditor.text(token?["range"]) == "6:32-6:41")
    #expect(token?["placeholder"]?.text == "AZURE_JWT")
    #expect(try editor.ask("textDocument/prepareRename", 1, 2)["result"] == nil)
  }

  // MARK: Diagnostics on request

  @Test func diagnosticsAreAnsweredToClientsThatAsk() throws {
    let editor = try Self.editor("{\"textDocument\":{\"diagnostic\":{}}}")
    #expect(!editor.opened.contains(editor.uri))
    let answer = try editor.ask("textDocument/diagnostic", 0, 0)
    #expect(answer["result"]?["kind"]?.text == "full")
    let codes = answer["result"]?["items"]?.elements.compactMap { $0["code"]?.text } ?? []
    #expect(codes.contains("AKV501"), "\(codes)")
  }

  @Test(arguments: [("{}", false), ("{\"textDocument\":{\"diagnostic\":{}}}", true)])
  func theyAreOfferedOnlyToThose(capabilities: String, isOffered: Bool) throws {
    var client = Client()
    let answer = try client.send("initialize", "{\"capabilities\":\(capabilities)}", id: 1)
    let offered = answer.first?["result"]?["capabilities"]
    #expect((offered?["diagnosticProvider"] != nil) == isOffered)
    #expect(offered?["renameProvider"]?["prepareProvider"]?.bool == true)
    #expect(offered?["workspaceSymbolProvider"]?.bool == true)
    #expect(offered?["documentHighlightProvider"]?.bool == true)
  }

  // MARK: Completion

  @Test(arguments: [
    ("# akvlint: ignore[AKV20", "AKV209", true),
    ("# akvlint: ignore[AKV209, unp", "unpinned-version", true),
    ("# akvlint: ignore-file[AKV2", "AKV202", true),
    ("# akvlint: ignore[AKV209] AKV20", "AKV209", false),
  ])
  func rulesAreCompletedInSuppressions(line: String, rule: String, isThere: Bool) throws {
    let text = "\(line)\n" + Self.root
    let editor = try NameEditor([".gitlab-ci.yml": text, "ci/azure.yml": Self.azure], "{}")
    let answer = try editor.ask("textDocument/completion", 0, line.count)
    let labels = answer["result"]?.elements.compactMap { $0["label"]?.text } ?? []
    #expect(labels.contains(rule) == isThere, "\(labels)")
  }

  @Test(arguments: [("OW", "OWN1"), ("no-", "no-scripts")])
  func ownRulesAreCompletedInSuppressions(typed: String, rule: String) throws {
    let line = "# akvlint: ignore[\(typed)"
    let editor = try NameEditor(
      [
        ".gitlab-ci.yml": "\(line)\njob: {script: x}\n", ".akvlint.yml": "rule_packs: [ci]\n",
        "ci/own.yml": "{id: OWN1, name: no-scripts, for: job, assert: 'false', message: a}\n",
      ],
      "{}"
    )
    let answer = try editor.ask("textDocument/completion", 0, line.count)
    let labels = answer["result"]?.elements.compactMap { $0["label"]?.text } ?? []
    #expect(labels == [rule])
  }

  @Test func theInstanceIsAnAudience() throws {
    let text = "deploy:\n  id_tokens:\n    T:\n      aud: \n  script: x\n"
    let editor = try NameEditor(
      [".gitlab-ci.yml": text, ".akvlint.yml": "gitlab: {url: https://git.example.com}\n"],
      "{}"
    )
    let answer = try editor.ask("textDocument/completion", 3, 11)
    let labels = answer["result"]?.elements.compactMap { $0["label"]?.text } ?? []
    #expect(labels == ["api://AzureADTokenExchange", "https://git.example.com"])
  }

  // MARK: Settings

  @Test(arguments: [
    ("exclude: ['*.yml']\n", false), ("profile: strict\n", true), ("profile: recommended\n", false),
  ])
  func theConfigurationsSettingsApply(configuration: String, isFound: Bool) throws {
    let text = """
      deploy:
        script: x
        id_tokens: {T: {aud: https://gitlab.com}}
        secrets: {P: {azure_key_vault: {name: n}, token: $T}}

      """
    let editor = try NameEditor([".gitlab-ci.yml": text, ".akvlint.yml": configuration], "{}")
    #expect(editor.opened.contains("AKV209") == isFound)
    if configuration.hasPrefix("exclude") { #expect(!editor.opened.contains("AKV")) }
  }
}

/// A repository on disk with its pipeline open, for any request.
final class NameEditor {
  let uri: String
  /// The server's messages when the pipeline was opened.
  private(set) var opened = ""
  private var client = Client()
  private let repository: FeatureRepository
  private var number = 1

  init(_ files: [String: String], _ capabilities: String) throws {
    repository = try FeatureRepository(files)
    uri = repository.uri
    _ = try client.send("initialize", "{\"capabilities\":\(capabilities)}", id: 1)
    _ = try client.raw(repository.opening(files[".gitlab-ci.yml"] ?? ""))
    client.server.settle()
    opened = client.server.takeOutgoing().joined()
  }

  /// The answer to a request about a position.
  func ask(
    _ method: String,
    _ line: Int,
    _ character: Int,
    _ rest: String = ""
  ) throws -> DocumentValue {
    try send(
      method,
      """
      {"textDocument":{"uri":"\(uri)"},
       "position":{"line":\(line),"character":\(character)}\(rest)}
      """
    )
  }

  /// The answer to a request.
  func send(_ method: String, _ parameters: String) throws -> DocumentValue {
    number += 1
    return try #require(try client.send(method, parameters, id: number).last)
  }

  /// Locations as `path range`.
  func places(_ locations: DocumentValue?) -> [String]? {
    locations?.elements.map { "\(path($0["uri"]?.text ?? "")) \(Self.text($0["range"]))" }
  }

  /// The path of a URI in the repository.
  func path(_ uri: String) -> String {
    (FileURI.path(uri) ?? "").replacing("\(repository.folder)/", with: "")
  }

  /// A range as text.
  static func text(_ range: DocumentValue?) -> String { FeatureEditor.text(range) }
}
