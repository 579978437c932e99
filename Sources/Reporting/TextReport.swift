import Findings
import TextFormats
import YAMLSyntax

/// The report for people: each finding with its source line, the range underlined.
package struct TextReport {
  /// Wider source lines are cut around the range.
  private static let excerptWidth = 160

  private let report: RunReport
  private let text: TerminalText
  private let showsUndecided: Bool
  private let showsSummary: Bool
  private let showsLinks: Bool
  private let sectionTime: Int?
  private let paths: ShownPaths

  /// The report of a run.
  ///
  /// - Parameters:
  ///   - report: The findings.
  ///   - isColoured: Whether it is coloured.
  ///   - showsUndecided: Whether each undecided check is listed, not only counted.
  ///   - showsSummary: Whether the findings are counted at the end.
  ///   - showsLinks: Whether rule IDs are links to their pages.
  ///   - sectionTime: The present time, when undecided checks are folded in a GitLab job's log.
  ///   - paths: The form of paths.
  /// - Returns: The text, with a line break at its end.
  package static func render(
    _ report: RunReport,
    isColoured: Bool,
    showsUndecided: Bool = false,
    showsSummary: Bool = true,
    showsLinks: Bool = false,
    sectionTime: Int? = nil,
    paths: ShownPaths = ShownPaths()
  ) -> String {
    let renderer = Self(
      report: report,
      text: TerminalText(isColoured: isColoured),
      showsUndecided: showsUndecided,
      showsSummary: showsSummary,
      showsLinks: showsLinks,
      sectionTime: sectionTime,
      paths: paths
    )
    return renderer.render()
  }

  private func render() -> String {
    var result = ""
    for finding in report.findings { result += self.finding(finding) + "\n" }
    if showsUndecided, !report.undecided.isEmpty {
      result += section(UndecidedLines.render(report, text))
    }
    return showsSummary ? result + summary() + "\n" : result
  }

  // MARK: One finding

  private func finding(_ finding: Finding) -> String {
    let start = finding.place.span.start
    let severity = text.styled(finding.severity.rawValue, style(finding.severity))
    let rule = showsLinks ? TerminalText.link(finding.rule, to: finding.help) : finding.rule
    let id = text.styled("[\(rule) \(finding.name)]", .dim)
    let place = "\(TerminalText.sanitised(paths(finding.place.path))):\(start.line):\(start.column)"
    var lines = [
      "\(text.styled(place, .bold)): \(severity): \(TerminalText.sanitised(finding.message)) \(id)"
    ]
    lines += excerpt(finding.place, mark: style(finding.severity))
    if !finding.jobs.isEmpty { lines.append(note("jobs", ShownJobs.text(finding.jobs))) }
    for related in finding.related { lines += self.related(related, to: finding) }
    for fix in finding.fixes {
      let safety = fix.safety == .unsafe ? " (unsafe: review before applying)" : ""
      lines.append(note("fix", "\(fixText(fix))\(safety)"))
    }
    if !finding.help.isEmpty { lines.append(note("help", TerminalText.sanitised(finding.help))) }
    return lines.joined(separator: "\n") + "\n"
  }

  private func fixText(_ fix: Fix) -> String {
    let title = TerminalText.sanitised(fix.title)
    guard fix.edits.count == 1, let edit = fix.edits.first, !edit.text.contains("\n") else {
      return title
    }
    return "\(title): \(text.styled(TerminalText.sanitised(edit.text), .green))"
  }

  private func related(_ related: RelatedLocation, to finding: Finding) -> [String] {
    let message = TerminalText.sanitised(related.message)
    if related.place == finding.place { return [note("note", message)] }
    let start = related.place.span.start
    let place = "\(TerminalText.sanitised(paths(related.place.path))):\(start.line):\(start.column)"
    return [note("note", "\(message): \(place)")]
      + excerpt(related.place, mark: .cyan)
  }

  private func note(_ label: String, _ message: String) -> String {
    "  \(text.styled("= \(label):", .cyan)) \(message)"
  }

  private func style(_ severity: Severity) -> TerminalText.Style {
    switch severity {
    case .error: .red
    case .warning: .yellow
    case .info: .blue
    }
  }

  // MARK: Excerpts

  /// The source line of a place with its range underlined.
  private func excerpt(_ place: FileLocation, mark: TerminalText.Style) -> [String] {
    guard let source = report.sources[place.path], source.isQuotable else { return [] }
    let number = Int(place.span.start.line)
    let line = source.line(number)
    guard !line.isEmpty else { return [] }
    let from = Int(place.span.start.column) - 1
    let isOneLine = place.span.end.line == place.span.start.line
    let to = isOneLine ? Int(place.span.end.column) - 1 : .max
    let first = max(0, from - Self.excerptWidth / 2)
    let start = source.offset(of: TextPosition(line: number, column: first + 1))
    // Only the visible part of a line of megabytes is read; a character has at most four bytes.
    let bytes = line[min(start, line.endIndex)...].prefix(4 * Self.excerptWidth)
    let scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    var shown = ""
    var padding = ""
    var underline = ""
    for (index, place) in zip(first..., scalars.indices.prefix(Self.excerptWidth)) {
      let visible = scalars[place] == "\t" ? "    " : TerminalText.shown(scalars, at: place)
      shown += visible
      let width = visible.unicodeScalars.reduce(0) { $0 + TerminalText.width(of: $1) }
      if index < from { padding += String(repeating: " ", count: width) }
      if index >= from, index < to { underline += String(repeating: "^", count: width) }
    }
    if underline.isEmpty { underline = "^" }
    let gutter = String(repeating: " ", count: String(number).count)
    let bar = text.styled("|", .dim)
    return [
      " \(text.styled(String(number), .dim)) \(bar) \(shown)",
      " \(gutter) \(bar) \(padding)\(text.styled(underline, mark))",
    ]
  }

  // MARK: The end

  /// A text that a GitLab job's log shows when its heading is clicked.
  private func section(_ content: String) -> String {
    guard let time = sectionTime else { return content }
    let (name, erase) = ("akvlint_undecided", "\u{1B}[0K")
    return "\(erase)section_start:\(time):\(name)[collapsed=true]\r\(erase)"
      + "\(report.undecided.count) undecided\n\(content)"
      + "\(erase)section_end:\(time):\(name)\r\(erase)\n"
  }

  private func summary() -> String {
    let parts = [
      count(report.count(.error), "error", .red), count(report.count(.warning), "warning", .yellow),
      count(report.count(.info), "info", .blue),
    ].compactMap { $0 }
    let found = parts.isEmpty ? text.styled("no findings", .green) : parts.joined(separator: ", ")
    let files = Noun.count(report.fileCount, "file")
    let jobs = Noun.count(report.jobCount, "job")
    var line = "\(found) in \(files), \(jobs)"
    if !report.suppressed.isEmpty { line += "; \(report.suppressed.count) suppressed" }
    if !report.undecided.isEmpty {
      let hint = showsUndecided ? "" : " (-v lists them)"
      line += "; \(report.undecided.count) undecided\(hint)"
    }
    return line + (fixable().map { "\n\($0)" } ?? "")
  }

  /// The number of findings that `--fix` can fix, and of those that need a review; nil when there
  /// are none.
  private func fixable() -> String? {
    let safe = report.findings.count { $0.fixes.contains { $0.safety == .safe } }
    let others = report.findings.count { !$0.fixes.isEmpty } - safe
    switch (safe, others) {
    case (0, 0): return nil
    case (_, 0): return "\(safe) fixable with --fix"
    case (0, _): return "\(others) fixable with --fix=unsafe"
    default: return "\(safe) fixable with --fix, \(others) more with --fix=unsafe"
    }
  }

  private func count(_ count: Int, _ word: String, _ style: TerminalText.Style) -> String? {
    guard count > 0 else { return nil }
    let plural = count == 1 || word == "info" ? word : word + "s"
    return text.styled("\(count) \(plural)", style)
  }
}
