import Evidence
import Files
import Foundation
import LanguageServer
import Testing

/// A repository on disk, gone after the test, and an editor that has its pipeline open.
private final class Editor {
  var client = Client()
  let folder: String
  var uri: String { FileURI.uri("\(folder)/.gitlab-ci.yml") }

  init(_ files: [String: String], capabilities: String = "{}") throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "akvlint-\(UUID())")
    try FileManager.default.createDirectory(
      at: url.appending(path: ".git"),
      withIntermediateDirectories: true
    )
    folder = HostSystem.realPath(url.path) ?? url.path
    for (name, text) in files { try HostSystem.writeFile(text, to: "\(folder)/\(name)") }
    _ = try client.send("initialize", "{\"capabilities\":\(capabilities)}", id: 1)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func open(_ name: String, _ text: String) throws -> [DocumentValue] {
    let uri = FileURI.uri("\(folder)/\(name)")
    let escaped = text.replacing("\n", with: "\\n")
    _ = try client.send(
      "textDocument/didOpen",
      "{\"textDocument\":{\"uri\":\"\(uri)\",\"version\":1,\"text\":\"\(escaped)\"}}"
    )
    return try client.settle()
  }

  func change(_ range: String, _ text: String) throws -> [DocumentValue] {
    _ = try client.send(
      "textDocument/didChange",
      """
      {"textDocument":{"uri":"\(uri)","version":2},
       "contentChanges":[{"range":\(range),"text":"\(text)"}]}
      """
    )
    return try client.settle()
  }
}

private func range(_ line: Int, _ from: Int, _ to: Int) -> String {
  """
  {"start":{"line":\(line),"character":\(from)},"end":{"line":\(line),"character":\(to)}}
  """
}

@Suite struct ServerTests {
  static let pipeline = """
    get:
      id_tokens: {VAULT: {aud: api://AzureADTokenExchange}}
      variables: {AZURE_KEY_VAULT_SERVER_URL: "https://a.vault.azure.net", AZURE_CLIENT_ID: x, AZURE_TENANT_ID: y}
      secrets:
        P: # 🔑
          token: VAULT
          azure_key_vault: {name: a}
      script: [./deploy]

    """.replacing("\"", with: "'")

  @Test func changesAreLintedAndCleared() throws {
    let editor = try Editor([".gitlab-ci.yml": Self.pipeline])
    let opened = try editor.open(".gitlab-ci.yml", Self.pipeline)
    let found = try #require(Client.diagnostics(opened, of: editor.uri))
    #expect(found.contains("5:13 AKV203"))
    let changed = try editor.change(range(5, 13, 13), "$")
    let left = try #require(Client.diagnostics(changed, of: editor.uri))
    #expect(left == found.filter { $0 != "5:13 AKV203" })
    #expect(changed.last?["params"]?["version"]?.integer == 2)
    _ = try editor.client.send(
      "textDocument/didClose",
      "{\"textDocument\":{\"uri\":\"\(editor.uri)\"}}"
    )
    #expect(Client.diagnostics(try editor.client.settle(), of: editor.uri) == [])
  }

  @Test func manyChangesAreLintedOnce() throws {
    let editor = try Editor([".gitlab-ci.yml": ""])
    for _ in 0..<3 {
      _ = try editor.client.send(
        "textDocument/didOpen",
        "{\"textDocument\":{\"uri\":\"\(editor.uri)\",\"text\":\"a: {script: x}\"}}"
      )
    }
    #expect(try editor.client.settle().count == 1)
    #expect(try editor.client.settle().isEmpty)
  }

  @Test func anIncludedFileIsLintedThroughItsPipeline() throws {
    let editor = try Editor([
      ".gitlab-ci.yml": "include: {local: /part.yml}\n", "part.yml": "x: {script: y}\n",
    ])
    let messages = try editor.open("part.yml", Self.pipeline)
    let found = Client.diagnostics(messages, of: FileURI.uri("\(editor.folder)/part.yml"))
    #expect(found?.contains("5:13 AKV203") == true)
  }

  @Test func actionsFixAndSuppress() throws {
    let editor = try Editor([".gitlab-ci.yml": Self.pipeline])
    _ = try editor.open(".gitlab-ci.yml", Self.pipeline)
    let answer = try editor.client.send(
      "textDocument/codeAction",
      """
      {"textDocument":{"uri":"\(editor.uri)"},"range":\(range(5, 14, 14)),
       "context":{"diagnostics":[],"only":["quickfix"]}}
      """,
      id: 2
    )
    let actions = answer.last?["result"]?.elements ?? []
    let texts = actions.map {
      $0["edit"]?["changes"]?[editor.uri]?.elements.first?["newText"]?.text
    }
    #expect(texts == ["$VAULT", "      # akvlint: ignore[AKV203] say why\n"])
    #expect(actions.map { $0["isPreferred"]?.bool } == [true, false])
  }

  @Test func actionsSayWhatTheySettleAndForWhichState() throws {
    let editor = try Editor(
      [".gitlab-ci.yml": Self.pipeline],
      capabilities: "{\"workspace\":{\"workspaceEdit\":{\"documentChanges\":true}}}"
    )
    _ = try editor.open(".gitlab-ci.yml", Self.pipeline)
    _ = try editor.change(range(8, 0, 0), "#")
    let answer = try editor.client.send(
      "textDocument/codeAction",
      """
      {"textDocument":{"uri":"\(editor.uri)"},"range":\(range(5, 14, 14)),
       "context":{"diagnostics":[],"only":["quickfix"]}}
      """,
      id: 2
    )
    let action = try #require(answer.last?["result"]?.elements.first)
    #expect(action["diagnostics"]?.elements.map { $0["code"]?.text } == ["AKV203"])
    #expect(action["edit"]?["changes"] == nil)
    let change = try #require(action["edit"]?["documentChanges"]?.elements.first)
    #expect(change["textDocument"]?["uri"]?.text == editor.uri)
    #expect(change["textDocument"]?["version"]?.integer == 2)
    #expect(change["edits"]?.elements.map { $0["newText"]?.text } == ["$VAULT"])
  }

  @Test func theConfigurationCountsAsItStandsInTheEditor() throws {
    let editor = try Editor([".gitlab-ci.yml": Self.pipeline, ".akvlint.yml": "rules: {}\n"])
    let opened = try editor.open(".gitlab-ci.yml", Self.pipeline)
    #expect(Client.diagnostics(opened, of: editor.uri)?.contains("5:13 AKV203") == true)
    let changed = try editor.open(".akvlint.yml", "rules: {AKV203: off}\n")
    #expect(Client.diagnostics(changed, of: editor.uri)?.contains("5:13 AKV203") == false)
    let uri = FileURI.uri("\(editor.folder)/.akvlint.yml")
    let broken = try editor.open(".akvlint.yml", "rulez: {}\n")
    #expect(Client.diagnostics(broken, of: uri)?.isEmpty == false)
    _ = try editor.client.send(
      "textDocument/didClose",
      "{\"textDocument\":{\"uri\":\"\(uri)\"}}"
    )
    let closed = try editor.client.settle()
    #expect(Client.diagnostics(closed, of: editor.uri)?.contains("5:13 AKV203") == true)
  }

  /// Several fixes are one edit, from the first changed character to the last.
  @Test(arguments: ["\\n", "\\r\\n"])
  func allFixesAreOneEdit(lineBreak: String) throws {
    let editor = try Editor([".gitlab-ci.yml": Self.pipeline])
    let second = "    \u{1F511}:\n      token: VAULT\n      azure_key_vault: {name: b}\n  script:"
    let text = Self.pipeline.replacing("  script:", with: second).replacing("# 🔑", with: "")
    _ = try editor.open(".gitlab-ci.yml", text.replacing("\n", with: lineBreak))
    let answer = try editor.client.send(
      "textDocument/codeAction",
      """
      {"textDocument":{"uri":"\(editor.uri)"},"range":\(range(0, 0, 0)),
       "context":{"only":["source"]}}
      """,
      id: 2
    )
    let edits = answer.last?["result"]?.elements.first?["edit"]?["changes"]?[editor.uri]?.elements
    #expect(edits?.count == 1)
    let edit = try #require(edits?.first)
    #expect(edit["range"]?["start"]?["line"]?.integer == 5)
    #expect(edit["range"]?["end"]?["line"]?.integer == 8)
    let lines = ["$VAULT", "      azure_key_vault: {name: a}", "    🔑:", "      token: $"]
    let plain = lineBreak == "\\n" ? "\n" : "\r\n"
    #expect(edit["newText"]?.text == lines.joined(separator: plain))
  }

  /// Inserted text uses the file's own line breaks.
  @Test func actionsKeepLineBreaks() throws {
    let editor = try Editor([".gitlab-ci.yml": Self.pipeline])
    let text = Self.pipeline.replacing("\n", with: "\\r\n")
    _ = try editor.open(".gitlab-ci.yml", text)
    let answer = try editor.client.send(
      "textDocument/codeAction",
      "{\"textDocument\":{\"uri\":\"\(editor.uri)\"},\"range\":\(range(5, 14, 14)),\"context\":{}}",
      id: 2
    )
    let texts = (answer.last?["result"]?.elements ?? []).compactMap {
      $0["edit"]?["changes"]?[editor.uri]?.elements.first?["newText"]?.text
    }
    #expect(texts == ["$VAULT", "      # akvlint: ignore[AKV203] say why\r\n", "$"])
  }

  @Test(arguments: [
    ("{", -32700), ("[]", -32600), ("3", -32600), (#"{"id":1,"method":"x"}"#, -32002),
  ])
  func garbageIsAnswered(body: String, code: Int) throws {
    var client = Client()
    #expect(try client.raw(body).first?["error"]?["code"]?.integer == code)
  }

  @Test(arguments: [
    ("textDocument/didOpen", "{}"), ("textDocument/didChange", "[]"),
    ("textDocument/didClose", "1"),
    ("textDocument/didOpen", #"{"textDocument":{"uri":"http://a","text":""}}"#), ("$/x", "null"),
  ])
  func strangeNotificationsAreIgnored(method: String, parameters: String) throws {
    let editor = try Editor([:])
    #expect(try editor.client.send(method, parameters).isEmpty)
    #expect(try editor.client.settle().isEmpty)
  }

  @Test(arguments: [(true, 0), (false, 1)])
  func theExitCodeTellsWhetherItWasAnnounced(isAnnounced: Bool, code: Int32) throws {
    let editor = try Editor([:])
    if isAnnounced { _ = try editor.client.send("shutdown", "null", id: 2) }
    _ = try editor.client.send("exit", "null")
    #expect(editor.client.server.exitCode == code)
  }

  @Test(arguments: [
    ("{}", "utf-16"), (#"{"general":{"positionEncodings":["utf-16","utf-8"]}}"#, "utf-8"),
  ])
  func theEncodingIsNegotiated(capabilities: String, encoding: String) throws {
    var client = Client()
    let answer = try client.send("initialize", "{\"capabilities\":\(capabilities)}", id: 1)
    #expect(answer.first?["result"]?["capabilities"]?["positionEncoding"]?.text == encoding)
  }
}
