import Evidence
import Foundation
import LanguageServer
import Testing

/// An editor's requests about a pipeline: two files, with evidence.
@Suite struct FeatureTests {
  static let root = """
    include: ci/azure.yml
    deploy:
      extends: .azure
      variables: {AZURE_KEY_VAULT_SERVER_URL: "https://shop.vault.azure.net"}
      secrets:
        # 🔑
        PASSWORD:
          azure_key_vault:
            name: password
          token: $AZURE_JWT
      script: ./deploy.sh

    """
  static let included = """
    .azure:
      id_tokens:
        AZURE_JWT:
          aud: api://AzureADTokenExchange

    """
  static let configuration = """
    gitlab: {url: https://gitlab.com, project: group/project, default_branch: main}
    azure:
      identities:
        - client_id: 11111111-2222-3333-4444-555555555555
          tenant_id: 66666666-7777-8888-9999-000000000000
          credentials:
            - name: main
              issuer: https://gitlab.com
              subject: project_path:group/project:ref_type:branch:ref:main
              audiences: [api://AzureADTokenExchange]
    variables:
      - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}
      - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}

    """

  static func editor(_ text: String = root) throws -> FeatureEditor {
    try FeatureEditor(
      [".akvlint.yml": configuration, ".gitlab-ci.yml": root, "ci/azure.yml": included],
      open: text
    )
  }

  // MARK: Hover

  @Test(arguments: [
    (7, 10, "azure_key_vault"), (8, 9, "`name`"), (9, 8, "`token`"),
    (
      9, 16,
      "ID token `AZURE_JWT` for `api://AzureADTokenExchange`, defined in `ci/azure.yml`, line 3"
    ),
    (9, 16, "it comes through"),
    (6, 5, "- `deploy`, `default-branch`: **works**"),
    (6, 5, "- `deploy`, `tag`: **fails** with `AADSTS700213`"),
  ])
  func hover(line: Int, character: Int, expected: String) throws {
    let answer = try Self.editor().ask("hover", line, character)
    #expect(answer?["contents"]?["value"]?.text?.contains(expected) == true, "\(answer as Any)")
  }

  @Test func hoverOnAFindingTellsTheRule() throws {
    let editor = try Self.editor(Self.root.replacing("$AZURE_JWT", with: "$AZURE_JWTS"))
    let text = try editor.ask("hover", 9, 16)?["contents"]?["value"]?.text ?? ""
    #expect(text.hasPrefix("**AKV202 undefined-token**"))
    #expect(text.contains("/docs/rules/AKV202-undefined-token.md)"))
  }

  /// A rule of the repository must not make an editor fetch or open anything.
  @Test func rulesOfTheRepositoryAreNoMarkdown() throws {
    let rule = Self.rule.replacing("«why»", with: "![a](https://evil.example/a.png) <b>")
    let editor = try FeatureEditor(
      [
        ".akvlint.yml": "rule_packs: [ci]\n", "ci/OWN1-no-scripts.yml": rule,
        ".gitlab-ci.yml": "job: {script: x}\n",
      ],
      open: "job: {script: x}\n"
    )
    let text = try editor.ask("hover", 0, 1)?["contents"]?["value"]?.text ?? ""
    #expect(text.contains(#"\!\[a\]\(https\:\/\/evil\.example\/a\.png\) \<b\>"#), "\(text)")
    #expect(!text.contains("More on this rule"))
    #expect(editor.opened.contains("OWN1"))
    #expect(!editor.opened.contains("command:"))
  }

  static let rule = """
    id: OWN1
    name: no-scripts
    since: "0.1"
    severity: warning
    profile: recommended
    roles: [pipeline]
    title: A job
    for: job
    assert: "false"
    at: job
    message: a job
    identity: [job]
    ignorable: true
    params: {}
    why: "«why»"
    remedy: none
    references: ["command:evil"]
    examples: {bad: [], good: []}

    """

  @Test func hoverOnNothingIsNull() throws {
    #expect(try Self.editor().ask("hover", 10, 12) == nil)
  }

  @Test func textOfTheRepositoryIsNoMarkdown() throws {
    let name = "A`](https://evil.example)`"
    let editor = try Self.editor(Self.root.replacing("PASSWORD", with: name))
    let text = try editor.ask("hover", 6, 5)?["contents"]?["value"]?.text ?? ""
    #expect(text.contains("`A'](https://evil.example)'`"))
  }

  // MARK: Completion

  static let typed = """
    deploy:
      extends: .azure
      secrets:
        PASSWORD:
          azure_key_vault:
            name: password
    """

  @Test(arguments: [
    ("\n      token: ", ["$AZURE_JWT"]),
    ("\n      token: $A", ["$AZURE_JWT"]),
    ("\n      token: $X", []),
    ("\n      ", ["azure_key_vault:", "token: ", "file: "]),
    ("\n      to", ["token: "]),
    ("\n        v", ["version: "]),
    ("\n  s", ["secrets:"]),
    ("\n  id_tokens:\n    JWT:\n      ", ["aud: "]),
    (
      "\n  id_tokens:\n    JWT:\n      aud: ", ["api://AzureADTokenExchange", "https://gitlab.com"]
    ),
    ("\n  script: ", []),
  ])
  func completion(end: String, expected: [String]) throws {
    let text = "include: ci/azure.yml\n\(Self.typed)\(end)"
    let editor = try Self.editor(text)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let answer = try editor.ask("completion", lines.count - 1, lines.last?.count ?? 0)
    #expect(answer?.elements.compactMap { $0["label"]?.text } == expected)
  }

  @Test func completionReplacesWhatIsTyped() throws {
    let editor = try Self.editor(Self.root.replacing("$AZURE_JWT", with: "$AZ"))
    let edit = try editor.ask("completion", 9, 16)?.elements.first?["textEdit"]
    #expect(FeatureEditor.text(edit?["range"]) == "9:13-9:16")
    #expect(edit?["newText"]?.text == "$AZURE_JWT")
  }

  // MARK: Ways

  @Test(arguments: [
    (9, 16, ["ci/azure.yml 2:4-2:13"]), (2, 12, ["ci/azure.yml 0:0-0:6"]),
    (0, 12, ["ci/azure.yml 0:0-0:0"]), (4, 4, []),
  ])
  func definition(line: Int, character: Int, expected: [String]) throws {
    let editor = try Self.editor()
    #expect(editor.places(try editor.ask("definition", line, character)) == expected)
  }

  @Test(arguments: [
    (9, 16, [".gitlab-ci.yml 9:13-9:23", "ci/azure.yml 2:4-2:13"]),
    (2, 12, [".gitlab-ci.yml 2:11-2:17", "ci/azure.yml 0:0-0:6"]),
  ])
  func references(line: Int, character: Int, expected: [String]) throws {
    let editor = try Self.editor()
    let context = ",\"context\":{\"includeDeclaration\":true}"
    let all = editor.places(try editor.ask("references", line, character, context))
    #expect(all == expected)
    let uses = editor.places(try editor.ask("references", line, character))
    #expect(uses == [expected[0]])
  }

  @Test func outline() throws {
    let symbols = try Self.editor().ask("documentSymbol", 0, 0)?.elements ?? []
    #expect(symbols.compactMap { $0["name"]?.text } == ["include", "deploy"])
    #expect(symbols.compactMap { $0["kind"]?.integer } == [2, 12])
    let children = symbols.last?["children"]?.elements ?? []
    #expect(children.compactMap { $0["name"]?.text } == ["PASSWORD"])
    #expect(FeatureEditor.text(children.first?["selectionRange"]) == "6:4-6:12")
  }

  @Test func verdictsAreHints() throws {
    let range =
      ",\"range\":{\"start\":{\"line\":0,\"character\":0},\"end\":{\"line\":20,\"character\":0}}"
    let hints = try Self.editor().ask("inlayHint", 0, 0, range)?.elements ?? []
    #expect(hints.count == 1)
    #expect(hints.first?["position"]?["line"]?.integer == 6)
    #expect(hints.first?["label"]?.text?.hasPrefix("fails with AADSTS700213 in ") == true)
  }

  @Test(arguments: [
    "hover", "completion", "definition", "references", "documentSymbol", "inlayHint",
  ])
  func nothingIsKnownOfAFileThatIsNotOpen(method: String) throws {
    let editor = try Self.editor()
    editor.uri = "file:///nowhere.yml"
    #expect(try editor.ask(method, 0, 0) == nil)
  }

  /// Clients often ask about a file that is not valid YAML: while the user types.
  @Test(arguments: [
    "hover", "completion", "definition", "references", "documentSymbol", "inlayHint",
  ])
  func brokenFilesAreAnswered(method: String) throws {
    let editor = try Self.editor("deploy: {secrets: [\n  \u{1F511}: !!!\n")
    for line in 0...3 { #expect(try editor.ask(method, line, 4)?.elements.isEmpty ?? true) }
  }
}

/// A repository on disk with its pipeline open.
final class FeatureEditor {
  var uri: String
  private var client = Client()
  private let repository: FeatureRepository
  private var number = 1
  /// The server's messages when the file was opened.
  private(set) var opened = ""

  init(_ files: [String: String], open text: String) throws {
    repository = try FeatureRepository(files)
    uri = repository.uri
    _ = try client.send("initialize", "{\"capabilities\":{}}", id: 1)
    _ = try client.raw(repository.opening(text))
    client.server.settle()
    opened = client.server.takeOutgoing().joined()
  }

  /// The answer to a request about a position; nil for null.
  func ask(
    _ method: String,
    _ line: Int,
    _ character: Int,
    _ rest: String = ""
  ) throws -> DocumentValue? {
    number += 1
    let parameters = """
      {"textDocument":{"uri":"\(uri)"},
       "position":{"line":\(line),"character":\(character)}\(rest)}
      """
    let answers = try client.send("textDocument/\(method)", parameters, id: number)
    let answer = try #require(answers.last)
    #expect(answer["id"]?.integer == number && answer["error"] == nil)
    return answer["result"]
  }

  /// Locations as `path range`.
  func places(_ locations: DocumentValue?) -> [String]? {
    locations?.elements.map { location in
      let path = FileURI.path(location["uri"]?.text ?? "") ?? ""
      return "\(path.replacing("\(repository.folder)/", with: "")) \(Self.text(location["range"]))"
    }
  }

  /// A range as text.
  static func text(_ range: DocumentValue?) -> String {
    ["start", "end"].map { end in
      let position = range?[end]
      return "\(position?["line"]?.integer ?? -1):\(position?["character"]?.integer ?? -1)"
    }
    .joined(separator: "-")
  }
}
