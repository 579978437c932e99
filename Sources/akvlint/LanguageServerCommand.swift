import ArgumentParser
import GitLabCI
import LanguageServer

/// `akvlint lsp`: the language server.
struct LanguageServerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lsp",
    abstract: "Serve an editor over standard input and output (Language Server Protocol)."
  )

  func run() throws {
    var server = LanguageServer(version: Akvlint.version)
    var buffer = MessageBuffer()
    while true {
      // What has arrived is read first: of many changes only the last state is linted.
      if server.hasWork, !HostSystem.hasInput {
        server.settle()
        send(server.takeOutgoing())
        continue
      }
      do {
        let chunk = try HostSystem.readAvailableInput()
        // A client that goes away without a word is gone all the same.
        guard !chunk.isEmpty else { throw ExitCode(1) }
        buffer.append(chunk)
        while let body = try buffer.next() {
          server.receive(body)
          send(server.takeOutgoing())
          if let code = server.exitCode { throw ExitCode(code) }
        }
      } catch let failure as MessageBuffer.Failure {
        Console.note("the input is no stream of messages: \(failure)")
        throw ExitCode(1)
      } catch let error as FileError {
        Console.note("cannot read standard input: \(error.words)")
        throw ExitCode(1)
      }
    }
  }

  private func send(_ bodies: [String]) {
    for body in bodies {
      HostSystem.write("Content-Length: \(body.utf8.count)\r\n\r\n\(body)", to: 1)
    }
  }
}
