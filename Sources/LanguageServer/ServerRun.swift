internal import Dispatch
package import Linting

/// A server between two streams: it reads on a thread of its own and works on the caller's.
package enum ServerRun {
  /// Serves until the client sends `exit`, or closes its streams.
  ///
  /// - Parameters:
  ///   - version: The server's version.
  ///   - options: Where configuration, rules and evidence are, when not where they are looked for.
  ///   - read: Waits for the next bytes of the client; empty at the end.
  ///   - write: Sends bytes to the client.
  ///   - note: Takes what is wrong with the stream.
  /// - Returns: The exit code.
  package static func run(
    version: String,
    options: WorkspaceOptions = WorkspaceOptions(),
    read: @escaping @Sendable () -> [UInt8],
    write: (String) -> Void,
    note: @escaping @Sendable (String) -> Void
  ) -> Int32 {
    let inbox = Inbox()
    DispatchQueue(label: "akvlint.reader").async {
      receive(read, into: inbox, note)
      inbox.close()
    }
    var server = ServerSession(version: version, options: options) { inbox.holdsChange }
    func send() {
      for body in server.takeOutgoing() {
        write("Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
      }
    }
    while true {
      // Arrived messages come first: only the last state of many changes is linted.
      while let message = inbox.poll() {
        server.receive(message)
        send()
        if let code = server.exitCode { return code }
      }
      if server.hasWork {
        server.settle()
        send()
        continue
      }
      // A client that closes its streams without an `exit` is gone anyway.
      guard let message = inbox.wait() else { return 1 }
      server.receive(message)
      send()
      if let code = server.exitCode { return code }
    }
  }

  private static func receive(
    _ read: () -> [UInt8],
    into inbox: Inbox,
    _ note: (String) -> Void
  ) {
    var buffer = MessageBuffer()
    while true {
      let chunk = read()
      guard !chunk.isEmpty else { return }
      buffer.append(chunk)
      while let message = next(&buffer, note) { inbox.add(message) }
    }
  }

  private static func next(
    _ buffer: inout MessageBuffer,
    _ note: (String) -> Void
  ) -> Message? {
    do throws(MessageBuffer.Failure) {
      guard let body = try buffer.next() else { return nil }
      return Message(body)
    } catch {
      note("\(error.words); the input is skipped up to the next header")
      return Message(problem: error.words)
    }
  }
}
