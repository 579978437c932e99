import Findings
import GitLabCI
import YAMLSyntax

/// Reports what GitLab's validation refuses in one part of the configuration.
struct ValidationChecker: Checker {
  let subject: ConfigurationError.Target

  var needsErrors: Bool { true }

  func check(_ context: CheckContext) -> RuleOutcome {
    var outcome = RuleOutcome()
    let errors = context.errors.filter { $0.subject == subject }
    let faults = TemplateFaults(errors, context)
    for (index, error) in errors.enumerated() {
      let node = faults.template(of: index, error) ?? error.node
      outcome.reports.append(report(error, at: node, context))
    }
    if subject == .pipeline { outcome.reports += circles(context) }
    return outcome
  }

  /// Variables that refer to each other in a circle: GitLab accepts the configuration and creates no
  /// pipeline.
  private func circles(_ context: CheckContext) -> [RawFinding] {
    context.facts.subjects.compactMap { index in
      let job = context.pipeline.jobs[index]
      guard let circle = context.pipeline.variableCircle(of: job) else { return nil }
      var report = RawFinding(
        location: context.tree.location(circle.node),
        message: "the variables \(circle.names.joined(separator: ", ")) refer to each other in a "
          + "circle, so GitLab creates no pipeline"
      )
      report.job = job.symbol
      return report
    }
  }

  private func report(
    _ error: ConfigurationError,
    at node: NodeID,
    _ context: CheckContext
  ) -> RawFinding {
    let tree = context.tree
    var report = RawFinding(location: tree.location(node), message: error.message)
    report.job = error.job
    report.origin = error.origin
    switch subject {
    case .idToken: report.token = error.entry
    default: report.secret = error.entry
    }
    if error.isNote {
      report.severity = .info
      return report
    }
    report =
      error.isHidden
      ? report.sayingLater(error.gitLabMessage) : report.saying(error.gitLabMessage)
    // The value of an input has the input's type, quoted or not.
    let isInput = tree.steps(error.origin).contains { $0.kind == .input }
    let text = tree.string(error.node)
    if subject == .versionNumber, !isInput, text.utf8.count == 32 {
      let edit = TextEdit.replacing(error.node, with: text, like: .singleQuoted, tree)
      report.fixes = [Fix(title: "Quote the version", safety: .safe, edits: [edit])]
    }
    if let meant = error.meant {
      let edit = TextEdit.replacing(error.node, with: meant, tree)
      report.fixes = [Fix(title: "Rename the key", safety: .unsafe, edits: [edit])]
    }
    return report
  }
}
