import Foundation
import Testing

@testable import Files

@Suite struct ProgramCallTests {
  private struct Found {
    var connections: [ProgramConnection?] = []
    var listed = ""
  }

  /// With the descriptor of another call, a program would keep that call's program waiting for more,
  /// and two threads that read Git would wait for each other.
  @Test("programs that several threads start get none of each other's descriptors")
  func descriptors() async throws {
    let list = try #require(ProgramCall.find("ls"))
    let found = await withTaskGroup(of: Found.self) { group in
      for _ in 0..<8 {
        group.addTask {
          var connections: [ProgramConnection?] = []
          var listed = ""
          for _ in 0..<20 {
            connections.append(ProgramConnection())
            let output = ProgramCall(list, ["-l", "/proc/self/fd"], environment: []).output() ?? []
            listed += String(decoding: output, as: UTF8.self)
          }
          return Found(connections: connections, listed: listed)
        }
      }
      return await group.reduce(into: Found()) { all, next in
        all.connections += next.connections
        all.listed += next.listed
      }
    }
    let ends = found.connections.compactMap(\.self).flatMap { [$0.own, $0.program] }
    #expect(ends.count == 320)
    #expect(found.listed.contains("socket:"))
    for end in ends {
      let link = "/proc/self/fd/\(end)"
      let socket = try FileManager.default.destinationOfSymbolicLink(atPath: link)
      #expect(!found.listed.contains(socket), "a program got the end of another one's connection")
      close(end)
    }
  }

  @Test("a program's output, its failure, and its absence")
  func outcomes() throws {
    let shell = try #require(ProgramCall.find("sh"))
    func output(_ script: String) -> [UInt8]? {
      ProgramCall(shell, ["-c", script], environment: []).output()
    }
    #expect(output("echo a; echo b >&2") == Array("a\n".utf8))
    #expect(output("echo a; exit 3") == nil)
    #expect(output("kill -9 $$") == nil)
    #expect(ProgramCall("/nonexistent", [], environment: []).output() == nil)
  }

  @Test("a dialogue ends with the program")
  func dialogue() throws {
    let echo = try #require(ProgramCall.find("cat"))
    let dialogue = try #require(ProgramDialogue(ProgramCall(echo, [], environment: [])))
    #expect(dialogue.send(Array("a\nbc".utf8)))
    #expect(dialogue.line(limit: 10) == Array("a".utf8))
    #expect(dialogue.bytes(2) == Array("bc".utf8))
    let shell = try #require(ProgramCall.find("sh"))
    let ended = try #require(ProgramDialogue(ProgramCall(shell, ["-c", ":"], environment: [])))
    #expect(ended.line(limit: 10) == nil)
    #expect(!ended.send(Array("a\n".utf8)))
  }
}
