package import Findings
import TextFormats
import YAMLSyntax

/// A note on a merge request, in Markdown that is made of parts.
package enum MarkdownNote {
  /// The longest note that GitLab takes, in characters.
  package static let longest = 1_000_000
  /// The part of it that we use, which leaves room for the sender's own text.
  package static let limit = 200_000

  /// Joins the parts of a note.
  ///
  /// - Parameter parts: The parts; empty ones are left out.
  /// - Returns: The note. Half a table would spoil what follows, so a part is written whole or not
  ///   at all.
  package static func joined(_ parts: [String]) -> String {
    var note = ""
    for part in parts where !part.isEmpty {
      guard note.unicodeScalars.count + part.unicodeScalars.count < limit else {
        note += "A part is left out: the note would be too long.\n\n"
        continue
      }
      note += part + "\n\n"
    }
    return note
  }

  /// A part with a table that opens on a click.
  ///
  /// - Parameters:
  ///   - title: The title, which holds no text of a pipeline.
  ///   - head: The head of the table, two lines.
  ///   - rows: The rows, as many as are shown.
  ///   - count: Their number.
  /// - Returns: The Markdown.
  package static func folded(
    _ title: String,
    _ head: [String],
    _ rows: [String],
    of count: Int
  ) -> String {
    MarkdownText.folded(title, (head + rows).joined(separator: "\n") + more(count - rows.count))
  }

  /// A table of findings.
  package static func findings(_ title: String, _ findings: [Finding], limit: Int) -> String {
    guard !findings.isEmpty else { return "" }
    let rows = findings.prefix(limit).map { finding in
      let place = "\(finding.place.path):\(finding.place.span.start.line)"
      return "| \(finding.severity.rawValue) | \(MarkdownText.code(finding.rule, limit: 40)) | "
        + "\(MarkdownText.code(place, limit: 200)) | "
        + "\(MarkdownText.code(finding.message, limit: 400)) |"
    }
    let head = ["| | rule | where | what |", "|---|---|---|---|"]
    return folded(title, head, rows, of: findings.count)
  }

  /// A line that counts what is not shown; empty if there is nothing.
  package static func more(_ count: Int) -> String {
    count > 0 ? "\n\nand \(count) more." : ""
  }
}
