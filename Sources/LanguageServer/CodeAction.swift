import Reporting
import RuleEngine
import YAMLSyntax

/// A change that the editor offers.
struct CodeAction {
  static let quickFix = "quickfix"
  static let fixAll = "source.fixAll.akvlint"

  /// What the editor shows.
  let title: String
  /// `quickfix` or `source.fixAll.akvlint`.
  let kind: String
  /// Whether it is the one to take without a look.
  let isPreferred: Bool
  /// The replacements, by the URI of the file, which the source stands for.
  let edits: [(uri: String, source: SourceText, replacements: [TextReplacement])]

  /// Writes the answer to the request for them.
  static func write(
    _ actions: [CodeAction],
    _ encoding: PositionEncoding,
    _ json: inout JSONText
  ) {
    json.array(actions) { json, action in
      json.object { json in
        json.member("title", action.title)
        json.member("kind", action.kind)
        json.member("isPreferred", action.isPreferred)
        json.key("edit")
        json.object { json in
          json.key("changes")
          json.object { json in
            for (uri, source, replacements) in action.edits {
              json.key(uri)
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
        }
      }
    }
  }
}
