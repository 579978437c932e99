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
  func garbageIsTold(text: String, failure: MessageBuffer.Failure) throws {
    var buffer = MessageBuffer()
    buffer.append(Array(text.utf8))
    #expect(throws: failure) { try buffer.next() }
    #expect(try buffer.next() == nil)
  }

  /// Any bytes between messages, in any pieces, are reported once, and the next body is read.
  @Test(
    arguments: [
      "GET / HTTP/1.1\r\n\r\n", "Content-Length: x\r\n\r\n{}",
      "Content-Length: 999999999999\r\n\r\n",
      String(repeating: "Content-", count: 2000),
    ],
    [1, 7, 100_000]
  )
  func theNextHeaderIsFound(garbage: String, size: Int) throws {
    let stream = Array((garbage + "CONTENT-length: 2\r\n\r\n{}").utf8)
    var buffer = MessageBuffer()
    var failures = 0
    var bodies: [[UInt8]] = []
    for start in stride(from: 0, to: stream.count, by: size) {
      buffer.append(Array(stream[start..<min(start + size, stream.count)]))
      while true {
        do throws(MessageBuffer.Failure) {
          guard let body = try buffer.next() else { break }
          bodies.append(body)
        } catch {
          failures += 1
        }
      }
    }
    #expect(failures == 1)
    #expect(bodies == [Array("{}".utf8)])
  }
}
