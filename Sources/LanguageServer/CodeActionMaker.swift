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
    return findings.flatMap(fixes) + findings.compactMap(suppression)
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

  /// A comment above the line; only when linting shows that it silences the finding, which it does
  /// not inside of a block scalar.
  private func suppression(_ finding: Finding) -> CodeAction? {
    let source = document.source
    let replacement = IgnoreComment.insertion(
      of: [finding.rule],
      above: Int(finding.place.span.start.line),
      source
    )
    let others = documents.filter { $0.uri != document.uri }
    let changed = document.with(source.applying([replacement]))
    guard let after = project.lint(others + [changed])?.outcome.report else { return nil }
    let isSilenced = after.suppressed.contains { $0.fingerprint == finding.fingerprint }
    guard isSilenced, after.findings.count < outcome.report.findings.count else { return nil }
    return CodeAction(
      title: "Suppress \(finding.rule) here, with a reason",
      kind: CodeAction.quickFix,
      isPreferred: false,
      findings: [finding],
      edits: [edit(replacement)]
    )
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
