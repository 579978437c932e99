import LanguageServer
import Linting

extension FuzzTarget {
  /// As an editor's bytes arrive: in pieces that do not care where a message ends.
  private static let pieceLength = 1_000
  /// Stands for the folder in messages.
  private static let placeholder = Array("file:///pipeline/".utf8)

  static func messages(_ input: [UInt8], _ folder: String) -> Bool {
    var options = WorkspaceOptions()
    options.root = folder
    var server = ServerSession(version: "0", options: options)
    let home = Array("file://\(folder)/".utf8)
    for body in input.first == UInt8(ascii: "{") ? lines(input) : stream(input) {
      server.receive(Message(body.replacing(placeholder, with: home)))
      // A request is answered from what was linted before it.
      server.settle()
      if server.exitCode != nil { break }
    }
    return !server.takeOutgoing().isEmpty
  }

  private static func lines(_ input: [UInt8]) -> [[UInt8]] {
    input.split(separator: UInt8(ascii: "\n")).map(Array.init)
  }

  private static func stream(_ input: [UInt8]) -> [[UInt8]] {
    var buffer = MessageBuffer()
    var bodies: [[UInt8]] = []
    var rest = input[...]
    while !rest.isEmpty {
      buffer.append(Array(rest.prefix(pieceLength)))
      rest = rest.dropFirst(pieceLength)
      while true {
        do throws(MessageBuffer.Failure) {
          guard let body = try buffer.next() else { break }
          bodies.append(body)
        } catch {
          // It continues after anything that is not a message.
          continue
        }
      }
    }
    return bodies
  }
}
