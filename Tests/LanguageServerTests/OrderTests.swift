import Evidence
import Foundation
import Synchronization
import Testing

@testable import LanguageServer

/// The server's handling of messages that arrive while it works.
@Suite struct OrderTests {
  @Test func cancelledRequestsAreNotWorkedOn() throws {
    let inbox = Inbox()
    for body in [
      #"{"id":1,"method":"initialize","params":{}}"#, #"{"id":2,"method":"shutdown"}"#,
      #"{"id":"two","method":"shutdown"}"#,
      #"{"method":"$/cancelRequest","params":{"id":2}}"#,
      #"{"method":"$/cancelRequest","params":{"id":7}}"#,
      #"{"method":"$/cancelRequest"}"#,
    ] {
      inbox.add(Message(Array(body.utf8)))
    }
    inbox.close()
    var server = ServerSession(version: "0")
    while let message = inbox.wait() { server.receive(message) }
    let answers = try server.takeOutgoing().map { try JSONDocument.read(Array($0.utf8), path: "") }
    #expect(answers.count == 3)
    #expect(answers[1]["id"]?.integer == 2)
    #expect(answers[1]["error"]?["code"]?.integer == -32800)
    #expect(answers[2]["id"]?.text == "two")
    #expect(answers[2]["error"] == nil)
  }

  @Test func onlyChangesAreNews() {
    let inbox = Inbox()
    inbox.add(Message(Array(#"{"id":1,"method":"textDocument/hover"}"#.utf8)))
    #expect(!inbox.holdsChange)
    inbox.add(Message(Array(#"{"method":"textDocument/didChange"}"#.utf8)))
    #expect(inbox.holdsChange)
    _ = inbox.poll()
    _ = inbox.poll()
    #expect(!inbox.holdsChange)
  }

  /// The parts of a large pipeline are opened one after the other, as an editor restores a session.
  @Test func openPartsAreComposedOnce() throws {
    var files = [".gitlab-ci.yml": "include: ci/*.yml\n"]
    for part in 0..<10 {
      let jobs = (0..<50).map { job in
        """
        job-\(part)-\(job):
          script: x
          id_tokens: {T: {aud: https://gitlab.com}}
          secrets: {S: {azure_key_vault: {name: s-\(job)}, token: $T}}

        """
      }
      files["ci/\(part).yml"] = jobs.joined()
    }
    let repository = try FeatureRepository(files)
    var steps = 0
    var server = ServerSession(version: "0") {
      steps += 1
      return false
    }
    func send(_ body: String) { server.receive(Message(Array(body.utf8))) }
    send(#"{"id":1,"method":"initialize","params":{}}"#)
    for part in 0..<10 {
      let name = "ci/\(part).yml"
      send(repository.opening(files[name] ?? "", in: name))
      server.settle()
      #expect(server.projects.values.map(\.compositionCount) == [1])
    }
    // After the pipeline, and each time before something is published.
    #expect(steps == 11)
  }

  /// Outdated findings are not sent: linting is given up when a change waits, and a request reports
  /// that.
  @Test func whatIsOldIsNotPublished() throws {
    let repository = try FeatureRepository([:])
    var hasNews = false
    var server = ServerSession(version: "0") { hasNews }
    func send(_ body: String) { server.receive(Message(Array(body.utf8))) }
    send(#"{"id":1,"method":"initialize","params":{}}"#)
    send(repository.opening("job: {script: x}"))
    _ = server.takeOutgoing()
    hasNews = true
    server.settle()
    #expect(server.takeOutgoing().isEmpty)
    #expect(server.hasWork)
    send(
      """
      {"id":2,"method":"textDocument/hover",
       "params":{"textDocument":{"uri":"\(repository.uri)"},"position":{"line":0,"character":0}}}
      """
    )
    #expect(server.takeOutgoing().first?.contains("-32801") == true)
    hasNews = false
    server.settle()
    #expect(server.takeOutgoing().count == 1)
    #expect(!server.hasWork)
  }

  /// A file that an unsaved line includes is a part of the pipeline at once, and by itself again
  /// when the line is gone.
  @Test func includesCountBeforeTheyAreSaved() throws {
    let part = "job:\n  script: [1, 2\n"
    let repository = try FeatureRepository([
      ".gitlab-ci.yml": "job: {script: x}\n", "part.yml": part,
    ])
    var client = Client()
    _ = try client.send("initialize", "{\"capabilities\":{}}", id: 1)
    _ = try client.raw(repository.opening("job: {script: x}\n"))
    _ = try client.raw(repository.opening("job: {script: x, id_tokens: []}\n", in: "part.yml"))
    let uri = repository.uri(of: "part.yml")
    let alone = Client.diagnostics(try client.settle(), of: uri)
    _ = try client.raw(repository.opening("include: part.yml\n"))
    let included = Client.diagnostics(try client.settle(), of: uri)
    #expect(included?.isEmpty == false)
    #expect(Set(included ?? []).count == included?.count)
    _ = try client.raw(repository.opening("job: {script: x}\n"))
    #expect(Client.diagnostics(try client.settle(), of: uri) == alone)
  }

  /// A whole run, with messages in pieces; the server reads on while it works.
  @Test func streamsAreServed() throws {
    let bodies = [
      #"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}"#,
      #"{"jsonrpc":"2.0","id":2,"method":"shutdown"}"#, #"{"jsonrpc":"2.0","method":"exit"}"#,
    ]
    let stream = bodies.map { "Content-Length: \($0.utf8.count)\r\n\r\n\($0)" }.joined()
    let chunks = Mutex(stream.utf8.map { [$0] })
    var written: [String] = []
    let code = ServerRun.run(
      version: "0",
      read: { chunks.withLock { $0.isEmpty ? [] : $0.removeFirst() } },
      write: { written.append($0) },
      note: { _ in }
    )
    #expect(code == 0)
    #expect(written.count == 2)
    #expect(written.last?.hasSuffix(#"{"jsonrpc":"2.0","id":2,"result":null}"#) == true)
  }

  @Test(arguments: ["", "nonsense\r\n\r\n", "Content-Length: 2\r\n\r\n{"])
  func aClientThatGoesAwayEndsIt(stream: String) {
    let chunks = Mutex([Array(stream.utf8)])
    let code = ServerRun.run(
      version: "0",
      read: { chunks.withLock { $0.popLast() ?? [] } },
      write: { _ in },
      note: { _ in }
    )
    #expect(code == 1)
  }
}
