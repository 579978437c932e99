import Findings
import GitLabCI
import TextFormats
import YAMLSyntax

/// Takes out of a result what comments silence, and notes what each comment did.
struct SuppressionFilter {
  /// The rules that are there, by ID and name.
  let rules: [RuleDefinition]
  /// The IDs of the rules that may be silenced.
  private let ignorable: Set<String>
  /// The IDs of the rules that ran.
  let active: Set<String>
  let options: SuppressionOptions
  /// The present day; without one no suppression is too old.
  let today: CalendarDay?

  init(
    rules: [RuleDefinition],
    active: Set<String>,
    options: SuppressionOptions,
    today: CalendarDay?
  ) {
    self.rules = rules
    ignorable = Set(rules.lazy.filter(\.isIgnorable).map(\.id))
    self.active = active
    self.options = options
    self.today = today
  }

  /// Moves silenced findings from `findings` to `suppressed`.
  func apply(to result: inout LintResult, of pipeline: Pipeline) {
    let tree = pipeline.tree
    // An unreadable file may contain the target of a comment, here and in its includes.
    let isReadable = pipeline.composition.files.allSatisfy { $0.error == nil }
    let active = isReadable ? active : []
    for file in pipeline.composition.files {
      let reader = SuppressionReader(file.file, in: tree)
      let path = tree.file(file.file).path
      result.suppressions += reader.malformed.map { malformed in
        SuppressionUse(
          place: FileLocation(path: path, span: malformed.comment.span),
          removal: removal(malformed.comment, in: tree.file(file.file)),
          entries: [],
          problem: malformed.problem
        )
      }
      guard !reader.suppressions.isEmpty else { continue }
      var findings = SilencedFindings(result.findings, in: file.file, of: tree)
      let decided = active.subtracting(result.undecided.lazy.map(\.rule))
      for suppression in reader.suppressions {
        result.suppressions.append(use(suppression, tree.file(file.file), decided, &findings))
      }
      findings.move(in: &result)
    }
  }

  private func use(
    _ suppression: Suppression,
    _ source: SourceText,
    _ decided: Set<String>,
    _ findings: inout SilencedFindings
  ) -> SuppressionUse {
    var use = SuppressionUse(
      place: FileLocation(path: source.path, span: suppression.comment.span),
      removal: removal(suppression.comment, in: source),
      entries: [],
      problem: nil
    )
    if options.requiresReason,
      ["", SuppressionOptions.placeholderReason].contains(suppression.reason)
    {
      use.problem = "it gives no reason"
      return use
    }
    for entry in suppression.entries {
      let state = state(entry, suppression, decided, &findings)
      use.entries.append(SuppressionUse.Entry(rule: entry.rule, span: entry.span, state: state))
    }
    return use
  }

  private func removal(_ comment: Comment, in source: SourceText) -> TextSpan {
    let line = Int(comment.span.start.line)
    if comment.isOwnLine {
      return TextSpan(
        start: TextPosition(line: line, column: 1),
        end: TextPosition(line: line + 1, column: 1)
      )
    }
    var start = source.offset(of: comment.span.start)
    while start > 0, source.bytes[start - 1] == 0x20 || source.bytes[start - 1] == 0x09 {
      start -= 1
    }
    return TextSpan(start: source.position(of: start), end: comment.span.end)
  }

  private func state(
    _ entry: Suppression.Entry,
    _ suppression: Suppression,
    _ decided: Set<String>,
    _ findings: inout SilencedFindings
  ) -> SuppressionUse.State {
    let isAll = entry.rule == "all"
    let rule = rules.first { $0.id == entry.rule || $0.name == entry.rule }
    if !isAll, rule == nil {
      let names = rules.flatMap { [$0.id, $0.name] }
      return .unknown(suggestion: Spelling.closest(to: entry.rule, among: names))
    }
    if let rule, !rule.isIgnorable { return .notIgnorable }
    if let until = suppression.until, let today, until < today {
      return .expired(until.text)
    }
    let meant = rule.map { [$0.id] } ?? ignorable
    if findings.silence(meant, by: suppression) { return .used }
    // A rule that did not run, or could not be answered, may report something next time.
    guard let rule else { return .unused }
    return decided.contains(rule.id) ? .unused : .undetermined
  }
}
