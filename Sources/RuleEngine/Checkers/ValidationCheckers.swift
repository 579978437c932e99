import Findings
import GitLabCI
import YAMLSyntax

/// A checker of what GitLab's validation refuses in one part of the configuration.
///
/// The messages are made where GitLab's own are: in `GitLabCI/Entries` and `GitLabCI/Validation`.
protocol ValidationChecker: Checker {
  /// The part.
  static var target: ConfigurationError.Target { get }
}

extension ValidationChecker {
  var needsErrors: Bool { true }

  func check(_ context: CheckContext) -> RuleOutcome {
    RuleOutcome(findings: context.refusals(of: Self.target).map(\.report))
  }
}

/// AKV012: GitLab's errors in a job that no other rule reports.
struct InvalidJobChecker: ValidationChecker {
  static let target = ConfigurationError.Target.job
}

/// AKV013: what GitLab refuses in the pipeline as a whole.
struct InvalidPipelineChecker: ValidationChecker {
  static let target = ConfigurationError.Target.pipeline

  func check(_ context: CheckContext) -> RuleOutcome {
    RuleOutcome(findings: context.refusals(of: .pipeline).map(\.report) + circles(context))
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
}

/// AKV101: what GitLab refuses in an entry of `id_tokens`.
struct IDTokenShapeChecker: ValidationChecker {
  static let target = ConfigurationError.Target.idToken
}

/// AKV201: what GitLab refuses in an entry of `secrets`, and in Azure's provider.
struct SecretShapeChecker: ValidationChecker {
  static let target = ConfigurationError.Target.secret
}

/// AKV208: an Azure version that Psych reads as a number.
struct VersionNotStringChecker: ValidationChecker {
  static let target = ConfigurationError.Target.versionNumber

  func check(_ context: CheckContext) -> RuleOutcome {
    let reports = context.refusals(of: .versionNumber).map { error, report in
      var report = report
      report.fixes = quoting(error, context).map { [$0] } ?? []
      return report
    }
    return RuleOutcome(findings: reports)
  }

  private func quoting(_ error: ConfigurationError, _ context: CheckContext) -> Fix? {
    let tree = context.tree
    // The value of an input has the input's type, quoted or not.
    let isInput = tree.steps(error.origin).contains { $0.kind == .input }
    let text = tree.string(error.node)
    guard !error.isNote, !isInput, text.utf8.count == 32 else { return nil }
    let edit = TextEdit.replacing(error.node, with: text, like: .singleQuoted, tree)
    return Fix(title: "Quote the version", safety: .safe, edits: [edit])
  }
}

/// AKV212: `secrets`, `id_tokens`, `file` or `token` in a place where GitLab does not take them.
struct MisplacedSecretsChecker: ValidationChecker {
  static let target = ConfigurationError.Target.misplaced
}

/// AKV219: what GitLab refuses in a provider other than Azure's.
struct OtherProviderShapeChecker: ValidationChecker {
  static let target = ConfigurationError.Target.otherProvider
}

extension CheckContext {
  /// GitLab's errors in one part of the configuration, with the findings about it.
  fileprivate func refusals(
    of target: ConfigurationError.Target
  ) -> [(error: ConfigurationError, report: RawFinding)] {
    let errors = errors.filter { $0.subject == target }
    let faults = TemplateFaults(errors, self)
    return errors.enumerated().map { index, error in
      (error, report(error, at: faults.template(of: index, error) ?? error.node))
    }
  }

  private func report(_ error: ConfigurationError, at node: NodeID) -> RawFinding {
    var report = RawFinding(location: tree.location(node), message: error.message)
    report.job = error.job
    report.origin = error.origin
    if error.subject == .idToken { report.token = error.entry } else { report.secret = error.entry }
    if error.isNote {
      report.severity = .info
      return report
    }
    if let meant = error.meant {
      let edit = TextEdit.replacing(error.node, with: meant, tree)
      report.fixes = [Fix(title: "Rename the key", safety: .unsafe, edits: [edit])]
    }
    report =
      error.isHidden
      ? report.sayingLater(error.gitLabMessage) : report.saying(error.gitLabMessage)
    if let earlier = error.earlier {
      let message = "GitLab says before \(earlier.version): \(earlier.text)"
      report.related.append(RawFinding.Related(message: message, location: report.location))
    }
    return report
  }
}
