import Findings
import TextFormats
import YAMLSyntax

/// AKV902: comments that silence nothing.
enum SuppressionFindings {
  /// The findings about comments of all pipelines of a run.
  static func findings(
    _ uses: [SuppressionUse],
    rule: RuleDefinition,
    severity: Severity
  ) -> [Finding] {
    var joined: [SuppressionUse] = []
    var indices: [FileLocation: Int] = [:]
    for use in uses {
      if let index = indices[use.place] {
        joined[index].join(use)
      } else {
        indices[use.place] = joined.count
        joined.append(use)
      }
    }
    return joined.flatMap { use -> [Finding] in
      if let problem = use.problem {
        return [
          finding(problem, FileLocation(path: use.place.path, span: use.place.span), use, nil)
        ]
      }
      return use.entries.indices.compactMap { index in
        let entry = use.entries[index]
        guard let problem = problem(entry) else { return nil }
        return finding(problem, FileLocation(path: use.place.path, span: entry.span), use, index)
      }
    }
    func finding(
      _ problem: String,
      _ place: FileLocation,
      _ use: SuppressionUse,
      _ index: Int?
    ) -> Finding {
      Finding(
        housekeeping: rule,
        severity: severity,
        message: "the suppression has no effect: \(problem)",
        place: place,
        subject: index.map { use.entries[$0].rule } ?? "comment",
        fixes: index.map { [removal(of: $0, from: use)] } ?? []
      )
    }
  }

  private static func problem(_ entry: SuppressionUse.Entry) -> String? {
    switch entry.state {
    case .used, .undetermined: nil
    case .unused: "\(entry.rule) reports nothing here"
    case .expired(let date): "its last day was \(date)"
    case .notIgnorable: "\(entry.rule) cannot be silenced"
    case .unknown(let suggestion):
      "unknown rule \(entry.rule)\(Spelling.suggestion(suggestion, isQuoted: false))"
    }
  }

  /// Takes one rule out of the list, or the whole comment with the last one that held.
  private static func removal(of index: Int, from use: SuppressionUse) -> Fix {
    let isLast = use.entries.allSatisfy { problem($0) != nil }
    let entries = use.entries
    var span = use.place.span
    if isLast {
      span = use.removal
    } else {
      // With the comma before it, or after it when it is the first.
      span = entries[index].span
      if index > 0 {
        span.start = entries[index - 1].span.end
      } else {
        span.end = entries[index + 1].span.start
      }
    }
    let edit = TextEdit(place: FileLocation(path: use.place.path, span: span), text: "")
    return Fix(title: "Remove it", safety: .safe, edits: [edit])
  }
}
