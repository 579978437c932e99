import TextFormats
import YAMLSyntax

/// The changes of one file.
struct FileEdit {
  /// The file.
  let uri: String
  /// The client's number for the state that the edit is for; nil for a file that is not open.
  let version: Int?
  /// That state.
  let source: SourceText
  /// The changes.
  let replacements: [TextReplacement]

  /// Writes a `WorkspaceEdit`.
  ///
  /// - Parameters:
  ///   - edits: The changes, one for each file.
  ///   - isVersioned: Whether the client takes the version of a file with its edits.
  ///   - encoding: The client's unit of characters.
  ///   - json: Where to.
  static func write(
    _ edits: [FileEdit],
    isVersioned: Bool,
    _ encoding: PositionEncoding,
    _ json: inout JSONText
  ) {
    json.object { json in
      if isVersioned {
        json.key("documentChanges")
        json.array(edits) { $1.writeVersioned(encoding, &$0) }
      } else {
        json.key("changes")
        json.object { json in
          for edit in edits {
            json.key(edit.uri)
            edit.writeEdits(encoding, &json)
          }
        }
      }
    }
  }

  /// Writes a `TextDocumentEdit`.
  func writeVersioned(_ encoding: PositionEncoding, _ json: inout JSONText) {
    json.object { json in
      json.key("textDocument")
      json.object { json in
        json.member("uri", uri)
        json.key("version")
        if let version { json.value(version) } else { json.value(nil) }
      }
      json.key("edits")
      writeEdits(encoding, &json)
    }
  }

  /// Writes a list of `TextEdit`.
  func writeEdits(_ encoding: PositionEncoding, _ json: inout JSONText) {
    let lineBreak = source.bytes.contains(UInt8(ascii: "\r")) ? "\r\n" : "\n"
    json.array(replacements) { json, replacement in
      // The text of a whole file has the file's line breaks already.
      let text = replacement.text.replacing("\r\n", with: "\n")
      json.object { json in
        json.key("range")
        encoding.write(replacement.span, in: source, &json)
        json.member("newText", text.replacing("\n", with: lineBreak))
      }
    }
  }
}
