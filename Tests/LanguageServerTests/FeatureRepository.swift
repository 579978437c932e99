import Files
import Foundation
import LanguageServer

/// A repository on disk, gone after the test.
final class FeatureRepository {
  let folder: String
  /// The URI of its pipeline.
  var uri: String { uri(of: ".gitlab-ci.yml") }

  init(_ files: [String: String]) throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "akvlint-\(UUID())")
    for name in [".git", "ci"] {
      try FileManager.default.createDirectory(
        at: url.appending(path: name),
        withIntermediateDirectories: true
      )
    }
    folder = HostSystem.realPath(url.path) ?? url.path
    for (name, text) in files { try HostSystem.writeFile(text, to: "\(folder)/\(name)") }
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func uri(of name: String) -> String { FileURI.uri("\(folder)/\(name)") }

  /// The message that opens a file with a content.
  func opening(_ text: String, in name: String = ".gitlab-ci.yml") -> String {
    let data = (try? JSONEncoder().encode(text)) ?? Data()
    let escaped = String(decoding: data, as: UTF8.self)
    return """
      {"jsonrpc":"2.0","method":"textDocument/didOpen",
       "params":{"textDocument":{"uri":"\(uri(of: name))","version":1,"text":\(escaped)}}}
      """
  }
}
