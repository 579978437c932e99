import Findings
import Linting
import Reporting
import YAMLSyntax

/// Finds the changes that can be offered for a document.
struct CodeActionMaker {
  let project: Project
  let outcome: LintSession.Outcome
  let document: OpenDocument
  let documents: [OpenDocument]

  /// Fixes and suppressions of the findings that touch a range.
  ///
  /// - Parameter range: Byte offsets in the document.
  /// - Returns: Fixes first.
  func actions(in range: ClosedRange<Int>) -> [CodeAction] {
    let source = document.source
    let findings = outcome.report.findings.filter { finding in
      guard finding.place.path == project.local(document) else { return false }
      let start = source.offset(of: finding.place.span.start)
      let end = max(start, source.offset(of: finding.place.span.end))
      return range.overlaps(start...end)
    }
    return findings.flatMap(fixes) + suppressions(findings)
  }

  /// All safe fixes of the document at once; none when there is nothing to fix.
  func fixAll() -> [CodeAction] {
    let source = document.source
    guard let bytes = project.fixed(document, among: documents),
      let replacement = TextDifference.replacement(source, bytes)
    else { return [] }
    return [
      CodeAction(
        title: "Apply all safe fixes",
        kind: CodeAction.fixAll,
        isPreferred: false,
        findings: [],
        edits: [edit(replacement)]
      )
    ]
  }

  private func fixes(_ finding: Finding) -> [CodeAction] {
    finding.fixes.compactMap { fix in
      var edits: [FileEdit] = []
      let groups = Dictionary(grouping: fix.edits, by: \.place.path)
      for (path, replacements) in groups.sorted(by: { $0.key < $1.key }) {
        let open = documents.first { project.local($0) == path }
        guard let source = open?.source ?? outcome.report.sources[path],
          open != nil || project.isStored(path)
        else { return nil }
        let uri = open?.uri ?? FileURI.uri("\(project.root)/\(path)")
        edits.append(
          FileEdit(
            uri: uri,
            version: open?.version,
            source: source,
            replacements: replacements.map { TextReplacement(span: $0.place.span, text: $0.text) }
          )
        )
      }
      return CodeAction(
        title: fix.title,
        kind: CodeAction.quickFix,
        isPreferred: fix.safety == .safe,
        findings: [finding],
        edits: edits
      )
    }
  }

  /// Comments above the lines of findings; only where linting shows that they silence the finding,
  /// which they do not inside of a block scalar.
  ///
  /// The document is linted once with all comments in it.
  private func suppressions(_ findings: [Finding]) -> [CodeAction] {
    guard !findings.isEmpty else { return [] }
    let lines = Dictionary(grouping: findings) { Int($0.place.span.start.line) }
    let comments = lines.sorted { $0.key < $1.key }.map { line, findings in
      comment(Set(findings.map(\.rule)).sorted(), above: line)
    }
    let others = documents.filter { $0.uri != document.uri }
    let changed = document.with(document.source.applying(comments))
    guard let after = project.lint(others + [changed])?.outcome.report else { return [] }
    let silenced = Set(after.suppressed.map(\.fingerprint))
    let left = Set(after.findings.map(\.fingerprint))
    return findings.filter { silenced.contains($0.fingerprint) && !left.contains($0.fingerprint) }
      .map { finding in
        CodeAction(
          title: "Suppress \(finding.rule) here, with a reason",
          kind: CodeAction.quickFix,
          isPreferred: false,
          findings: [finding],
          edits: [edit(comment([finding.rule], above: Int(finding.place.span.start.line)))]
        )
      }
  }

  private func comment(_ rules: [String], above line: Int) -> TextReplacement {
    IgnoreComment.insertion(of: rules, above: line, document.source)
  }

  private func edit(_ replacement: TextReplacement) -> FileEdit {
    FileEdit(
      uri: document.uri,
      version: document.version,
      source: document.source,
      replacements: [replacement]
    )
  }
}
