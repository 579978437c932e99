import Findings
import TextFormats

/// The undecided checks of a run, for people.
enum UndecidedLines {
  /// A line for each reason: rules that lack the same for the same jobs share it.
  static func render(_ report: RunReport, _ text: TerminalText) -> String {
    var groups: [(question: Undecided, rules: [String])] = []
    for question in report.undecided {
      let same = groups.firstIndex {
        $0.question.reason == question.reason && $0.question.jobs == question.jobs
      }
      if let same {
        groups[same].rules.append(question.rule)
      } else {
        groups.append((question, [question.rule]))
      }
    }
    return groups.map { question, rules in
      let jobs = question.jobs.isEmpty ? "" : " (\(ShownJobs.text(question.jobs)))"
      return "\(text.styled("undecided", .blue)): \(rules.joined(separator: ", "))\(jobs): "
        + "\(TerminalText.sanitised(question.reason))\n"
    }.joined()
  }
}
