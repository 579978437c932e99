import Findings
import YAMLSyntax

/// The findings of one file, found by the lines for which a comment can silence them.
struct SilencedFindings {
  private let findings: [Finding]
  /// Those that lie in the file.
  private var own: [Int] = []
  /// The same by line: the one they are on, and the one on which the text around them starts.
  private var byLine: [Int: [Int]] = [:]
  private var reasons: [Int: String] = [:]

  /// Findings before anything is suppressed.
  init(_ findings: [Finding], in file: FileID, of tree: NodeTree) {
    self.findings = findings
    let path = tree.file(file).path
    let lines = ScalarLines(file, in: tree)
    for (index, finding) in findings.enumerated() where finding.place.path == path {
      let start = finding.place.span.start
      own.append(index)
      byLine[Int(start.line), default: []].append(index)
      if let line = lines.start(of: start), line != start.line {
        byLine[line, default: []].append(index)
      }
    }
  }

  /// Silences what is not silenced yet.
  ///
  /// - Parameters:
  ///   - rules: The IDs of the rules that are meant.
  ///   - suppression: Its scope and its reason.
  /// - Returns: Whether there was something to silence.
  mutating func silence(_ rules: Set<String>, by suppression: Suppression) -> Bool {
    let reached =
      switch suppression.reach {
      case .file: own
      case .line(let line): byLine[line] ?? []
      }
    let count = reasons.count
    for index in reached where reasons[index] == nil && rules.contains(findings[index].rule) {
      reasons[index] = suppression.reason
    }
    return reasons.count > count
  }

  /// Moves what is silenced from `findings` to `suppressed`.
  func move(in result: inout LintResult) {
    guard !reasons.isEmpty else { return }
    result.findings = []
    for (index, var finding) in findings.enumerated() {
      if let reason = reasons[index] {
        finding.silencing = .comment(reason: reason)
        result.suppressed.append(finding)
      } else {
        result.findings.append(finding)
      }
    }
  }
}

/// Where scalars of several lines start: they cannot contain a comment.
private struct ScalarLines {
  /// In order; they do not overlap.
  private let spans: [TextSpan]

  init(_ file: FileID, in tree: NodeTree) {
    spans = (0..<tree.nodeCount).compactMap { index in
      guard let node = tree.node(index), tree.kind(node).isScalar else { return nil }
      let location = tree.location(node)
      guard location.file == file, location.span.start.line < location.span.end.line else {
        return nil
      }
      return location.span
    }.sorted { $0.start < $1.start }
  }

  /// The line in which the scalar around a position starts; nil when it is not inside one.
  func start(of position: TextPosition) -> Int? {
    var (low, high) = (0, spans.count)
    while low < high {
      let middle = (low + high) / 2
      if spans[middle].end <= position { low = middle + 1 } else { high = middle }
    }
    guard low < spans.count, spans[low].contains(position) else { return nil }
    return Int(spans[low].start.line)
  }
}
