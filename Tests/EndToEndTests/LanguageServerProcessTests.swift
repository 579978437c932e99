import Foundation
import Testing

/// The language server as an editor starts it: the built binary, messages over its streams.
@Suite struct LanguageServerProcessTests {
  static let wrong =
    "deploy:\\n  secrets: {P: {token: JWT, azure_key_vault: {name: a}}}\\n  script: x\\n"

  @Test func aSession() throws {
    let repository = try TemporaryRepository(text: [".gitlab-ci.yml": ""])
    let uri = "file://\(repository.path)/.gitlab-ci.yml"
    let outcome = try Self.run(
      [
        #"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}"#,
        """
        {"jsonrpc":"2.0","method":"textDocument/didOpen",
         "params":{"textDocument":{"uri":"\(uri)","version":4,"text":"\(Self.wrong)"}}}
        """,
        """
        {"jsonrpc":"2.0","id":2,"method":"textDocument/hover",
         "params":{"textDocument":{"uri":"\(uri)"},"position":{"line":1,"character":16}}}
        """,
        #"{"jsonrpc":"2.0","id":3,"method":"shutdown"}"#, #"{"jsonrpc":"2.0","method":"exit"}"#,
      ],
      in: repository.path
    )
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
    #expect(outcome.output.contains(#""code":"AKV203""#))
    #expect(outcome.output.contains(#""version":4"#))
    #expect(outcome.output.contains("Which ID token signs in"))
    #expect(outcome.output.hasSuffix(#"{"jsonrpc":"2.0","id":3,"result":null}"#))
  }

  /// The stream of messages contains nothing else, ever.
  @Test(arguments: ["", "Content-Length: 3\r\n\r\n{}"])
  func otherStreamsEndItQuietly(stream: String) throws {
    let outcome = try Tool.run(["lsp"], input: Array(stream.utf8))
    #expect(outcome.status == 1)
    #expect(outcome.output.isEmpty)
  }

  @Test func garbageIsAnsweredAndSkipped() throws {
    let bodies = [
      #"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}"#,
      #"{"jsonrpc":"2.0","id":3,"method":"shutdown"}"#, #"{"jsonrpc":"2.0","method":"exit"}"#,
    ]
    let stream = bodies.map { "Content-Length: \($0.utf8.count)\r\n\r\n\($0)" }.joined()
    let outcome = try Tool.run(["lsp"], input: Array(("Length: 2\r\n\r\n{}" + stream).utf8))
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("skipped up to the next header"))
    #expect(outcome.output.contains(#""id":null,"error":{"code":-32700"#))
    #expect(outcome.output.hasSuffix(#"{"jsonrpc":"2.0","id":3,"result":null}"#))
  }

  @Test func optionsAreThoseOfACheck() throws {
    let repository = try TemporaryRepository(text: [
      ".gitlab-ci.yml": "", "other.yml": "rules: {AKV203: {severity: info}}\n",
    ])
    let uri = "file://\(repository.path)/.gitlab-ci.yml"
    let outcome = try Self.run(
      [
        #"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}"#,
        """
        {"jsonrpc":"2.0","method":"textDocument/didOpen",
         "params":{"textDocument":{"uri":"\(uri)","version":4,"text":"\(Self.wrong)"}}}
        """,
        #"{"jsonrpc":"2.0","id":3,"method":"textDocument/documentSymbol"}"#,
        #"{"jsonrpc":"2.0","id":4,"method":"shutdown"}"#, #"{"jsonrpc":"2.0","method":"exit"}"#,
      ],
      in: repository.path,
      options: ["--config", "other.yml"]
    )
    #expect(outcome.status == 0)
    #expect(outcome.output.contains(#""severity":3,"code":"AKV203""#), "\(outcome.output)")
  }

  private static func run(
    _ bodies: [String],
    in folder: String,
    options: [String] = []
  ) throws -> Tool.Outcome {
    let stream = bodies.map { "Content-Length: \($0.utf8.count)\r\n\r\n\($0)" }.joined()
    return try Tool.run(["lsp"] + options, in: folder, input: Array(stream.utf8))
  }
}
