import LanguageServer
import Testing

@Suite struct MessageBufferTests {
  @Test(arguments: [
    ["Content-Length: 2\r\n\r\n{}"],
    ["Content-", "Length: 2\r", "\n\r\n", "{", "}"],
    ["content-length:2\r\nContent-Type: application/vscode-jsonrpc\r\n\r\n{}Content"],
  ])
  func bodiesAreCutOut(chunks: [String]) throws {
    var buffer = MessageBuffer()
    for chunk in chunks { buffer.append(Array(chunk.utf8)) }
    #expect(try buffer.next() == Array("{}".utf8))
    #expect(try buffer.next() == nil)
  }

  @Test(arguments: [
    ("Length: 2\r\n\r\n{}", MessageBuffer.Failure.header),
    ("Content-Length: -2\r\n\r\n{}", .header),
    ("Content-Length: x\r\n\r\n{}", .header),
    ("\r\n\r\n", .header),
    (String(repeating: "x", count: 5000), .header),
    ("Content-Length: 99999999999999999999999\r\n\r\n", .header),
    ("Content-Length: 999999999999\r\n\r\n", .tooLarge),
  ])
  func garbageEndsTheStream(text: String, failure: MessageBuffer.Failure) {
    var buffer = MessageBuffer()
    buffer.append(Array(text.utf8))
    #expect(throws: failure) { try buffer.next() }
  }
}
