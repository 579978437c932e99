import Testing

@Suite struct LanguageServerTests {
  private static func message(_ body: String) -> String {
    "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
  }

  @Test func speaksOverStandardInputAndOutput() throws {
    let bodies = [
      #"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}"#,
      #"{"jsonrpc":"2.0","id":"two","method":"shutdown"}"#,
      #"{"jsonrpc":"2.0","method":"exit"}"#,
    ]
    let input = bodies.map(Self.message).joined()
    let outcome = try Tool.run(["lsp"], input: Array(input.utf8))
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
    #expect(outcome.output.hasSuffix(Self.message(#"{"jsonrpc":"2.0","id":"two","result":null}"#)))
  }

  @Test(arguments: ["", "GET / HTTP/1.1\r\n\r\n", "Content-Length: 9"])
  func otherInputEndsIt(input: String) throws {
    #expect(try Tool.run(["lsp"], input: Array(input.utf8)).status == 1)
  }
}
