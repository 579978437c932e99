import Evidence
import Files
import YAMLSyntax

/// A file that is open in the editor; its content counts instead of the stored one.
struct OpenDocument {
  /// The name by which the client knows it.
  let uri: String
  /// Its absolute path, links above the file resolved.
  let path: String
  /// The client's number for this state of it.
  private(set) var version: Int
  /// Its present content.
  private(set) var source: SourceText

  /// The document that a client opens; nil when it is not a file.
  init?(_ item: DocumentValue) {
    guard let uri = item["uri"]?.text, let named = FileURI.path(uri), let text = item["text"]?.text
    else { return nil }
    let folder = RepositoryPath.folder(of: named)
    let real = HostSystem.realPath(folder) ?? folder
    path = (real == "/" ? "" : real) + "/" + RepositoryPath.name(of: named)
    self.uri = uri
    version = item["version"]?.integer ?? 0
    source = SourceText(path: path, bytes: Array(text.utf8))
  }

  /// The document with another content.
  func with(_ bytes: [UInt8]) -> Self {
    var result = self
    result.source = SourceText(path: path, bytes: bytes)
    return result
  }

  /// Takes the changes of a notification, one after the other.
  mutating func apply(_ changes: [DocumentValue], version: Int, encoding: PositionEncoding) {
    for change in changes {
      guard let text = change["text"]?.text else { continue }
      var bytes = Array(text.utf8)
      if let range = change["range"], let start = range["start"]?.position,
        let end = range["end"]?.position
      {
        let from = encoding.offset(of: start, in: source)
        let to = max(from, encoding.offset(of: end, in: source))
        bytes = source.bytes
        bytes.replaceSubrange(from..<to, with: text.utf8)
      }
      source = SourceText(path: path, bytes: bytes)
    }
    self.version = version
  }
}

extension DocumentValue {
  /// A line and a character, both from 0.
  var position: PositionEncoding.Position? {
    guard let line = self["line"]?.integer, let character = self["character"]?.integer else {
      return nil
    }
    return PositionEncoding.Position(line: line, character: character)
  }
}
