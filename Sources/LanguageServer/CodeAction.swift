import Findings
import TextFormats

/// A change that the editor offers.
struct CodeAction {
  static let quickFix = "quickfix"
  static let fixAll = "source.fixAll.akvlint"

  /// The title in the editor.
  let title: String
  /// `quickfix` or `source.fixAll.akvlint`.
  let kind: String
  /// Whether it is the one to take without a look.
  let isPreferred: Bool
  /// The findings that it fixes.
  let findings: [Finding]
  /// The changes, one entry for each file.
  let edits: [FileEdit]

  /// Writes the answer to the request for them.
  ///
  /// - Parameters:
  ///   - actions: The changes.
  ///   - isVersioned: Whether the client takes the version of a file with its edits, and so refuses
  ///     those for a state that is gone.
  ///   - diagnostics: Writes what is settled, as it was published.
  ///   - json: Where to.
  static func write(
    _ actions: [CodeAction],
    isVersioned: Bool,
    _ diagnostics: DiagnosticWriter,
    _ json: inout JSONText
  ) {
    json.array(actions) { json, action in
      json.object { json in
        json.member("title", action.title)
        json.member("kind", action.kind)
        json.member("isPreferred", action.isPreferred)
        if !action.findings.isEmpty {
          json.key("diagnostics")
          json.array(action.findings) { diagnostics.write($1, &$0) }
        }
        json.key("edit")
        FileEdit.write(action.edits, isVersioned: isVersioned, diagnostics.encoding, &json)
      }
    }
  }
}
