import AzureFederation
import GitLabCI
import YAMLSyntax

/// Takes out of a result what comments silence, and notes what each comment did.
struct SuppressionFilter {
  /// The rules that are there, by ID and name.
  let rules: [RuleDefinition]
  /// The IDs of the rules that ran.
  let active: Set<String>
  let options: SuppressionOptions
  /// The present day; without one no suppression is too old.
  let today: CalendarDay?

  /// Moves silenced findings from `findings` to `suppressed`.
  func apply(to result: inout LintResult, of pipeline: Pipeline) {
    let tree = pipeline.tree
    for file in pipeline.composition.files {
      let reader = SuppressionReader(file.file, in: tree)
      let path = tree.file(file.file).path
      result.suppressions += reader.malformed.map { malformed in
        SuppressionUse(
          place: Place(path: path, span: malformed.comment.span),
          removal: removal(malformed.comment, in: tree.file(file.file)),
          entries: [],
          problem: malformed.problem
        )
      }
      guard !reader.suppressions.isEmpty else { continue }
      let lines = ScalarLines(file.file, in: tree)
      for suppression in reader.suppressions {
        result.suppressions.append(
          use(suppression, tree.file(file.file), lines, &result)
        )
      }
    }
  }

  private func use(
    _ suppression: Suppression,
    _ source: SourceText,
    _ lines: ScalarLines,
    _ result: inout LintResult
  ) -> SuppressionUse {
    var use = SuppressionUse(
      place: Place(path: source.path, span: suppression.comment.span),
      removal: removal(suppression.comment, in: source),
      entries: [],
      problem: nil
    )
    if options.requiresReason, suppression.reason.isEmpty {
      use.problem = "it gives no reason"
      return use
    }
    for entry in suppression.entries {
      let state = state(entry, suppression, source.path, lines, &result)
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
    _ path: String,
    _ lines: ScalarLines,
    _ result: inout LintResult
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
    let ignorable = Set(rules.filter(\.isIgnorable).map(\.id))
    var kept: [Finding] = []
    var hasMatched = false
    for var finding in result.findings {
      let isMeant = isAll ? ignorable.contains(finding.rule) : finding.rule == rule?.id
      if isMeant, finding.place.path == path, reaches(suppression, finding, lines) {
        finding.silencing = .comment(reason: suppression.reason)
        result.suppressed.append(finding)
        hasMatched = true
      } else {
        kept.append(finding)
      }
    }
    result.findings = kept
    if hasMatched { return .used }
    // A rule that did not run, or could not be answered, may have something to say next time.
    guard let rule else { return .unused }
    let isDecided = !result.undecided.contains { $0.rule == rule.id }
    return active.contains(rule.id) && isDecided ? .unused : .undetermined
  }

  private func reaches(
    _ suppression: Suppression,
    _ finding: Finding,
    _ lines: ScalarLines
  ) -> Bool {
    switch suppression.reach {
    case .file: true
    case .line(let line):
      Int(finding.place.span.start.line) == line
        || lines.start(of: finding.place.span.start) == line
    }
  }
}

/// Where scalars of several lines start: a comment cannot stand inside them.
private struct ScalarLines {
  private let spans: [TextSpan]

  init(_ file: FileID, in tree: borrowing NodeTree) {
    spans = (0..<tree.nodeCount).compactMap { index in
      guard let node = tree.node(index), tree.kind(node).isScalar else { return nil }
      let location = tree.location(node)
      guard location.file == file, location.span.start.line < location.span.end.line else {
        return nil
      }
      return location.span
    }
  }

  /// The line in which the scalar around a position starts; nil when it is not inside one.
  func start(of position: TextPosition) -> Int? {
    spans.first { $0.contains(position) }.map { Int($0.start.line) }
  }
}
