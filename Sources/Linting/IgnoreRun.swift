import Findings
import Reporting
import RuleEngine
package import YAMLSyntax

/// Puts a comment that silences it above each finding, as a start in a repository that has many.
package struct IgnoreRun {
  let session: LintSession

  /// A run over what a session lints.
  package init(session: LintSession) {
    self.session = session
  }

  /// The outcome of writing the comments.
  package struct Outcome {
    /// The files that change, by path: before and afterwards.
    package var changes: FileChanges = [:]
    /// The number of findings that the comments suppress, by the path of the file.
    package var counts: [String: Int] = [:]
    /// The findings in the changed files.
    package var lint: LintSession.Outcome
  }

  /// A line with findings, and the comment that is meant for it.
  private struct Line: Hashable {
    let path: String
    let number: Int
  }

  /// Writes the comments in memory: only those that linting shows to silence something, which a
  /// comment inside of a block scalar does not.
  ///
  /// - Parameter overlay: Contents that count instead of the stored ones, by path.
  /// - Returns: The changes, and the findings afterwards.
  package func run(overlay: [String: [UInt8]]) -> Outcome {
    let before = session.run(overlay: overlay)
    var lines = Dictionary(grouping: before.report.findings) { finding in
      Line(path: finding.place.path, number: Int(finding.place.span.start.line))
    }.filter { session.isStored(before.report.sources[$0.key.path], overlay) }
    let first = session.run(overlay: contents(lines, before, overlay))
    let silenced = Set(first.report.suppressed.map(\.fingerprint))
    for (line, findings) in lines {
      let own = findings.filter { silenced.contains($0.fingerprint) }
      lines[line] = own.isEmpty ? nil : own
    }
    let after = contents(lines, before, overlay)
    var outcome = Outcome(lint: session.run(overlay: after))
    for (line, findings) in lines { outcome.counts[line.path, default: 0] += findings.count }
    for path in Set(lines.keys.map(\.path)) {
      guard let old = before.report.sources[path]?.bytes, let new = after[path] else { continue }
      outcome.changes[path] = (old, new)
    }
    return outcome
  }

  /// The files with a comment above each line.
  private func contents(
    _ lines: [Line: [Finding]],
    _ outcome: LintSession.Outcome,
    _ overlay: [String: [UInt8]]
  ) -> [String: [UInt8]] {
    var contents = overlay
    for (path, own) in Dictionary(grouping: lines, by: \.key.path) {
      guard let source = outcome.report.sources[path] else { continue }
      let edits = own.map { line, findings in
        IgnoreComment.insertion(of: Set(findings.map(\.rule)).sorted(), above: line.number, source)
      }
      contents[path] = source.applying(edits)
    }
    return contents
  }
}

/// The comment that silences rules in the line below it.
package enum IgnoreComment {
  /// The edit that inserts it.
  ///
  /// - Parameters:
  ///   - rules: The IDs of the rules.
  ///   - line: The line with the findings.
  ///   - source: The file.
  ///   - reason: The reason why they are silenced.
  /// - Returns: The comment, indented like the line, with a line break.
  package static func insertion(
    of rules: [String],
    above line: Int,
    _ source: SourceText,
    reason: String = SuppressionOptions.placeholderReason
  ) -> TextReplacement {
    let indentation = source.line(line).prefix { $0 == UInt8(ascii: " ") }
    let start = TextPosition(line: line, column: 1)
    return TextReplacement(
      span: TextSpan(start: start, end: start),
      text: String(decoding: indentation, as: UTF8.self)
        + "# akvlint: ignore[\(rules.joined(separator: ", "))] \(reason)\n"
    )
  }
}
